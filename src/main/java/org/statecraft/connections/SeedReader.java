package org.statecraft.connections;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.statecraft.config.Place;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.DescriptorUri;
import org.statecraft.edfi.ResourceName;

/** Reads the Resource Preferences of a connection's file. */
final class SeedReader {

  ConnectionSeed read(YamlNode resources, YamlNode mappings) {
    Map<Object, Place> places = new HashMap<>();
    return new ConnectionSeed(toggles(resources, places), choices(mappings, places), places);
  }

  private static Map<ResourceName, Boolean> toggles(YamlNode resources, Map<Object, Place> places) {
    Map<ResourceName, Boolean> toggles = new HashMap<>();
    resources
        .map()
        .forEach(
            (name, node) -> {
              node.only("enabled");
              toggles.put(new ResourceName(name), node.require("enabled").flag(true));
              places.put(new ResourceName(name), resources.placeOf(name));
            });
    return toggles;
  }

  private static List<MappingChoice> choices(YamlNode mappings, Map<Object, Place> places) {
    List<MappingChoice> choices = new ArrayList<>();
    mappings
        .map()
        .forEach(
            (mapping, values) ->
                values
                    .map()
                    .forEach(
                        (value, node) -> {
                          MappingChoice choice = choice(mapping, value, node);
                          choices.add(choice);
                          places.put(choice, node.place());
                        }));
    return choices;
  }

  private static MappingChoice choice(String mapping, String campusValue, YamlNode node) {
    return new MappingChoice(
        mapping, campusValue, ConnectionReader.value(node, SeedReader::code).orElse(null));
  }

  /** A descriptor, or a plain text where the preference wants one. */
  private static String code(String text) {
    return text.startsWith("uri:") ? new DescriptorUri(text).value() : text;
  }
}

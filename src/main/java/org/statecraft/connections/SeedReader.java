package org.statecraft.connections;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.DescriptorUri;
import org.statecraft.edfi.ResourceName;

/** Reads the Resource Preferences of a connection's file. */
final class SeedReader {

  ConnectionSeed read(YamlNode resources, YamlNode mappings) {
    return new ConnectionSeed(toggles(resources), choices(mappings));
  }

  private static Map<ResourceName, Boolean> toggles(YamlNode resources) {
    Map<ResourceName, Boolean> toggles = new HashMap<>();
    resources
        .map()
        .forEach(
            (name, node) -> {
              node.only("enabled");
              toggles.put(new ResourceName(name), node.require("enabled").flag(true));
            });
    return toggles;
  }

  private static List<MappingChoice> choices(YamlNode mappings) {
    List<MappingChoice> choices = new ArrayList<>();
    mappings
        .map()
        .forEach(
            (mapping, values) ->
                values.map().forEach((value, node) -> choices.add(choice(mapping, value, node))));
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

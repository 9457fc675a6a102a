package org.statecraft.connections;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statecraft.config.Place;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.DescriptorUri;
import org.statecraft.edfi.ResourceName;

/** Reads Resource Preferences: {@code resources:} and {@code mappings:}, in every file the same. */
public final class SeedReader {

  private final Map<Object, Place> places = new HashMap<>();

  private SeedReader() {}

  /** Reads a file that has nothing else. */
  public static ConnectionSeed readFile(YamlNode file) {
    file.only("resources", "mappings");
    return read(file);
  }

  /** Reads the two keys of a file; what is wrong is told with its place. */
  static ConnectionSeed read(YamlNode file) {
    SeedReader reader = new SeedReader();
    Map<ResourceName, Boolean> toggles = reader.toggles(file.get("resources"));
    Set<String> preferences = new LinkedHashSet<>();
    List<MappingChoice> choices = reader.choices(file.get("mappings"), preferences);
    return new ConnectionSeed(toggles, choices, preferences, reader.places);
  }

  private Map<ResourceName, Boolean> toggles(YamlNode resources) {
    Map<ResourceName, Boolean> toggles = new HashMap<>();
    resources
        .map()
        .forEach(
            (name, node) -> {
              node.only("enabled");
              resource(resources, name)
                  .ifPresent(
                      resource -> {
                        toggles.put(resource, node.require("enabled").flag(true));
                        places.put(resource, resources.placeOf(name));
                      });
            });
    return toggles;
  }

  private static Optional<ResourceName> resource(YamlNode resources, String name) {
    if (name.isBlank()) {
      resources.problem("a resource's name is blank");
      return Optional.empty();
    }
    return Optional.of(new ResourceName(name));
  }

  private List<MappingChoice> choices(YamlNode mappings, Set<String> preferences) {
    List<MappingChoice> choices = new ArrayList<>();
    mappings
        .map()
        .forEach(
            (preference, values) -> {
              preferences.add(preference);
              places.put(preference, mappings.placeOf(preference));
              values
                  .map()
                  .forEach(
                      (value, node) -> {
                        if (value.isBlank()) {
                          node.problem("a Campus value of " + preference + " is blank");
                        }
                        MappingChoice choice = new MappingChoice(preference, value, code(node));
                        choices.add(choice);
                        places.put(choice, node.place());
                      });
            });
    return choices;
  }

  /** A descriptor, or a plain text where the preference wants one; null for deliberately none. */
  private static @Nullable String code(YamlNode node) {
    if (node.isScalar() && node.text().isBlank()) {
      node.problem("write null for a value that is known and deliberately not reported");
      return null;
    }
    return ConnectionReader.value(
            node, text -> text.startsWith("uri:") ? new DescriptorUri(text).value() : text)
        .orElse(null);
  }
}

package org.statecraft.connections;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.edfi.DescriptorUri;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.Preference;
import org.statecraft.packs.RulePack;

/**
 * The Resource Preferences a connection starts with. What the database already has wins.
 *
 * @param enabled resources switched on or off against the pack's default
 * @param places where each resource and each choice stands in the file
 */
public record ConnectionSeed(
    Map<ResourceName, Boolean> enabled, List<MappingChoice> mappings, Map<Object, Place> places) {

  public ConnectionSeed {
    enabled = Map.copyOf(enabled);
    mappings = List.copyOf(mappings);
    places = Map.copyOf(places);
  }

  /** A seed that stands in no file. */
  public ConnectionSeed(Map<ResourceName, Boolean> enabled, List<MappingChoice> mappings) {
    this(enabled, mappings, Map.of());
  }

  /** Adds a problem for each name the pack does not know and each code that does not fit. */
  public void check(RulePack pack, Problems problems) {
    List<String> resources = pack.resources().keySet().stream().map(ResourceName::value).toList();
    for (ResourceName name : enabled.keySet()) {
      if (!resources.contains(name.value())) {
        problems.add(
            placeOf(name),
            "the pack "
                + pack.name()
                + " has no resource '"
                + name
                + "'"
                + DidYouMean.hint(name.value(), resources));
      }
    }
    Map<String, Preference> preferences = new LinkedHashMap<>();
    pack.preferences().forEach(each -> preferences.put(each.name(), each));
    for (MappingChoice choice : mappings) {
      Preference preference = preferences.get(choice.mapping());
      String code = choice.code();
      if (preference == null) {
        problems.add(
            placeOf(choice),
            "the pack "
                + pack.name()
                + " has no preference '"
                + choice.mapping()
                + "'"
                + DidYouMean.hint(choice.mapping(), preferences.keySet()));
      } else if (code != null && preference.descriptor().isPresent()) {
        descriptorProblem(code).ifPresent(message -> problems.add(placeOf(choice), message));
      }
    }
  }

  private static Optional<String> descriptorProblem(String code) {
    try {
      new DescriptorUri(code);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Place placeOf(Object named) {
    return places.getOrDefault(named, Place.of("the connection's file"));
  }
}

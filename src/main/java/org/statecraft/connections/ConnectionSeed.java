package org.statecraft.connections;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.RulePack;

/**
 * Resource Preferences as a file says them: those a connection starts with, or those to import.
 *
 * @param enabled resources switched on or off against the pack's default
 * @param preferences every preference the file names, those without any value too
 * @param places where each resource, preference and choice stands in the file
 */
public record ConnectionSeed(
    Map<ResourceName, Boolean> enabled,
    List<MappingChoice> mappings,
    Set<String> preferences,
    Map<Object, Place> places) {

  public ConnectionSeed {
    enabled = Map.copyOf(enabled);
    mappings = List.copyOf(mappings);
    preferences = Set.copyOf(preferences);
    places = Map.copyOf(places);
  }

  /** A seed that names the preferences of its choices. */
  public ConnectionSeed(
      Map<ResourceName, Boolean> enabled, List<MappingChoice> mappings, Map<Object, Place> places) {
    this(
        enabled,
        mappings,
        mappings.stream().map(MappingChoice::mapping).collect(Collectors.toSet()),
        places);
  }

  /** A seed that stands in no file. */
  public ConnectionSeed(Map<ResourceName, Boolean> enabled, List<MappingChoice> mappings) {
    this(enabled, mappings, Map.of());
  }

  /** Adds a problem for each name the pack does not know and each code that does not fit. */
  public void check(RulePack pack, Problems problems) {
    PreferenceCheck check = new PreferenceCheck(pack);
    for (ResourceName name : enabled.keySet()) {
      check.faultOfResource(name).ifPresent(fault -> problems.add(placeOf(name), fault));
    }
    for (String preference : preferences) {
      check
          .faultOfPreference(preference)
          .ifPresent(fault -> problems.add(placeOf(preference), fault));
    }
    for (MappingChoice choice : mappings) {
      check.faultOf(choice).ifPresent(fault -> problems.add(placeOf(choice), fault));
    }
  }

  private Place placeOf(Object named) {
    return places.getOrDefault(named, Place.of("the connection's file"));
  }
}

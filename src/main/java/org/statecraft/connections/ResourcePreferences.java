package org.statecraft.connections;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.statecraft.edfi.ResourceName;

/**
 * What a district chose for a connection: which resources are sent, and which Ed-Fi code a Campus
 * value becomes. Where it chose nothing, the pack's default holds.
 */
public record ResourcePreferences(Map<ResourceName, Boolean> enabled, List<MappingChoice> choices) {

  /** A district that chose nothing. */
  public static final ResourcePreferences NONE = new ResourcePreferences(Map.of(), List.of());

  public ResourcePreferences {
    enabled = Map.copyOf(enabled);
    choices = List.copyOf(choices);
  }

  /** These preferences after changes. */
  public ResourcePreferences with(List<PreferenceChange> changes) {
    Map<ResourceName, Boolean> toggles = new HashMap<>(enabled);
    Map<List<String>, MappingChoice> mappings = new LinkedHashMap<>();
    choices.forEach(each -> mappings.put(List.of(each.mapping(), each.campusValue()), each));
    for (PreferenceChange change : changes) {
      if (change instanceof PreferenceChange.Toggle toggle) {
        toggles.remove(toggle.resource());
        if (toggle.after() != null) {
          toggles.put(toggle.resource(), toggle.after());
        }
      } else if (change instanceof PreferenceChange.Mapping mapping) {
        List<String> key = List.of(mapping.preference(), mapping.campusValue());
        mappings.remove(key);
        if (mapping.kind() != PreferenceChange.Kind.REMOVED) {
          mappings.put(
              key, new MappingChoice(mapping.preference(), mapping.campusValue(), mapping.after()));
        }
      }
    }
    return new ResourcePreferences(toggles, List.copyOf(mappings.values()));
  }

  /** These preferences with some mappings as they are in force instead of as they are chosen. */
  public ResourcePreferences asInForce(Collection<MappingInForce> inForce) {
    Map<List<String>, MappingChoice> mappings = new LinkedHashMap<>();
    choices.forEach(each -> mappings.put(List.of(each.mapping(), each.campusValue()), each));
    for (MappingInForce each : inForce) {
      List<String> key = List.of(each.mapping(), each.campusValue());
      mappings.remove(key);
      if (each.chosen()) {
        mappings.put(key, new MappingChoice(each.mapping(), each.campusValue(), each.code()));
      }
    }
    return new ResourcePreferences(enabled, List.copyOf(mappings.values()));
  }

  /** Whether a resource is sent; {@code whenUnset} is the pack's default. */
  public boolean enabled(ResourceName resource, boolean whenUnset) {
    return enabled.getOrDefault(resource, whenUnset);
  }
}

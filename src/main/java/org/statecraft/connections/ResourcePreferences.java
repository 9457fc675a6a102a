package org.statecraft.connections;

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

  /** Whether a resource is sent; {@code whenUnset} is the pack's default. */
  public boolean enabled(ResourceName resource, boolean whenUnset) {
    return enabled.getOrDefault(resource, whenUnset);
  }
}

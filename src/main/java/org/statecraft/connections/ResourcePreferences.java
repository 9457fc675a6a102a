package org.statecraft.connections;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.edfi.DescriptorUri;
import org.statecraft.edfi.ResourceName;

/**
 * What a district chose for a connection: which resources are sent, and which descriptor a Campus
 * value becomes. Where it chose nothing, the pack's default holds.
 */
public final class ResourcePreferences {

  /** A district that chose nothing. */
  public static final ResourcePreferences NONE = new ResourcePreferences(Map.of(), List.of());

  private record Value(String mapping, String campusValue) {}

  private final Map<ResourceName, Boolean> enabled;
  private final Map<Value, MappingChoice> mappings = new HashMap<>();

  public ResourcePreferences(Map<ResourceName, Boolean> enabled, List<MappingChoice> choices) {
    this.enabled = Map.copyOf(enabled);
    for (MappingChoice choice : choices) {
      mappings.put(new Value(choice.mapping(), choice.campusValue()), choice);
    }
  }

  /** Whether a resource is sent; {@code whenUnset} is the pack's default. */
  public boolean enabled(ResourceName resource, boolean whenUnset) {
    return enabled.getOrDefault(resource, whenUnset);
  }

  /**
   * The descriptor chosen for a Campus value. Empty when nothing was chosen, and when it was chosen
   * not to report the value; {@link #decides} tells the two apart.
   */
  public Optional<DescriptorUri> mapping(String mapping, String campusValue) {
    MappingChoice choice = mappings.get(new Value(mapping, campusValue));
    return choice == null ? Optional.empty() : Optional.ofNullable(choice.descriptor());
  }

  /** Whether the district decided about a Campus value, be it not to report it. */
  public boolean decides(String mapping, String campusValue) {
    return mappings.containsKey(new Value(mapping, campusValue));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResourcePreferences preferences
        && enabled.equals(preferences.enabled)
        && mappings.equals(preferences.mappings);
  }

  @Override
  public int hashCode() {
    return 31 * enabled.hashCode() + mappings.hashCode();
  }
}

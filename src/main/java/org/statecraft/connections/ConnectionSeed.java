package org.statecraft.connections;

import java.util.List;
import java.util.Map;
import org.statecraft.edfi.ResourceName;

/**
 * The Resource Preferences a connection starts with. What the database already has wins.
 *
 * @param enabled resources switched on or off against the pack's default
 */
public record ConnectionSeed(Map<ResourceName, Boolean> enabled, List<MappingChoice> mappings) {

  public ConnectionSeed {
    enabled = Map.copyOf(enabled);
    mappings = List.copyOf(mappings);
  }
}

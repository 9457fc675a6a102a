package org.statecraft.outbox;

import java.util.Map;
import org.statecraft.edfi.ResourceName;

/**
 * What became of plans.
 *
 * @param added actions that are now in the outbox
 * @param waiting those of them that others must precede
 * @param cancelled older actions they took the place of
 * @param skippedBy how many requests for shared records of each resource were planned already
 */
public record AddedActions(
    int added, int waiting, int cancelled, Map<ResourceName, Integer> skippedBy) {

  /** No actions were asked for. */
  public static final AddedActions NONE = new AddedActions(0, 0, 0, Map.of());

  public AddedActions {
    skippedBy = Map.copyOf(skippedBy);
  }

  /** How many requests for shared records were planned already. */
  public int skipped() {
    return skippedBy.values().stream().mapToInt(Integer::intValue).sum();
  }
}

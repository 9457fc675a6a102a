package org.statecraft.outbox;

import java.util.Map;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;

/**
 * The actions that one root cause keeps from being done.
 *
 * @param cause in the words of the error log
 * @param actions those that failed because of it, by resource
 * @param behind how many others wait for those, directly or not
 */
public record HeldUp(
    ConnectionName connection, String cause, Map<ResourceName, Long> actions, long behind) {

  public HeldUp {
    actions = Map.copyOf(actions);
  }

  /** All actions that would go on without the cause. */
  public long all() {
    return behind + actions.values().stream().mapToLong(Long::longValue).sum();
  }
}

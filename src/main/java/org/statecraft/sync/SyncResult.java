package org.statecraft.sync;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.ResourceName;
import org.statecraft.plan.Verb;

/**
 * What a batch came to.
 *
 * @param who the students that were decided
 * @param desired how many records should exist
 * @param excludedBy how many Campus objects each resource does not report
 * @param findings how many things a person should know
 * @param plannedBy how many actions of each kind went to the outbox
 * @param parked how many students could not be decided
 * @param deciding how long deciding and planning took on its worker
 */
public record SyncResult(
    List<StudentId> who,
    int desired,
    Map<ResourceName, Integer> excludedBy,
    int findings,
    Map<Planned, Integer> plannedBy,
    int parked,
    Duration deciding) {

  /** A kind of action. */
  public record Planned(ResourceName resource, Verb verb) {}

  public SyncResult {
    who = List.copyOf(who);
    excludedBy = Map.copyOf(excludedBy);
    plannedBy = Map.copyOf(plannedBy);
  }

  /** How many students were decided. */
  public int students() {
    return who.size();
  }

  /** How many actions went to the outbox. */
  public int actions() {
    return plannedBy.values().stream().mapToInt(Integer::intValue).sum();
  }
}

package org.statecraft.preferences;

import java.util.List;
import java.util.Set;
import org.statecraft.connections.ResyncDue;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;

/**
 * What came of an edit.
 *
 * @param done whether it was carried out; otherwise it was only planned, or refused
 * @param withdrawn how many actions that were not sent yet were cancelled with their resources
 * @param due the resources the edit makes wait for a resync
 * @param waiting everything of the connection that waits for one now
 */
public record PreferenceOutcome(
    ConnectionName connection,
    PreferenceEdit edit,
    boolean done,
    int withdrawn,
    Set<ResourceName> due,
    List<ResyncDue> waiting) {

  public PreferenceOutcome {
    due = Set.copyOf(due);
    waiting = List.copyOf(waiting);
  }

  /** Whether it would have overwritten choices, and was not asked to. */
  public boolean isRefused() {
    return !edit.conflicts().isEmpty();
  }
}

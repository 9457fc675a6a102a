package org.statecraft.preferences;

import java.util.List;
import org.statecraft.connections.PreferenceChange;
import org.statecraft.connections.PreferenceDiff;

/**
 * What shall be done to the preferences of a connection.
 *
 * @param notCopied what the other connection has and this one cannot take
 * @param conflicts what would overwrite a choice without having been asked to; if there is any,
 *     nothing is done
 */
public record PreferenceEdit(
    PreferenceDiff diff, List<NotCopied> notCopied, List<PreferenceChange> conflicts) {

  public PreferenceEdit {
    notCopied = List.copyOf(notCopied);
    conflicts = List.copyOf(conflicts);
  }

  /** An edit that nothing stands in the way of. */
  public PreferenceEdit(PreferenceDiff diff) {
    this(diff, List.of(), List.of());
  }

  /**
   * Choices that were not copied.
   *
   * @param what a resource, or a preference with its value
   * @param choices how many choices it stands for
   */
  public record NotCopied(String what, int choices, String why) {}
}

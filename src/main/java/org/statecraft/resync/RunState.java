package org.statecraft.resync;

import java.util.Locale;

/** How far a run is. The words are those of the table {@code resync_run}. */
public enum RunState {
  /** Pages of the ODS are read. */
  READING,
  /** Students are decided and compared. */
  COMPARING,
  /** The plan is complete; nothing of it was done. */
  PLANNED,
  /** The plan goes to the outbox. */
  APPLYING,
  /** All of it is in the outbox. */
  DONE,
  /** A plan that must not be done any more; the run says why. */
  REFUSED,
  /** A person gave it up. */
  CANCELLED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RunState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether nothing more will come of it. */
  public boolean isOver() {
    return this == DONE || this == REFUSED || this == CANCELLED;
  }
}

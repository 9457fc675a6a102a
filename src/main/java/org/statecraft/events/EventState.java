package org.statecraft.events;

import java.util.Locale;

/** Where an event stands. Who finishes one deletes it, so there is no state for that. */
public enum EventState {
  /** Waits for a worker. */
  AVAILABLE,
  /** A worker has it in hand. */
  RUNNING,
  /** Failed for a passing reason; waits for its time. */
  RETRYABLE,
  /** Parked with an error log entry until something of the student changes. */
  DISCARDED;

  /** The word in the database. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static EventState ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}

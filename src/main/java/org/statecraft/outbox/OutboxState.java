package org.statecraft.outbox;

/** Where an action is on its way. The words are those of the table, the console and the docs. */
public enum OutboxState {
  /**
   * Other actions must be done first; or the API says that something we do not send is absent, and
   * the action is tried again on a slow clock.
   */
  WAITING("waiting"),
  /** May be sent. */
  AVAILABLE("available"),
  /** In the hands of a worker. */
  RUNNING("running"),
  /** Failed in a way that passes; may be sent again when its time has come. */
  RETRYABLE("retryable"),
  /** Needs a person; has an error log entry. A newer plan of the record takes its place. */
  DISCARDED("discarded"),
  /**
   * No longer wanted: a newer plan of the record took its place, or its resource was switched off.
   */
  CANCELLED("cancelled"),
  /** The API has it. */
  DONE("done");

  private final String word;

  OutboxState(String word) {
    this.word = word;
  }

  /** The word in the table. */
  public String word() {
    return word;
  }

  /** Whether the action is out of everybody's way. */
  boolean isOver() {
    return this == DONE || this == CANCELLED;
  }

  static OutboxState of(String word) {
    for (OutboxState state : values()) {
      if (state.word.equals(word)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no outbox state '" + word + "'");
  }
}

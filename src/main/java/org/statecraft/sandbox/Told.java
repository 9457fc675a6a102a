package org.statecraft.sandbox;

import java.time.Duration;

/**
 * What the client is told, and how late.
 *
 * @param answer {@link #RESET} instead of an answer
 */
record Told(Answer answer, Duration delay) {

  /** No answer: the connection is reset. */
  static final Answer RESET = Answer.of(0);

  boolean isReset() {
    return answer.status() == 0;
  }
}

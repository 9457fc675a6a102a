package org.statecraft.history;

import java.time.Instant;

/**
 * A circuit breaker changed its mind. This is the form in which a breaker's events are given to the
 * checker, oldest first; whoever tests a breaker collects them from its listener.
 *
 * @param resource the resource whose circuit it is; empty for the whole API
 * @param state what holds from this time on
 */
public record CircuitEvent(Instant time, String resource, State state) {

  /** What a circuit lets through. */
  public enum State {
    /** Everything. */
    CLOSED,
    /** Nothing. */
    OPEN,
    /** One request at a time, to find out. */
    HALF_OPEN
  }
}

package org.statecraft.history;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.statecraft.history.CircuitEvent.State;

/** What the breaker of one API said, by the clock of whoever checks. For any thread. */
public final class CircuitLog {

  private final Deque<CircuitEvent> events = new ArrayDeque<>();

  /**
   * It opened.
   *
   * @param until from when on one request at a time may find out
   */
  public synchronized void opened(Instant now, Instant until) {
    add(now, State.OPEN);
    events.add(new CircuitEvent(until, "", State.HALF_OPEN));
  }

  /** It closed, or the process that had it died. */
  public synchronized void closed(Instant now) {
    add(now, State.CLOSED);
  }

  /** Oldest first. */
  public synchronized List<CircuitEvent> events() {
    return List.copyOf(events);
  }

  private void add(Instant now, State state) {
    // An answer to an earlier request may close it before its time.
    if (!events.isEmpty() && events.getLast().time().isAfter(now)) {
      events.removeLast();
    }
    events.add(new CircuitEvent(now, "", state));
  }
}

package org.statecraft.simulation;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When something happens to a process: after so many events of one kind, counted from its start.
 *
 * @param cause what is counted
 * @param count at which of them; 0 for never
 */
record Fate(Cause cause, int count, AtomicInteger counted) {

  /** What is counted. */
  enum Cause {
    /** A request of any of its connections reached an API, and was not worked on yet. */
    REQUEST(60),
    /** Changes were committed, and not acknowledged yet. */
    INGEST(25),
    /** Students were decided, the plans committed. */
    SYNC(25),
    /** An outcome was committed. */
    DELIVERY(40);

    private final int most;

    Cause(int most) {
      this.most = most;
    }
  }

  static Fate never() {
    return new Fate(Cause.REQUEST, 0, new AtomicInteger());
  }

  static Fate drawn(Random random) {
    Cause cause = Cause.values()[random.nextInt(Cause.values().length)];
    return new Fate(cause, 1 + random.nextInt(cause.most), new AtomicInteger());
  }

  /** Whether it is now. */
  boolean comesWith(Cause event) {
    return event == cause && counted.incrementAndGet() == count;
  }

  @Override
  public String toString() {
    return count == 0 ? "never" : "at " + cause + " " + count;
  }
}

package org.statecraft.deliver;

import java.time.Duration;

/**
 * How many requests may be under way at once: it grows while all are in use and answers do not take
 * much longer than when there were few, and halves when the API pushes back. At first, and after an
 * outage, it doubles with each round of answers, later it grows by one.
 *
 * <p>For one thread. Times are on the scale of {@link System#nanoTime()}.
 */
final class AdaptiveLimit {

  private static final int START = 4;
  private static final long MILLI = 1_000_000;

  /** Beyond twice the shortest time, more requests only wait for each other. */
  private static final long ROOM = 20 * MILLI;

  private static final long CROWD = 100 * MILLI;
  private static final long FLOOR_LASTS = Duration.ofMinutes(1).toNanos();
  private static final int SMOOTHING = 8;

  private int ceiling;
  private int limit;
  private boolean doubling = true;
  private int answers;
  private long lastDecrease = Long.MIN_VALUE;
  private boolean decreased;

  /** Smoothed time of an answer, and the least it was lately; 0 before the first. */
  private long latency;

  private long floor;
  private long nextFloor;
  private long floorUntil;

  AdaptiveLimit(int ceiling) {
    this.ceiling = ceiling;
    this.limit = Math.min(START, ceiling);
  }

  int limit() {
    return limit;
  }

  int ceiling() {
    return ceiling;
  }

  /** The share of this process in what the connection allows, at least 1. */
  void ceiling(int most) {
    ceiling = most;
    limit = Math.min(limit, most);
  }

  /** How long answers take; zero before the first. */
  Duration latency() {
    return Duration.ofNanos(latency);
  }

  /**
   * The API answered.
   *
   * @param full whether as many requests were under way as may be
   */
  void answered(long now, long took, boolean full) {
    measure(now, took);
    if (!full) {
      return;
    }
    answers++;
    if (latency > 4 * floor + CROWD) {
      if (answers >= limit && limit > 1) {
        answers = 0;
        doubling = false;
        limit--;
      }
    } else if (limit < ceiling && latency <= 2 * floor + ROOM && (doubling || answers >= limit)) {
      answers = 0;
      limit++;
    }
  }

  private void measure(long now, long took) {
    latency = latency == 0 ? took : latency + (took - latency) / SMOOTHING;
    if (floor == 0 || now - floorUntil > 0) {
      // What was the least long ago may be out of reach today.
      floor = floor == 0 ? latency : nextFloor;
      nextFloor = latency;
      floorUntil = now + FLOOR_LASTS;
    }
    nextFloor = Math.min(nextFloor, latency);
    floor = Math.min(floor, latency);
  }

  /**
   * The API asked for less, or did not answer in time. Requests that were under way together count
   * once.
   *
   * @param began when the request was sent
   */
  void pushedBack(long now, long began) {
    if (!decreased || began - lastDecrease > 0) {
      decreased = true;
      lastDecrease = now;
      doubling = false;
      answers = 0;
      limit = Math.max(1, limit / 2);
    }
  }

  /** After an outage nothing is known any more. */
  void startOver() {
    doubling = true;
    answers = 0;
    limit = 1;
  }
}

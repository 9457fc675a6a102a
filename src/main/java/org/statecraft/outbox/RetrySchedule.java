package org.statecraft.outbox;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to try again: a random time up to a limit that doubles with each attempt (full jitter), so
 * that what failed together does not come back together.
 */
public final class RetrySchedule {

  /** No server makes us wait longer than this, whatever it says. */
  public static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

  private static final int MOST_DOUBLINGS = 30;

  private final Duration base;
  private final Duration cap;
  private final RandomGenerator random;

  /**
   * A schedule.
   *
   * @param base the longest wait after the first attempt
   * @param cap the longest wait after any attempt
   */
  public RetrySchedule(Duration base, Duration cap, RandomGenerator random) {
    if (base.isNegative() || base.isZero() || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException("need 0 < base <= cap, but were " + base + ", " + cap);
    }
    this.base = base;
    this.cap = cap;
    this.random = random;
  }

  /** The wait after an attempt; attempts count from 1. */
  public Duration delay(int attempt) {
    return upTo(limit(attempt));
  }

  /**
   * The wait after an attempt that the server answered with {@code Retry-After}: never less than it
   * says (up to {@link #LONGEST_RETRY_AFTER}), and a little more, at random.
   */
  public Duration delay(int attempt, Optional<Duration> retryAfter) {
    return retryAfter.map(said -> atMost(said).plus(upTo(base))).orElseGet(() -> delay(attempt));
  }

  private Duration limit(int attempt) {
    int doublings = Math.min(Math.max(attempt - 1, 0), MOST_DOUBLINGS);
    // In milliseconds, because a Duration multiplied thirty times overflows nothing there.
    double millis = Math.min((double) base.toMillis() * (1L << doublings), cap.toMillis());
    return Duration.ofMillis((long) millis);
  }

  private static Duration atMost(Duration said) {
    if (said.isNegative()) {
      return Duration.ZERO;
    }
    return said.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : said;
  }

  private Duration upTo(Duration limit) {
    return Duration.ofMillis(random.nextLong(limit.toMillis() + 1));
  }
}

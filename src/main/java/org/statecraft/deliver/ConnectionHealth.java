package org.statecraft.deliver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.statecraft.outbox.RetrySchedule;

/**
 * How much a connection can take at the moment. A connection that fails as a whole, or answers
 * nothing but its own faults, is left alone for a while; one that asks for fewer requests gets
 * fewer, and slowly more again.
 *
 * <p>For one thread.
 */
final class ConnectionHealth {

  private static final int FAULTS_BEFORE_PAUSE = 8;

  private final int most;
  private final RetrySchedule retry;
  private final InstantSource clock;
  private int limit;
  private int successes;
  private int faults;
  private int pauses;
  private Instant pausedUntil = Instant.MIN;

  ConnectionHealth(int most, RetrySchedule retry, InstantSource clock) {
    this.most = most;
    this.retry = retry;
    this.clock = clock;
    this.limit = most;
  }

  /** How many requests may be under way at once. */
  int limit() {
    return limit;
  }

  boolean isPaused() {
    return clock.instant().isBefore(pausedUntil);
  }

  /** How long the pause lasts; zero or less if there is none. */
  Duration pause() {
    return Duration.between(clock.instant(), pausedUntil);
  }

  /** The API answered, and not with a fault of its own. */
  void answered() {
    faults = 0;
    pauses = 0;
    if (limit < most && ++successes >= limit) {
      successes = 0;
      limit++;
    }
  }

  /** The API asks for fewer requests. */
  void throttled(Optional<Duration> retryAfter) {
    successes = 0;
    if (!isPaused()) {
      // Those that were under way together count as one.
      limit = Math.max(1, limit / 2);
      pauses++;
      pauseFor(retry.delay(pauses, retryAfter));
    }
  }

  /** The API answered with a fault of its own, or not at all. */
  void faulty() {
    faults++;
    if (faults >= FAULTS_BEFORE_PAUSE + most && !isPaused()) {
      faults = most;
      pauses++;
      pauseFor(retry.delay(pauses));
    }
  }

  /** Nothing can be sent. */
  void down(Optional<Duration> retryAfter) {
    if (!isPaused()) {
      pauses++;
      pauseFor(retry.delay(pauses, retryAfter));
    }
  }

  private void pauseFor(Duration pause) {
    // Full jitter may be next to nothing; a pause that is none would be a busy loop.
    Duration least = Duration.ofMillis(100);
    pausedUntil = clock.instant().plus(pause.compareTo(least) < 0 ? least : pause);
  }
}

package org.statecraft.deliver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.statecraft.outbox.RetrySchedule;

/**
 * Leaves a connection alone that fails as a whole: after several different actions failed with no
 * success between them it opens, and nothing is sent for a while; then one request at a time tries,
 * and the first answer closes it again. Each opening after the other lasts longer.
 *
 * <p>For one thread.
 */
final class CircuitBreaker {

  /** Fewer may be actions that are to blame themselves. */
  static final int DIFFERENT_FAILURES = 8;

  /** Full jitter may be next to nothing; a pause that is none would be a busy loop. */
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private final RetrySchedule retry;
  private final InstantSource clock;
  private final Set<Long> failing = new HashSet<>();
  private boolean open;
  private int openings;
  private Instant until = Instant.MIN;

  CircuitBreaker(RetrySchedule retry, InstantSource clock) {
    this.retry = retry;
    this.clock = clock;
  }

  /** Nothing may be sent. */
  boolean isOpen() {
    return open && clock.instant().isBefore(until);
  }

  /** One request may be sent to find out. */
  boolean isProbing() {
    return open && !clock.instant().isBefore(until);
  }

  /** When it is tried again, if it is open. */
  Instant until() {
    return until;
  }

  /**
   * An action failed in a way that is the API's.
   *
   * @return whether this opened the breaker
   */
  boolean failed(long action) {
    if (isOpen()) {
      return false;
    }
    failing.add(action);
    return (open || failing.size() >= DIFFERENT_FAILURES) && open(Optional.empty());
  }

  /**
   * Nothing can be sent.
   *
   * @return whether this opened the breaker
   */
  boolean down(Optional<Duration> retryAfter) {
    return !isOpen() && open(retryAfter);
  }

  private boolean open(Optional<Duration> retryAfter) {
    openings++;
    Duration pause = retry.delay(openings, retryAfter);
    open = true;
    until = clock.instant().plus(pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause);
    return true;
  }

  /**
   * The API answered.
   *
   * @return whether this closed the breaker
   */
  boolean answered() {
    boolean wasOpen = open;
    open = false;
    openings = 0;
    failing.clear();
    return wasOpen;
  }
}

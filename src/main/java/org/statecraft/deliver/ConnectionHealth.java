package org.statecraft.deliver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.statecraft.deliver.DeliveryOutcome.NotTheApi;
import org.statecraft.deliver.DeliveryOutcome.Unavailable;
import org.statecraft.deliver.Refusal.Broken;
import org.statecraft.deliver.Success.NothingToDo;
import org.statecraft.deliver.Untried.ConnectionDown;
import org.statecraft.deliver.Untried.Withheld;
import org.statecraft.outbox.RetrySchedule;

/**
 * How much a connection can take at the moment, learnt from what comes of requests.
 *
 * <p>For one thread.
 */
final class ConnectionHealth {

  private static final int TOO_MUCH = 503;

  /** What the last lesson changed. */
  enum Change {
    NONE,
    /** From now on nothing is sent for a while. */
    FELL_ILL,
    /** After an outage the API answers again. */
    RECOVERED
  }

  private final AdaptiveLimit limit;
  private final CircuitBreaker breaker;
  private final RetrySchedule throttling;
  private final InstantSource clock;
  private int throttles;
  private Instant throttledUntil = Instant.MIN;

  ConnectionHealth(
      AdaptiveLimit limit, CircuitBreaker breaker, RetrySchedule throttling, InstantSource clock) {
    this.limit = limit;
    this.breaker = breaker;
    this.throttling = throttling;
    this.clock = clock;
  }

  /** How many requests may be under way at once. */
  int limit() {
    return isPaused() ? 0 : breaker.isProbing() ? 1 : limit.limit();
  }

  AdaptiveLimit adaptive() {
    return limit;
  }

  boolean isPaused() {
    return breaker.isOpen() || isThrottled();
  }

  private boolean isThrottled() {
    return clock.instant().isBefore(throttledUntil);
  }

  /** Only what finds out whether the API is back is sent. */
  boolean isProbing() {
    return breaker.isProbing();
  }

  /** How long the pause lasts; zero or less if there is none. */
  Duration pause() {
    Instant now = clock.instant();
    return Duration.between(now, until().orElse(now));
  }

  /** When it is tried again, if nothing is sent at the moment. */
  Optional<Instant> until() {
    if (!isPaused()) {
      return Optional.empty();
    }
    Instant breakers = breaker.isOpen() ? breaker.until() : Instant.MIN;
    return Optional.of(breakers.isAfter(throttledUntil) ? breakers : throttledUntil);
  }

  /** The word for the table and people. */
  String word() {
    return breaker.isOpen()
        ? "down"
        : breaker.isProbing() ? "probing" : isThrottled() ? "throttled" : "sending";
  }

  /**
   * An attempt came to its end.
   *
   * @param began when, on the scale of {@link System#nanoTime()}
   * @param now on the same scale
   * @param full whether as many requests were under way as may be
   */
  Change learn(Delivery delivery, long began, long now, boolean full) {
    DeliveryOutcome outcome = delivery.outcome();
    if (outcome instanceof ConnectionDown down) {
      return illIf(breaker.down(down.retryAfter()));
    }
    if (outcome instanceof Unavailable unavailable) {
      return unavailable(delivery, unavailable, began, now);
    }
    if (outcome instanceof NotTheApi) {
      return illIf(breaker.failed(delivery.entry().id()));
    }
    if (outcome instanceof NothingToDo
        || outcome instanceof Broken
        || outcome instanceof Withheld) {
      return Change.NONE;
    }
    throttles = 0;
    Answer answer = delivery.answer();
    if (answer != null) {
      limit.answered(now, answer.took().toNanos(), full);
    }
    if (breaker.answered()) {
      limit.startOver();
      return Change.RECOVERED;
    }
    return Change.NONE;
  }

  private Change unavailable(Delivery delivery, Unavailable unavailable, long began, long now) {
    Answer answer = delivery.answer();
    if (unavailable.throttled()) {
      limit.pushedBack(now, began);
      if (!isThrottled()) {
        // Those that were under way together count as one.
        throttles++;
        throttledUntil =
            clock.instant().plus(throttling.delay(throttles, unavailable.retryAfter()));
      }
      return Change.NONE;
    }
    if (!unavailable.answered() || (answer != null && answer.status() == TOO_MUCH)) {
      limit.pushedBack(now, began);
    }
    return illIf(breaker.failed(delivery.entry().id()));
  }

  private static Change illIf(boolean opened) {
    return opened ? Change.FELL_ILL : Change.NONE;
  }
}

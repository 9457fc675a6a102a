package org.statecraft.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.Plans.CONNECTION;
import static org.statecraft.testing.Plans.association;
import static org.statecraft.testing.Plans.associationBody;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.statecraft.deliver.ConnectionHealth.Change;
import org.statecraft.deliver.DeliveryOutcome.Unavailable;
import org.statecraft.deliver.Refusal.Rejected;
import org.statecraft.deliver.Success.Updated;
import org.statecraft.deliver.Untried.ConnectionDown;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.outbox.OutboxEntry;
import org.statecraft.outbox.RetrySchedule;
import org.statecraft.plan.Verb;

class ConnectionHealthTest {

  private static final Unavailable FAULT = new Unavailable(true, false, Optional.empty());
  private static final Unavailable NO_ANSWER = new Unavailable(false, false, Optional.empty());

  private Instant now = Instant.parse("2025-01-02T03:04:05Z");
  private long nanos = 1;
  private long action;

  private final RetrySchedule schedule =
      new RetrySchedule(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(1));
  private final AdaptiveLimit limit = new AdaptiveLimit(8);
  private final ConnectionHealth health =
      new ConnectionHealth(limit, new CircuitBreaker(schedule, () -> now), schedule, () -> now);

  @Test
  void manyDifferentFailuresInARowOpenTheBreaker() {
    for (int i = 1; i < CircuitBreaker.DIFFERENT_FAILURES; i++) {
      assertEquals(Change.NONE, learn(FAULT, 500));
    }
    assertFalse(health.isPaused());
    assertEquals(Change.FELL_ILL, learn(FAULT, 500));
    assertTrue(health.isPaused());
    assertEquals(0, health.limit());
    assertEquals("down", health.word());
    assertTrue(health.pause().compareTo(Duration.ZERO) > 0);
  }

  @Test
  void oneActionThatFailsAgainAndAgainStopsNobodyElse() {
    for (int i = 0; i < 100; i++) {
      assertEquals(Change.NONE, health.learn(delivery(7, FAULT, 500), 0, nanos++, true));
    }
    assertFalse(health.isPaused());
  }

  @Test
  void aSuccessBetweenThemTellsThatTheApiIsNotToBlame() {
    for (int i = 0; i < 100; i++) {
      learn(FAULT, 500);
      learn(new Rejected(ErrorType.REJECTED), 400);
    }
    assertFalse(health.isPaused());
  }

  @Test
  void afterThePauseOneRequestTriesAndItsAnswerClosesTheBreaker() {
    openBreaker();
    passPause();
    assertTrue(health.isProbing());
    assertEquals("probing", health.word());
    assertEquals(1, health.limit());
    assertEquals(Change.RECOVERED, learn(new Updated(null), 204));
    assertEquals("sending", health.word());
    assertEquals(1, health.limit(), "it begins anew");
    for (int i = 0; i < 20; i++) {
      learn(new Updated(null), 204);
    }
    assertEquals(8, health.limit());
  }

  @Test
  void aProbeThatFailsOpensTheBreakerForLonger() {
    openBreaker();
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 30; i++) {
      passPause();
      assertEquals(Change.FELL_ILL, learn(NO_ANSWER, 0));
      longest = health.pause().compareTo(longest) > 0 ? health.pause() : longest;
      assertTrue(health.pause().compareTo(Duration.ofMinutes(1)) <= 0);
    }
    assertTrue(longest.compareTo(Duration.ofSeconds(20)) > 0, "longest " + longest);
  }

  @Test
  void aThrottleIsAPauseForAsLongAsTheServerSaysAndHalvesTheLimit() {
    warm();
    learn(new Unavailable(true, true, Optional.of(Duration.ofSeconds(10))), 429);
    learn(new Unavailable(true, true, Optional.of(Duration.ofSeconds(10))), 429);
    assertEquals("throttled", health.word());
    assertEquals(4, limit.limit());
    now = now.plusSeconds(9);
    assertTrue(health.isPaused());
    now = now.plusSeconds(3);
    assertFalse(health.isPaused());
    assertEquals(4, health.limit());
  }

  @Test
  void timeOutsAndOverloadHalveTheLimitAndOtherFaultsDoNot() {
    warm();
    learn(FAULT, 500);
    assertEquals(8, limit.limit());
    health.learn(delivery(++action, NO_ANSWER, 0), ++nanos, ++nanos, true);
    assertEquals(4, limit.limit());
    health.learn(delivery(++action, FAULT, 503), ++nanos, ++nanos, true);
    assertEquals(2, limit.limit());
  }

  @Test
  void aConnectionThatIsDownIsLeftAloneAsLongAsItAsks() {
    ConnectionFault fault =
        new ConnectionFault(
            ErrorType.API_FAULT, "no more tokens", Optional.of(Duration.ofSeconds(60)));
    assertEquals(Change.FELL_ILL, learn(new ConnectionDown(fault), 0));
    assertEquals(Change.NONE, learn(new ConnectionDown(fault), 0), "told once");
    now = now.plusSeconds(59);
    assertTrue(health.isPaused());
    now = now.plusSeconds(3);
    assertTrue(health.isProbing());
  }

  private void openBreaker() {
    for (int i = 0; i < CircuitBreaker.DIFFERENT_FAILURES; i++) {
      learn(FAULT, 500);
    }
    assertTrue(health.isPaused());
  }

  private void passPause() {
    now = health.until().orElseThrow();
  }

  private void warm() {
    for (int i = 0; i < 20; i++) {
      learn(new Updated(null), 204);
    }
    assertEquals(8, limit.limit());
  }

  /** Of another action each time, all sent at the beginning. */
  private Change learn(DeliveryOutcome outcome, int status) {
    return health.learn(delivery(++action, outcome, status), 0, ++nanos, true);
  }

  private static Delivery delivery(long id, DeliveryOutcome outcome, int status) {
    OutboxEntry entry =
        new OutboxEntry(
            id,
            1,
            CONNECTION,
            association("1", "2024-08-20"),
            null,
            Verb.POST,
            associationBody("1", "2024-08-20", false),
            1,
            null,
            Instant.EPOCH,
            null,
            null,
            false);
    return Delivery.unsent(entry, outcome)
        .after(
            Verb.POST,
            outcome,
            status == 0
                ? null
                : new Answer(status, null, Optional.empty(), "", Duration.ofMillis(10)));
  }
}

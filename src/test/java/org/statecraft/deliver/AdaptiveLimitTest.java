package org.statecraft.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {

  private static final long MILLI = 1_000_000;

  private long now = 1;

  @Test
  void limit_doublesEachRoundUpToTheCeilingWhileAllAreInUse() {
    AdaptiveLimit limit = new AdaptiveLimit(64);
    int rounds = 0;
    while (limit.limit() < 64) {
      answers(limit, limit.limit(), 10);
      rounds++;
      assertTrue(rounds < 10, "after " + rounds + " rounds " + limit.limit());
    }
    answers(limit, 200, 10);
    assertEquals(64, limit.limit());
  }

  @Test
  void limit_staysWhereItIsWhileLessIsSent() {
    AdaptiveLimit limit = new AdaptiveLimit(64);
    for (int i = 0; i < 100; i++) {
      limit.answered(now += MILLI, 10 * MILLI, false);
    }
    assertEquals(4, limit.limit());
  }

  @Test
  void limit_halvesOnceForRequestsThatWereUnderWayTogether() {
    AdaptiveLimit limit = new AdaptiveLimit(64);
    answers(limit, 200, 10);
    long sent = now;
    now += 10 * MILLI;
    for (int i = 0; i < 64; i++) {
      limit.pushedBack(now += MILLI, sent);
    }
    assertEquals(32, limit.limit());
    limit.pushedBack(now + MILLI, now + 1);
    assertEquals(16, limit.limit());
  }

  @Test
  void limit_growsByOneARoundAfterItWasPushedBack() {
    AdaptiveLimit limit = new AdaptiveLimit(64);
    answers(limit, 200, 10);
    limit.pushedBack(now, now - 1);
    answers(limit, 32, 10);
    assertEquals(33, limit.limit());
    answers(limit, 32, 10);
    assertEquals(33, limit.limit(), "a round is as many as may be under way");
    answers(limit, 1, 10);
    assertEquals(34, limit.limit());
  }

  @Test
  void limit_isNeverLessThanOne() {
    AdaptiveLimit limit = new AdaptiveLimit(2);
    for (int i = 0; i < 5; i++) {
      limit.pushedBack(now += MILLI, now - 1);
      now += MILLI;
    }
    assertEquals(1, limit.limit());
  }

  @Test
  void limit_stopsGrowingWhereRequestsOnlyWaitForEachOther() {
    AdaptiveLimit limit = new AdaptiveLimit(200);
    // The API does ten at a time, each in 50 ms; more stand in its queue.
    for (int i = 0; i < 2_000; i++) {
      answers(limit, 1, 50 * Math.max(1, limit.limit() / 10.0));
    }
    assertTrue(limit.limit() >= 10, "too few: " + limit.limit());
    assertTrue(limit.limit() <= 60, "too many: " + limit.limit());
  }

  @Test
  void limit_comesDownWhenAnswersTakeFarLonger() {
    AdaptiveLimit limit = new AdaptiveLimit(64);
    answers(limit, 300, 20);
    assertEquals(64, limit.limit());
    answers(limit, 1_000, 2_000);
    assertTrue(limit.limit() < 60, "still " + limit.limit());
  }

  @Test
  void limit_getsUsedToAnApiThatHasBecomeSlow() {
    AdaptiveLimit limit = new AdaptiveLimit(16);
    answers(limit, 50, 10);
    limit.pushedBack(now, now - 1);
    now += Duration.ofMinutes(3).toNanos();
    answers(limit, 10, 300);
    now += Duration.ofMinutes(3).toNanos();
    answers(limit, 1_000, 300);
    assertEquals(16, limit.limit());
  }

  @Test
  void ceiling_bringsTheLimitDownAtOnce() {
    AdaptiveLimit limit = new AdaptiveLimit(64);
    answers(limit, 200, 10);
    limit.ceiling(22);
    assertEquals(22, limit.limit());
    limit.ceiling(64);
    answers(limit, 200, 10);
    assertEquals(64, limit.limit());
  }

  @Test
  void startOver_beginsWithOneAndIsQuickAgain() {
    AdaptiveLimit limit = new AdaptiveLimit(64);
    answers(limit, 200, 10);
    limit.pushedBack(now, now - 1);
    limit.startOver();
    assertEquals(1, limit.limit());
    answers(limit, 70, 10);
    assertEquals(64, limit.limit());
  }

  private void answers(AdaptiveLimit limit, int count, double millis) {
    for (int i = 0; i < count; i++) {
      now += (long) (millis * MILLI / limit.limit());
      limit.answered(now, (long) (millis * MILLI), true);
    }
  }
}

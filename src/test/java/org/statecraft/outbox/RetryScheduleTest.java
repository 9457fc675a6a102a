package org.statecraft.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

  private static final Duration BASE = Duration.ofSeconds(1);
  private static final Duration CAP = Duration.ofMinutes(10);

  /** Always draws the largest number. */
  private static final RandomGenerator LARGEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  @Test
  void delay_doublesItsLimitUpToTheCap() {
    RetrySchedule schedule = new RetrySchedule(BASE, CAP, LARGEST);
    assertEquals(Duration.ofSeconds(1), schedule.delay(1));
    assertEquals(Duration.ofSeconds(2), schedule.delay(2));
    assertEquals(Duration.ofSeconds(512), schedule.delay(10));
    assertEquals(CAP, schedule.delay(11));
    assertEquals(CAP, schedule.delay(32000));
  }

  @Test
  void delay_isSpreadOverTheWholeLimit() {
    RetrySchedule schedule = new RetrySchedule(BASE, CAP, new SplittableRandom(1));
    long below = 0;
    for (int i = 0; i < 1000; i++) {
      Duration delay = schedule.delay(4);
      assertTrue(delay.compareTo(Duration.ofSeconds(8)) <= 0, "" + delay);
      below += delay.toMillis() < 4000 ? 1 : 0;
    }
    assertTrue(below > 400 && below < 600, "in the lower half: " + below);
  }

  @Test
  void delay_isNeverShorterThanTheServerSaysButNeverLongerThanAnHourBecauseOfIt() {
    RetrySchedule schedule = new RetrySchedule(BASE, CAP, LARGEST);
    assertEquals(Duration.ofSeconds(31), schedule.delay(1, Optional.of(Duration.ofSeconds(30))));
    assertEquals(
        Duration.ofHours(1).plus(BASE), schedule.delay(1, Optional.of(Duration.ofDays(9))));
    assertEquals(BASE, schedule.delay(7, Optional.of(Duration.ofSeconds(-5))));
    assertEquals(Duration.ofSeconds(4), schedule.delay(3, Optional.empty()));
  }

  @Test
  void new_refusesACapBelowTheBase() {
    assertThrows(IllegalArgumentException.class, () -> new RetrySchedule(CAP, BASE, LARGEST));
    assertThrows(
        IllegalArgumentException.class, () -> new RetrySchedule(Duration.ZERO, CAP, LARGEST));
  }
}

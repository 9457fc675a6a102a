package org.statecraft.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.statecraft.outbox.RetrySchedule;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2025-03-10T12:00:00Z");

  @Test
  void read_secondsAndTheThreeFormsOfADate() {
    assertEquals(Optional.of(Duration.ofSeconds(120)), read("120"));
    assertEquals(Optional.of(Duration.ofSeconds(0)), read(" 0 "));
    assertEquals(Optional.of(Duration.ofSeconds(30)), read("Mon, 10 Mar 2025 12:00:30 GMT"));
    assertEquals(Optional.of(Duration.ofSeconds(30)), read("Monday, 10-Mar-25 12:00:30 GMT"));
    assertEquals(Optional.of(Duration.ofSeconds(30)), read("Mon Mar 10 12:00:30 2025"));
    assertEquals(Optional.of(Duration.ofDays(-1)), read("Sun, 09 Mar 2025 12:00:00 GMT"));
  }

  @Test
  void read_aDateByTheServersOwnClockIfItTellsTheTime() {
    assertEquals(
        Optional.of(Duration.ofSeconds(30)),
        RetryAfter.read("Mon, 10 Mar 2025 15:00:30 GMT", "Mon, 10 Mar 2025 15:00:00 GMT", NOW));
    assertEquals(
        Optional.of(Duration.ofSeconds(30)),
        RetryAfter.read("Mon, 10 Mar 2025 12:00:30 GMT", "yesterday", NOW));
  }

  @Test
  void read_overlooksWhatIsNeither() {
    for (String value : new String[] {"", "soon", "-5", "1.5", "Mon, 40 Mar 2025 12:00:30 GMT"}) {
      assertEquals(Optional.empty(), read(value), value);
    }
    assertEquals(Optional.empty(), RetryAfter.read(null, null, NOW));
  }

  /** However much a server asks for, nobody waits for ever, and nobody hurries. */
  @Test
  void delay_isCapped() {
    RetrySchedule schedule =
        new RetrySchedule(Duration.ofSeconds(1), Duration.ofMinutes(10), new Random(1));
    for (String value :
        new String[] {
          "99999999999999999999", "86400", "999999999", "Sat, 10 Mar 2925 12:00:30 GMT"
        }) {
      Duration delay = schedule.delay(1, read(value));
      assertEquals(true, delay.compareTo(RetrySchedule.LONGEST_RETRY_AFTER) >= 0, value);
      assertEquals(
          true,
          delay.compareTo(RetrySchedule.LONGEST_RETRY_AFTER.plusSeconds(1)) <= 0,
          value + " " + delay);
    }
    assertEquals(
        true,
        schedule.delay(1, read("Sun, 09 Mar 2025 12:00:00 GMT")).compareTo(Duration.ofSeconds(1))
            <= 0);
  }

  private static Optional<Duration> read(String value) {
    return RetryAfter.read(value, null, NOW);
  }
}

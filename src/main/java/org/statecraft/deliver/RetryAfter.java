package org.statecraft.deliver;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how long a server asks us to wait: seconds, or a date in one of the forms of HTTP. */
final class RetryAfter {

  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US)
              .withZone(ZoneOffset.UTC),
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US)
              .withZone(ZoneOffset.UTC));

  private RetryAfter() {}

  /**
   * The wait; empty if the header is absent or unreadable. Not yet capped.
   *
   * @param date the time by the server's clock, which a date is measured by if it is known
   */
  static Optional<Duration> read(@Nullable String header, @Nullable String date, Instant now) {
    if (header == null) {
      return Optional.empty();
    }
    String value = header.trim();
    if (value.matches("\\d+")) {
      // More digits than a duration has room for are a long wait all the same.
      return Optional.of(
          Duration.ofSeconds(value.length() > 9 ? 999_999_999 : Long.parseLong(value)));
    }
    Instant base = date == null ? now : time(date.trim()).orElse(now);
    return time(value).map(at -> Duration.between(base, at));
  }

  private static Optional<Instant> time(String text) {
    for (DateTimeFormatter form : DATES) {
      try {
        return Optional.of(form.parse(text, Instant::from));
      } catch (DateTimeParseException e) {
        // Another form, or none at all.
      }
    }
    return Optional.empty();
  }
}

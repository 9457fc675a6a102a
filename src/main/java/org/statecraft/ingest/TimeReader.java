package org.statecraft.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.statecraft.ingest.ColumnSchema.Meaning;

/**
 * Reads days and times.
 *
 * <p>A number whose unit nobody names is read as days since 1970 where a date is expected and the
 * number can be one (years 1 to 9999). Else it is a time since 1970 in the one unit that puts it
 * into the years 1980 to 2199: in that span milliseconds, microseconds and nanoseconds do not
 * overlap. What lies outside is refused.
 */
final class TimeReader {

  private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
  private static final long FROM_MS =
      LocalDate.of(1980, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000;
  private static final long TO_MS =
      LocalDate.of(2200, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000;
  private static final long MICROS_PER_MS = 1_000;
  private static final long NANOS_PER_MS = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final Pattern ISO_DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}Z?");

  /** Campus keeps no zone, and Debezium writes a Z where the source has none. */
  private static final Pattern ISO_TIME =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?)"
              + "(Z|[+-]00:?00)?");

  private TimeReader() {}

  static LocalDate date(JsonNode node, Meaning meaning) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      long number = node.longValue();
      return switch (meaning) {
        case DAYS -> day(number, node);
        case UNSAID ->
            number >= FIRST_DAY && number <= LAST_DAY
                ? day(number, node)
                : midnight(time(node, meaning), node);
        case MILLISECONDS, MICROSECONDS, NANOSECONDS -> midnight(time(node, meaning), node);
        case DECIMAL, OTHER_TIME -> throw dateExpected(node);
      };
    }
    if (node.isTextual()) {
      String text = node.textValue().strip();
      try {
        return ISO_DATE.matcher(text).matches()
            ? bounded(LocalDate.parse(text.substring(0, 10)), node)
            : midnight(isoTime(text, node), node);
      } catch (DateTimeException noSuchDay) {
        throw new RefusedEvent("expected a date, got text in the form of one that is no day");
      }
    }
    throw dateExpected(node);
  }

  static LocalDateTime time(JsonNode node, Meaning meaning) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      long number = node.longValue();
      return switch (meaning) {
        case DAYS -> day(number, node).atStartOfDay();
        case MILLISECONDS -> since1970(number, 1_000, node);
        case MICROSECONDS -> since1970(number, 1_000_000, node);
        case NANOSECONDS -> since1970(number, NANOS_PER_SECOND, node);
        case UNSAID -> since1970(number, unitsPerSecond(number), node);
        case DECIMAL, OTHER_TIME -> throw timeExpected(node);
      };
    }
    if (node.isTextual()) {
      return isoTime(node.textValue().strip(), node);
    }
    throw timeExpected(node);
  }

  private static long unitsPerSecond(long number) {
    if (number >= FROM_MS && number < TO_MS) {
      return 1_000;
    }
    if (number >= FROM_MS * MICROS_PER_MS && number < TO_MS * MICROS_PER_MS) {
      return 1_000_000;
    }
    if (number >= FROM_MS * NANOS_PER_MS && number < TO_MS * NANOS_PER_MS) {
      return NANOS_PER_SECOND;
    }
    throw new RefusedEvent(
        "the number may be milliseconds, microseconds or nanoseconds since 1970, and in none of"
            + " them lies between 1980 and 2199; send the schema part or ISO text");
  }

  private static LocalDateTime since1970(long number, long unitsPerSecond, JsonNode node) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            bounded(Math.floorDiv(number, unitsPerSecond), node),
            (int) (Math.floorMod(number, unitsPerSecond) * (NANOS_PER_SECOND / unitsPerSecond)),
            ZoneOffset.UTC);
    bounded(time.toLocalDate(), node);
    return time;
  }

  private static long bounded(long seconds, JsonNode node) {
    if (Math.abs(seconds) > (LAST_DAY + 1) * 86_400) {
      throw timeExpected(node);
    }
    return seconds;
  }

  private static LocalDateTime isoTime(String text, JsonNode node) {
    Matcher matcher = ISO_TIME.matcher(text);
    if (!matcher.matches()) {
      throw timeExpected(node);
    }
    try {
      LocalDate date = bounded(LocalDate.parse(matcher.group(1)), node);
      return date.atTime(LocalTime.parse(matcher.group(2)));
    } catch (DateTimeException noSuchTime) {
      throw new RefusedEvent("expected a date and time, got text in the form of one that is none");
    }
  }

  private static LocalDate midnight(LocalDateTime time, JsonNode node) {
    if (!time.toLocalTime().equals(LocalTime.MIDNIGHT)) {
      throw new RefusedEvent("expected a date, got a time that is not midnight");
    }
    return time.toLocalDate();
  }

  private static LocalDate day(long days, JsonNode node) {
    if (days < FIRST_DAY || days > LAST_DAY) {
      throw dateExpected(node);
    }
    return LocalDate.ofEpochDay(days);
  }

  private static LocalDate bounded(LocalDate date, JsonNode node) {
    if (date.toEpochDay() < FIRST_DAY || date.toEpochDay() > LAST_DAY) {
      throw dateExpected(node);
    }
    return date;
  }

  private static RefusedEvent dateExpected(JsonNode node) {
    return ValueReader.expected("a date, as days since 1970 or ISO text", node);
  }

  private static RefusedEvent timeExpected(JsonNode node) {
    return ValueReader.expected("a date and time without zone, as ISO text or since 1970", node);
  }
}

package org.statecraft.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.statecraft.campus.SourcePosition;

/**
 * What an event says of its source: the envelope's {@code source} object, or the attributes of a
 * CloudEvent whose data is only the row.
 */
final class SourceFields {

  private static final Pattern SQL_SERVER_LSN =
      Pattern.compile("[0-9a-fA-F]{8}:[0-9a-fA-F]{8}:[0-9a-fA-F]{4}");
  private static final String NO_LSN = "00000000:00000000:0000";
  private static final Pattern POSTGRES_LSN =
      Pattern.compile("([0-9a-fA-F]{1,8})/([0-9a-fA-F]{1,8})");
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");
  private static final long LAST_MS = 253_402_300_799_999L;

  private final JsonNode object;
  private final boolean attributes;

  private SourceFields(JsonNode object, boolean attributes) {
    this.object = object;
    this.attributes = attributes;
  }

  static SourceFields ofEnvelope(JsonNode envelope) {
    return new SourceFields(envelope.path("source"), false);
  }

  static SourceFields ofCloudEvent(JsonNode event) {
    return new SourceFields(event, true);
  }

  JsonNode get(String name) {
    JsonNode value = object.path(attributes ? "iodebezium" + name.replace("_", "") : name);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  /**
   * Where in the source's log the event stands: the log's own number, else the source's time in the
   * finest unit there is.
   */
  SourcePosition position() {
    if (!get("commit_lsn").isMissingNode()) {
      return new SourcePosition(
          "commit_lsn",
          sqlServer("commit_lsn")
              + "/"
              + sqlServer("change_lsn")
              + "/"
              + fixed(whole("event_serial_no").orElse(0)));
    }
    if (!get("lsn").isMissingNode()) {
      return new SourcePosition("lsn", fixed(postgres()));
    }
    for (String unit : new String[] {"ts_ns", "ts_us", "ts_ms"}) {
      if (!get(unit).isMissingNode()) {
        return new SourcePosition(
            unit,
            fixed(
                whole(unit)
                    .orElseThrow(() -> new RefusedEvent(unit + " of the source is no time"))));
      }
    }
    throw new RefusedEvent(
        "the source has no position: expected lsn, commit_lsn or ts_ms, without which a late event"
            + " could not be told from a new one");
  }

  /** When the source changed the row, if it says so. */
  Optional<Instant> changedAt() {
    return whole("ts_ms").stream()
        .filter(ms -> ms <= LAST_MS)
        .mapToObj(Instant::ofEpochMilli)
        .findFirst();
  }

  private String sqlServer(String name) {
    JsonNode lsn = get(name);
    if (lsn.isMissingNode()) {
      return NO_LSN;
    }
    if (!SQL_SERVER_LSN.matcher(lsn.asText()).matches()) {
      throw new RefusedEvent(name + " of the source is not of the form 00000000:00000000:0000");
    }
    return lsn.asText().toLowerCase(Locale.ROOT);
  }

  private long postgres() {
    OptionalLong number = whole("lsn");
    if (number.isPresent()) {
      return number.getAsLong();
    }
    Matcher matcher = POSTGRES_LSN.matcher(get("lsn").asText());
    if (!matcher.matches()) {
      throw new RefusedEvent("lsn of the source is neither a number nor of the form 0/0");
    }
    return (Long.parseLong(matcher.group(1), 16) << 32) | Long.parseLong(matcher.group(2), 16);
  }

  /** A number that is not negative, also as text: attributes are texts. */
  OptionalLong whole(String name) {
    return whole(get(name));
  }

  static OptionalLong whole(JsonNode value) {
    if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0) {
      return OptionalLong.of(value.longValue());
    }
    return value.isTextual() && WHOLE.matcher(value.textValue()).matches()
        ? OptionalLong.of(Long.parseLong(value.textValue()))
        : OptionalLong.empty();
  }

  /** Sorts as text the way the number does. */
  private static String fixed(long number) {
    String digits = Long.toUnsignedString(number);
    return "0".repeat(20 - digits.length()) + digits;
  }
}

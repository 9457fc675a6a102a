package org.statecraft.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * What the schema part of an event says of one column.
 *
 * @param meaning how a number or text is meant
 * @param scale the decimal places of a {@link Meaning#DECIMAL}
 */
record ColumnSchema(Meaning meaning, int scale) {

  /** No schema part, or nothing in it about the column. */
  static final ColumnSchema NONE = new ColumnSchema(Meaning.UNSAID, 0);

  private static final int LARGEST_SCALE = 1_000;

  enum Meaning {
    UNSAID,
    DAYS,
    MILLISECONDS,
    MICROSECONDS,
    NANOSECONDS,
    DECIMAL,
    /** A time of day, a duration, a year: nothing that a column of ours is. */
    OTHER_TIME
  }

  /** Reads the fields of the row before or after the change, by column. */
  static Map<String, ColumnSchema> read(JsonNode schema, String rowField) {
    Map<String, ColumnSchema> columns = new HashMap<>();
    for (JsonNode field : schema.path("fields")) {
      if (field.path("field").asText().equals(rowField)) {
        for (JsonNode column : field.path("fields")) {
          columns.put(column.path("field").asText(), of(column));
        }
      }
    }
    return columns;
  }

  private static ColumnSchema of(JsonNode column) {
    String name = column.path("name").asText("");
    Meaning meaning =
        switch (name) {
          case "io.debezium.time.Date", "org.apache.kafka.connect.data.Date" -> Meaning.DAYS;
          case "io.debezium.time.Timestamp", "org.apache.kafka.connect.data.Timestamp" ->
              Meaning.MILLISECONDS;
          case "io.debezium.time.MicroTimestamp" -> Meaning.MICROSECONDS;
          case "io.debezium.time.NanoTimestamp" -> Meaning.NANOSECONDS;
          case "org.apache.kafka.connect.data.Decimal" -> Meaning.DECIMAL;
          case "io.debezium.time.ZonedTimestamp",
              "io.debezium.time.IsoTimestamp",
              "io.debezium.time.IsoDate" ->
              Meaning.UNSAID;
          default ->
              name.startsWith("io.debezium.time.") || name.endsWith(".connect.data.Time")
                  ? Meaning.OTHER_TIME
                  : Meaning.UNSAID;
        };
    int scale = column.path("parameters").path("scale").asInt(0);
    return new ColumnSchema(meaning, Math.max(-LARGEST_SCALE, Math.min(LARGEST_SCALE, scale)));
  }
}

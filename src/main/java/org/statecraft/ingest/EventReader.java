package org.statecraft.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.statecraft.campus.CampusRow;
import org.statecraft.campus.ChangeType;
import org.statecraft.campus.RowChange;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.SourcePosition;
import org.statecraft.config.DidYouMean;
import org.statecraft.packs.FactCatalogue;

/** Reads one event, in whichever of the forms it is. */
final class EventReader {

  private final ObjectMapper json;
  private final Map<String, TableReader> tables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  EventReader(ObjectMapper json, FactCatalogue catalogue) {
    this.json = json;
    catalogue.tables().forEach((name, table) -> tables.put(name.value(), new TableReader(table)));
  }

  /**
   * The changes an event stands for: one, none if it is a tombstone or a notice of the connector's
   * own, two if an update changed the key.
   *
   * @param receivedAt the time of change where the event has none
   * @throws RefusedEvent when it cannot be kept
   */
  List<RowChange> read(JsonNode event, Instant receivedAt) {
    if (event.isNull() || event.isMissingNode()) {
      return List.of();
    }
    if (!event.isObject()) {
      throw ValueReader.expected("an event, which is an object", event);
    }
    if (event.has("specversion")) {
      return cloudEvent(event, receivedAt);
    }
    return event.has("payload") && !event.has("op")
        ? envelope(event.path("payload"), event.path("schema"), receivedAt)
        : envelope(event, MissingNode.getInstance(), receivedAt);
  }

  private List<RowChange> cloudEvent(JsonNode event, Instant receivedAt) {
    JsonNode data =
        event.has("data_base64") ? decoded(event.path("data_base64")) : event.path("data");
    if (data.isNull() || data.isMissingNode()) {
      return List.of();
    }
    if (!data.isObject()) {
      throw ValueReader.expected("data of the CloudEvent to be an object", data);
    }
    boolean wrapped = data.has("payload") && !data.has("op");
    JsonNode payload = wrapped ? data.path("payload") : data;
    JsonNode schema = wrapped ? data.path("schema") : MissingNode.getInstance();
    if (payload.has("op") || !event.has("iodebeziumop")) {
      return envelope(payload, schema, receivedAt);
    }
    SourceFields source = SourceFields.ofCloudEvent(event);
    return changes(
        event.path("iodebeziumop"), payload, schema, source, source.changedAt().orElse(receivedAt));
  }

  private List<RowChange> envelope(JsonNode envelope, JsonNode schema, Instant receivedAt) {
    if (envelope.isNull() || isNotice(envelope)) {
      return List.of();
    }
    if (!envelope.isObject()) {
      throw ValueReader.expected("a change, which is an object", envelope);
    }
    SourceFields source = SourceFields.ofEnvelope(envelope);
    Instant changedAt =
        source
            .changedAt()
            .orElseGet(
                () ->
                    SourceFields.whole(envelope.path("ts_ms")).stream()
                        .mapToObj(Instant::ofEpochMilli)
                        .filter(time -> time.isBefore(receivedAt))
                        .findFirst()
                        .orElse(receivedAt));
    return changes(envelope.path("op"), envelope, schema, source, changedAt);
  }

  /** Debezium's heartbeats, transaction borders and messages are no changes of rows. */
  private static boolean isNotice(JsonNode envelope) {
    if (envelope.has("op")) {
      return envelope.path("op").asText().equals("m");
    }
    boolean heartbeat = envelope.size() == 1 && envelope.has("ts_ms");
    String status = envelope.path("status").asText();
    boolean border = envelope.has("id") && (status.equals("BEGIN") || status.equals("END"));
    return heartbeat || border;
  }

  private List<RowChange> changes(
      JsonNode op, JsonNode rows, JsonNode schema, SourceFields source, Instant changedAt) {
    ChangeType type = type(op);
    TableReader table = table(source.get("table"));
    SourcePosition position = source.position();
    if (type == ChangeType.DELETE) {
      return List.of(
          new RowChange(
              table.name(),
              table.key(object(rows, "before"), ColumnSchema.read(schema, "before")),
              type,
              position,
              null,
              changedAt));
    }
    CampusRow after = table.row(object(rows, "after"), ColumnSchema.read(schema, "after"));
    RowChange change = new RowChange(table.name(), after.key(), type, position, after, changedAt);
    return oldKey(table, rows.path("before"), schema)
        .filter(key -> type == ChangeType.UPDATE && !key.equals(after.key()))
        .map(
            key ->
                List.of(
                    new RowChange(table.name(), key, ChangeType.DELETE, position, null, changedAt),
                    change))
        .orElse(List.of(change));
  }

  /** Debezium tells a changed key as a delete and an insert; others may not. */
  private static Optional<RowKey> oldKey(TableReader table, JsonNode before, JsonNode schema) {
    return before.isObject()
        ? table.keyIfWhole(before, ColumnSchema.read(schema, "before"))
        : Optional.empty();
  }

  private static JsonNode object(JsonNode rows, String name) {
    JsonNode row = rows.path(name);
    if (!row.isObject()) {
      throw ValueReader.expected("the row under '" + name + "'", row);
    }
    return row;
  }

  private static ChangeType type(JsonNode op) {
    return switch (op.asText()) {
      case "c" -> ChangeType.INSERT;
      case "u" -> ChangeType.UPDATE;
      case "d" -> ChangeType.DELETE;
      case "r" -> ChangeType.SNAPSHOT;
      case "t" ->
          throw new RefusedEvent(
              "the table was truncated, which does not say what rows are gone; delete them instead");
      default -> throw new RefusedEvent("op is none of c, u, d and r");
    };
  }

  private TableReader table(JsonNode name) {
    if (!name.isTextual()) {
      throw new RefusedEvent("the source does not name the table");
    }
    TableReader table = tables.get(name.textValue());
    if (table == null) {
      throw new RefusedEvent(
          "unknown table '"
              + shown(name.textValue())
              + "'"
              + DidYouMean.hint(shown(name.textValue()), tables.keySet()));
    }
    return table;
  }

  private static String shown(String name) {
    return name.length() > 100 ? name.substring(0, 100) + "…" : name;
  }

  private JsonNode decoded(JsonNode base64) {
    try {
      return json.readTree(base64.binaryValue());
    } catch (IOException | IllegalArgumentException e) {
      throw new RefusedEvent("data_base64 of the CloudEvent is not base64 of JSON");
    }
  }
}

package org.statecraft.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;
import org.statecraft.campus.TableName;
import org.statecraft.packs.ColumnType;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.FactColumn;
import org.statecraft.packs.FactTable;

/** Writes changes as Debezium's envelopes, the values as its connectors write them. */
final class EnvelopeWriter {

  private static final String DATE_TYPE = "io.debezium.time.Date";

  private final FactCatalogue catalogue;
  private final Script.Connector connector;
  private final String database;

  EnvelopeWriter(FactCatalogue catalogue, Script.Connector connector, String database) {
    this.catalogue = catalogue;
    this.connector = connector;
    this.database = database;
  }

  ObjectNode envelope(SampleChange change, Instant sentAt) {
    FactTable table = table(change);
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.set("before", before(change, table));
    envelope.set("after", row(change.after(), table));
    envelope.set("source", source(change, sentAt));
    return envelope.put("op", change.operation()).put("ts_ms", sentAt.toEpochMilli());
  }

  /** The envelope with the part that tells the types of its columns. */
  ObjectNode withSchema(SampleChange change, Instant sentAt) {
    FactTable table = table(change);
    ObjectNode wrapper = JsonNodeFactory.instance.objectNode();
    ObjectNode schema = wrapper.putObject("schema").put("type", "struct");
    ArrayNode fields = schema.putArray("fields");
    fields.add(columns(change.before(), table, "before"));
    fields.add(columns(change.after(), table, "after"));
    return wrapper.set("payload", envelope(change, sentAt));
  }

  private static ObjectNode columns(Map<String, String> values, FactTable table, String field) {
    ObjectNode struct =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "struct")
            .put("optional", true)
            .put("field", field);
    ArrayNode columns = struct.putArray("fields");
    for (String name : new TreeMap<>(values).keySet()) {
      ObjectNode column = columns.addObject().put("optional", true).put("field", name);
      switch (type(table, name)) {
        case TEXT, TIME, NUMBER -> column.put("type", "string");
        case ID -> column.put("type", "int64");
        case FLAG -> column.put("type", "boolean");
        case DATE -> column.put("type", "int32").put("name", DATE_TYPE);
      }
    }
    return struct;
  }

  private JsonNode before(SampleChange change, FactTable table) {
    if (connector == Script.Connector.SQLSERVER) {
      return row(change.before(), table);
    }
    Map<String, String> key = new TreeMap<>(change.before());
    key.keySet().retainAll(table.key());
    return change.after().isEmpty() ? row(key, table) : NullNode.getInstance();
  }

  private ObjectNode source(SampleChange change, Instant sentAt) {
    ObjectNode source =
        JsonNodeFactory.instance
            .objectNode()
            .put("version", "3.0.8.Final")
            .put("connector", connector == Script.Connector.SQLSERVER ? "sqlserver" : "postgresql")
            .put("ts_ms", sentAt.toEpochMilli())
            .put("snapshot", change.operation().equals("r") ? "true" : "false")
            .put("db", database)
            .put("table", change.table());
    if (connector == Script.Connector.POSTGRESQL) {
      return source.put("lsn", change.position());
    }
    String number = String.format("%08x:%08x", change.position() >>> 32, change.position());
    return source
        .put("commit_lsn", number + ":0003")
        .put("change_lsn", number + ":0002")
        .put("event_serial_no", 1);
  }

  private static JsonNode row(Map<String, String> values, FactTable table) {
    if (values.isEmpty()) {
      return NullNode.getInstance();
    }
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(values).forEach((name, text) -> row.set(name, value(type(table, name), text)));
    return row;
  }

  private static JsonNode value(ColumnType type, String text) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (type) {
      case TEXT, TIME, NUMBER -> json.textNode(text);
      case ID -> json.numberNode(Long.parseLong(text));
      case FLAG -> json.booleanNode(text.equals("true"));
      case DATE -> date(text);
    };
  }

  /** Days since 1970; what is no date goes out as it is, for the webhook to refuse. */
  private static JsonNode date(String text) {
    try {
      return JsonNodeFactory.instance.numberNode(LocalDate.parse(text).toEpochDay());
    } catch (DateTimeParseException e) {
      return JsonNodeFactory.instance.textNode(text);
    }
  }

  /** Campus has more columns than the catalogue; those are texts here. */
  private static ColumnType type(FactTable table, String column) {
    FactColumn known = table.columns().get(column);
    return known == null ? ColumnType.TEXT : known.type();
  }

  private FactTable table(SampleChange change) {
    return catalogue
        .table(new TableName(change.table()))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the sample data has a table the catalogue lacks: " + change.table()));
  }
}

package org.statecraft.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.CampusRow;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.TableName;
import org.statecraft.packs.FactColumn;
import org.statecraft.packs.FactTable;
import org.statecraft.rows.RowJson;

/** Reads rows of one table by the catalogue. Names of columns are matched whatever their case. */
final class TableReader {

  /** Keys stand in an index, which has room for little more. */
  private static final int LONGEST_KEY = 255;

  private final FactTable table;
  private final Map<String, FactColumn> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  TableReader(FactTable table) {
    this.table = table;
    this.columns.putAll(table.columns());
  }

  TableName name() {
    return table.name();
  }

  /** Reads the declared columns; the others are not looked at. */
  CampusRow row(JsonNode row, Map<String, ColumnSchema> schema) {
    Map<String, Object> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : row.properties()) {
      FactColumn column = columns.get(field.getKey());
      if (column != null) {
        Object value = value(column, field, schema);
        if (value != null && values.put(column.name(), value) != null) {
          throw new RefusedEvent("column '" + column.name() + "' of " + name() + " is there twice");
        }
      }
    }
    table.owner().ifPresent(owner -> checkOwner(owner.column(), values));
    return new CampusRow(name(), key(values), values);
  }

  /** Reads the key of a row of which nothing else matters. */
  RowKey key(JsonNode row, Map<String, ColumnSchema> schema) {
    return key(keyValues(row, schema));
  }

  /** The key, if the row has all of it. */
  Optional<RowKey> keyIfWhole(JsonNode row, Map<String, ColumnSchema> schema) {
    Map<String, Object> values = keyValues(row, schema);
    return values.size() == table.key().size() ? Optional.of(key(values)) : Optional.empty();
  }

  private Map<String, Object> keyValues(JsonNode row, Map<String, ColumnSchema> schema) {
    Map<String, Object> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : row.properties()) {
      FactColumn column = columns.get(field.getKey());
      if (column != null && table.key().contains(column.name())) {
        Object value = value(column, field, schema);
        if (value != null) {
          values.put(column.name(), value);
        }
      }
    }
    return values;
  }

  private @Nullable Object value(
      FactColumn column, Map.Entry<String, JsonNode> field, Map<String, ColumnSchema> schema) {
    try {
      return ValueReader.read(
          column.type(), field.getValue(), schema.getOrDefault(field.getKey(), ColumnSchema.NONE));
    } catch (RefusedEvent e) {
      throw new RefusedEvent("column '" + column.name() + "' of " + name() + ": " + e.getMessage());
    }
  }

  private RowKey key(Map<String, Object> values) {
    StringBuilder key = new StringBuilder();
    for (String column : table.key()) {
      Object value = values.get(column);
      if (value == null) {
        throw new RefusedEvent(
            "the row has no key: column '" + column + "' of " + name() + " is missing or null");
      }
      String text = RowJson.text(value);
      if (table.key().size() > 1 && text.indexOf('|') >= 0) {
        throw new RefusedEvent(
            "key column '" + column + "' of " + name() + " contains a vertical bar");
      }
      key.append(key.length() == 0 ? "" : "|").append(text);
    }
    if (key.length() > LONGEST_KEY) {
      throw new RefusedEvent(
          "the key of " + name() + " is longer than " + LONGEST_KEY + " characters");
    }
    return new RowKey(key.toString());
  }

  private void checkOwner(String column, Map<String, Object> values) {
    Object value = values.get(column);
    if (value != null && RowJson.text(value).length() > LONGEST_KEY) {
      throw new RefusedEvent(
          "column '"
              + column
              + "' of "
              + name()
              + " is longer than "
              + LONGEST_KEY
              + " characters, but is a key");
    }
  }
}

package org.statecraft.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.statecraft.packs.ColumnType;
import org.statecraft.packs.FactColumn;
import org.statecraft.packs.FactTable;

/**
 * The columns of a row as canonical JSON: ids and numbers are JSON numbers without needless zeros,
 * flags {@code true} or {@code false}, dates and times ISO text, keys sorted, nulls left out. Two
 * rows are equal if and only if their texts are, before PostgreSQL has reordered the keys.
 */
public final class RowJson {

  private static final JsonFactory JSON = new JsonFactory();

  private RowJson() {}

  /** Writes typed columns, see {@link org.statecraft.campus.CampusRow}. */
  public static String write(Map<String, Object> columns) {
    StringBuilder json = new StringBuilder(32 * columns.size() + 2).append('{');
    Map<String, Object> sorted = columns instanceof SortedMap ? columns : new TreeMap<>(columns);
    for (Map.Entry<String, Object> column : sorted.entrySet()) {
      if (json.length() > 1) {
        json.append(',');
      }
      quote(json, column.getKey()).append(':');
      Object value = column.getValue();
      if (value instanceof Long || value instanceof BigDecimal || value instanceof Boolean) {
        json.append(text(value));
      } else {
        quote(json, text(value));
      }
    }
    return json.append('}').toString();
  }

  /**
   * One value as text, the same for equal values: what stands in a row key, and what {@code
   * columns->>'column'} gives in SQL.
   */
  public static String text(Object value) {
    if (value instanceof BigDecimal number) {
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    return value.toString();
  }

  /** All values as {@link #text}, whatever the catalogue says of them today. */
  public static Map<String, String> texts(String json) {
    Map<String, String> texts = new TreeMap<>();
    each(json, (column, parser) -> texts.put(column, parser.getText()));
    return texts;
  }

  /**
   * Reads columns back by the types of the catalogue. Columns the catalogue no longer declares are
   * left out.
   *
   * @throws IllegalStateException when a column was kept as another type than the catalogue has
   *     now; the table needs a new snapshot
   */
  public static Map<String, Object> read(FactTable table, String json) {
    Map<String, Object> columns = new TreeMap<>();
    each(
        json,
        (name, parser) -> {
          FactColumn column = table.columns().get(name);
          if (column != null) {
            columns.put(name, value(table, column, parser));
          }
        });
    return columns;
  }

  private static Object value(FactTable table, FactColumn column, JsonParser parser)
      throws IOException {
    try {
      return typed(column.type(), parser.currentToken(), parser.getText());
    } catch (DateTimeException | NumberFormatException e) {
      throw new IllegalStateException(
          "rows of "
              + table.name()
              + " are kept with another type of '"
              + column.name()
              + "' than "
              + column.type()
              + "; the table needs a new snapshot");
    }
  }

  private static Object typed(ColumnType type, JsonToken token, String text) {
    return switch (type) {
      case TEXT -> text;
      case ID -> Long.valueOf(text);
      case NUMBER -> new BigDecimal(text);
      case FLAG -> {
        if (!token.isBoolean()) {
          throw new NumberFormatException();
        }
        yield token == JsonToken.VALUE_TRUE;
      }
      case DATE -> LocalDate.parse(text);
      case TIME -> LocalDateTime.parse(text);
    };
  }

  private interface Column {
    void read(String name, JsonParser parser) throws IOException;
  }

  private static void each(String json, Column column) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        column.read(name, parser);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("kept columns are no JSON object", e);
    }
  }

  private static StringBuilder quote(StringBuilder json, String text) {
    json.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    return json.append('"');
  }
}

package org.statecraft.facts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.RowKey;
import org.statecraft.packs.ColumnType;
import org.statecraft.packs.FactTable;

/** Makes facts of one table from the kept columns, for one choice of unique id. */
final class FactReader {

  private static final JsonFactory JSON = new JsonFactory();

  private final FactLayout layout;
  private final ColumnType[] types;
  private final int[] chosenFrom;
  private final int columns;

  FactReader(FactTable table, String uniqueId) {
    this.layout = new FactLayout(table);
    List<String> fields = layout.fields;
    this.columns = table.columns().size();
    this.types = new ColumnType[fields.size()];
    this.chosenFrom = new int[fields.size() - columns];
    for (int i = 0; i < fields.size(); i++) {
      types[i] = table.typeOf(fields.get(i)).orElseThrow();
    }
    for (int i = columns; i < fields.size(); i++) {
      String column = table.choices().getOrDefault(fields.get(i), Map.of()).get(uniqueId);
      chosenFrom[i - columns] = column == null ? -1 : layout.place(column);
    }
  }

  /** The fact of a kept row. */
  Fact read(RowKey key, String json) {
    @Nullable Object[] values = empty();
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        int place = layout.place(parser.currentName());
        JsonToken token = parser.nextToken();
        if (place < 0 || token == JsonToken.VALUE_NULL) {
          parser.skipChildren();
        } else {
          values[place] = value(parser, token, types[place]);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("the kept columns of " + layout.table.name() + "/" + key, e);
    }
    return finish(key, values);
  }

  /** The fact of typed values, as a test or a pasted file gives them. */
  Fact of(RowKey key, Map<String, Object> columns) {
    @Nullable Object[] values = empty();
    columns.forEach(
        (name, value) -> {
          int place = layout.place(name);
          if (place >= 0) {
            values[place] = value;
          }
        });
    return finish(key, values);
  }

  private @Nullable Object[] empty() {
    @Nullable Object[] values = new Object[types.length];
    for (int i = 0; i < columns; i++) {
      if (types[i] == ColumnType.FLAG) {
        values[i] = Boolean.FALSE;
      }
    }
    return values;
  }

  private Fact finish(RowKey key, @Nullable Object[] values) {
    for (int i = 0; i < chosenFrom.length; i++) {
      if (chosenFrom[i] >= 0) {
        values[columns + i] = values[chosenFrom[i]];
      }
    }
    return new Fact(layout, key, values);
  }

  private static @Nullable Object value(JsonParser parser, JsonToken token, ColumnType type)
      throws IOException {
    return switch (type) {
      case TEXT -> blankIsNone(parser.getText());
      case ID -> token.isNumeric() ? parser.getLongValue() : Long.valueOf(parser.getText());
      case NUMBER ->
          token.isNumeric() ? parser.getDecimalValue() : new BigDecimal(parser.getText());
      case FLAG -> parser.getBooleanValue();
      case DATE -> LocalDate.parse(parser.getText());
      case TIME -> LocalDateTime.parse(parser.getText());
    };
  }

  private static @Nullable String blankIsNone(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? null : stripped;
  }
}

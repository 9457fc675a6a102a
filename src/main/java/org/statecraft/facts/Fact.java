package org.statecraft.facts;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.RowKey;
import org.statecraft.packs.FactTable;

/**
 * A Campus row as rules see it: one value per field of its table, null where Campus has none (a
 * checkbox is false instead). Immutable; two facts are the same only if they are the same object.
 */
public final class Fact {

  private final FactLayout layout;
  private final RowKey key;
  private final @Nullable Object[] values;

  Fact(FactLayout layout, RowKey key, @Nullable Object[] values) {
    this.layout = layout;
    this.key = key;
    this.values = values;
  }

  public FactTable table() {
    return layout.table;
  }

  public RowKey key() {
    return key;
  }

  /** The values in the order of {@link FactTable#fields()}. A copy. */
  public @Nullable Object[] values() {
    return Arrays.copyOf(values, values.length);
  }

  /** The value of a field; null if Campus has none. */
  public @Nullable Object value(String field) {
    int at = layout.place(field);
    if (at < 0) {
      throw new IllegalArgumentException(layout.table.name() + " has no field " + field);
    }
    return values[at];
  }

  /** The fields that have a value, in order; for people and for tests. */
  public Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>();
    List<String> fields = layout.fields;
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value != null) {
        shown.put(fields.get(i), value);
      }
    }
    return shown;
  }

  /** The table and key, such as {@code Table/12}. */
  @Override
  public String toString() {
    return layout.table.name() + "/" + key;
  }
}

package org.statecraft.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What statements answer, as values. */
public final class Rows {

  private Rows() {}

  /** Makes a value of each row, in their order; for {@link Future#map}. */
  public static <T> Function<RowSet<Row>, List<T>> each(Function<Row, T> value) {
    return rows -> {
      List<T> values = new ArrayList<>(rows.size());
      rows.forEach(row -> values.add(value.apply(row)));
      return values;
    };
  }
}

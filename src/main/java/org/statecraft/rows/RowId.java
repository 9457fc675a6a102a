package org.statecraft.rows;

import java.util.Comparator;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.TableName;

/** Which row of a district: its table and key. Sorted so that every writer locks in one order. */
public record RowId(TableName table, RowKey key) implements Comparable<RowId> {

  private static final Comparator<RowId> ORDER =
      Comparator.comparing(RowId::table).thenComparing(RowId::key);

  @Override
  public int compareTo(RowId other) {
    return ORDER.compare(this, other);
  }
}

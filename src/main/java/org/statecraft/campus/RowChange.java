package org.statecraft.campus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One insert, update or delete of a Campus row, read from the wire and typed by the catalogue.
 *
 * @param after the row as it now is; null if and only if the change is a delete
 * @param changedAt when the source changed the row; the start of the time change-to-ODS
 */
public record RowChange(
    TableName table,
    RowKey key,
    ChangeType type,
    SourcePosition position,
    @Nullable CampusRow after,
    Instant changedAt) {

  public RowChange {
    if ((after == null) != (type == ChangeType.DELETE)) {
      throw new IllegalArgumentException("a delete has no row after it, any other change has one");
    }
  }
}

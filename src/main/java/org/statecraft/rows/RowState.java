package org.statecraft.rows;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.ChangeType;
import org.statecraft.campus.SourcePosition;
import org.statecraft.campus.StudentId;

/**
 * Everything kept of one row.
 *
 * @param student whose fact the row is; null for a shared row, an orphan or a deleted row
 * @param owner the row through which it reaches its student; null if it has a student column, is
 *     shared or deleted
 * @param columns JSON text; null if the row was deleted and only its position is kept
 * @param rank the place of the change among those at one position, see {@link #rankOf}
 */
public record RowState(
    RowId id,
    @Nullable StudentId student,
    @Nullable RowId owner,
    @Nullable String columns,
    SourcePosition position,
    int rank,
    Instant changedAt) {

  /** The order of changes at one position, as the column {@code position_rank} has it. */
  public static int rankOf(ChangeType type) {
    return switch (type) {
      case DELETE -> 0;
      case SNAPSHOT -> 1;
      case INSERT -> 2;
      case UPDATE -> 3;
    };
  }

  public boolean isDeleted() {
    return columns == null;
  }

  /** The same row as one of another student, or of none. */
  public RowState of(@Nullable StudentId other) {
    return new RowState(id, other, owner, columns, position, rank, changedAt);
  }
}

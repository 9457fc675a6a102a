package org.statecraft.ingest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.rows.RowState;

/**
 * A row as a batch leaves it.
 *
 * @param before what was kept until now; null if nothing was
 * @param after what will be kept; its student is not known yet
 * @param ownStudent the student that the row itself names
 * @param changedAt when the source made the oldest of the changes
 * @param differs whether any kept column differs
 * @param watched whether a column differs that a pack looks at, or through which the row reaches
 *     its student
 */
record FoldedRow(
    @Nullable RowState before,
    RowState after,
    @Nullable StudentId ownStudent,
    Instant changedAt,
    boolean differs,
    boolean watched) {

  @Nullable StudentId studentBefore() {
    return before == null ? null : before.student();
  }

  FoldedRow of(@Nullable StudentId student) {
    return new FoldedRow(before, after.of(student), ownStudent, changedAt, differs, watched);
  }
}

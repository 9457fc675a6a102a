package org.statecraft.ingest;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.events.Concern;

/** Finds the students whose facts a batch changes. */
final class AffectedStudents {

  private final Map<StudentId, Concern> concerns = new HashMap<>();

  private AffectedStudents() {}

  /**
   * The students that rows were changed of, left or came to, as far as a pack looks at the rows.
   */
  static Collection<Concern> of(
      List<FoldedRow> folded, List<MovedRow> moving, WatchedColumns watched) {
    AffectedStudents affected = new AffectedStudents();
    for (FoldedRow row : folded) {
      boolean moved = !Objects.equals(row.studentBefore(), row.after().student());
      if (row.watched() || (moved && watched.watches(row.after().id().table()))) {
        affected.add(row.studentBefore(), row);
        affected.add(row.after().student(), row);
      }
    }
    for (MovedRow row : moving) {
      if (watched.watches(row.before().id().table())) {
        affected.add(row.before().student(), row.origin());
        affected.add(row.after().student(), row.origin());
      }
    }
    return affected.concerns.values();
  }

  private void add(@Nullable StudentId student, FoldedRow row) {
    if (student != null) {
      String cause = row.after().id().table().value();
      concerns.merge(student, new Concern(student, cause, row.changedAt()), Concern::and);
    }
  }
}

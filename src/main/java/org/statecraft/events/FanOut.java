package org.statecraft.events;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.statecraft.campus.District;
import org.statecraft.campus.StudentId;
import org.statecraft.rows.RowId;

/**
 * Claimed changes of shared rows of one district, all at the same student, done as one.
 *
 * @param ids of the entries, one per changed row
 * @param after the last student queued; empty: none yet
 * @param studentsDone how many students were queued so far
 * @param changedAt the source's time of the oldest of the changes
 * @param worker who claimed them
 */
public record FanOut(
    District district,
    List<Long> ids,
    List<RowId> rows,
    Optional<StudentId> after,
    int studentsDone,
    Instant changedAt,
    long worker) {

  public FanOut {
    ids = List.copyOf(ids);
    rows = List.copyOf(rows);
  }

  /** The same after further students were queued. */
  FanOut advanced(List<StudentId> students) {
    return new FanOut(
        district,
        ids,
        rows,
        Optional.of(students.get(students.size() - 1)),
        studentsDone + students.size(),
        changedAt,
        worker);
  }

  /** The tables of the rows, as the cause of the events. */
  String cause() {
    return String.join(
        ", ", rows.stream().map(row -> row.table().value()).distinct().sorted().toList());
  }
}

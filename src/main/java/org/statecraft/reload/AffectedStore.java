package org.statecraft.reload;

import io.vertx.core.Future;
import org.statecraft.campus.District;
import org.statecraft.db.SqlRunner;

/** Counts whom another revision of the rules may concern, in the table {@code campus_row}. */
final class AffectedStore {

  private static final String STUDENTS =
      """
      SELECT count(DISTINCT student_id) AS students
      FROM campus_row
      WHERE district = $1
        AND student_id IS NOT NULL
        AND columns IS NOT NULL
      """;

  /** How many students of a district have rows. */
  Future<Long> students(SqlRunner sql, District district) {
    return sql.run(STUDENTS, district.value())
        .map(rows -> rows.iterator().next().getLong("students"));
  }
}

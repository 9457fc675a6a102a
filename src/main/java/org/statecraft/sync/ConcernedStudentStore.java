package org.statecraft.sync;

import io.vertx.core.Future;
import java.util.List;
import org.statecraft.campus.District;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.edfi.ConnectionName;

/**
 * The students whom deciding about all of a connection concerns: those of kept rows, and those of
 * whom only what was sent is left.
 */
public final class ConcernedStudentStore {

  private static final String NEXT =
      """
      (SELECT DISTINCT student_id
         FROM campus_row
        WHERE district = $1
          AND student_id > $3
          AND columns IS NOT NULL
        ORDER BY student_id
        LIMIT $4)
      UNION
      (SELECT DISTINCT student_id
         FROM identity_mapping
        WHERE connection = $2
          AND student_id > $3
        ORDER BY student_id
        LIMIT $4)
      ORDER BY student_id
      LIMIT $4
      """;

  private static final String COUNT =
      """
      SELECT count(*) AS students
        FROM (SELECT student_id
                FROM campus_row
               WHERE district = $1
                 AND student_id IS NOT NULL
                 AND columns IS NOT NULL
              UNION
              SELECT student_id
                FROM identity_mapping
               WHERE connection = $2
                 AND student_id IS NOT NULL) AS concerned
      """;

  private ConcernedStudentStore() {}

  /**
   * The next students in order.
   *
   * @param after the last one of the page before; empty for the first page
   */
  public static Future<List<StudentId>> next(
      SqlRunner sql, District district, ConnectionName connection, String after, int limit) {
    return sql.run(NEXT, district.value(), connection.value(), after, limit)
        .map(Rows.each(row -> new StudentId(row.getString("student_id"))));
  }

  /** How many there are. */
  public static Future<Long> count(SqlRunner sql, District district, ConnectionName connection) {
    return sql.run(COUNT, district.value(), connection.value())
        .map(rows -> rows.iterator().next().getLong("students"));
  }
}

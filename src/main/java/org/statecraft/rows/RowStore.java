package org.statecraft.rows;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.District;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.StudentId;
import org.statecraft.campus.TableName;
import org.statecraft.db.Database;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;

/** Reads kept rows, those of many students in one statement. */
public final class RowStore {

  /**
   * The index is asked student by student ("OFFSET 0" sees to it): in a table that has grown since
   * its statistics were taken, PostgreSQL would rather read the whole district.
   */
  private static final String OF_STUDENTS =
      """
      SELECT r.student_id, r.table_name, r.row_key, r.columns
        FROM unnest($2::text[]) AS wanted (student_id)
       CROSS JOIN LATERAL (
             SELECT c.student_id, c.table_name, c.row_key, c.columns::text AS columns
               FROM campus_row c
              WHERE c.district = $1
                AND c.student_id = wanted.student_id
                AND c.columns IS NOT NULL
             OFFSET 0) AS r
      """;

  private static final String SHARED =
      """
      SELECT current.version, r.table_name, r.row_key, r.columns::text AS columns
        FROM (SELECT coalesce(max(version), 0) AS version
                FROM shared_version
               WHERE district = $1) AS current
        LEFT JOIN campus_row r
          ON r.district = $1
         AND r.table_name = ANY ($2::text[])
         AND r.columns IS NOT NULL
      """;

  private static final String SHARED_VERSION =
      """
      SELECT coalesce(max(version), 0) AS version
        FROM shared_version
       WHERE district = $1
      """;

  private static final String HAS_STUDENTS =
      """
      SELECT EXISTS (
        SELECT
          FROM campus_row
         WHERE district = $1
           AND student_id IS NOT NULL
           AND columns IS NOT NULL) AS has
      """;

  /**
   * All rows of the students, in no order; deleted rows and orphans are not among them.
   *
   * @param students each at most once
   */
  public Future<List<KeptRow>> ofStudents(
      Database database, District district, Collection<StudentId> students) {
    String[] ids = students.stream().map(StudentId::value).toArray(String[]::new);
    return database.run(OF_STUDENTS, district.value(), ids).map(Rows.each(this::kept));
  }

  /** All rows of the tables, which are shared ones, together with the version they are of. */
  public Future<SharedRows> shared(
      Database database, District district, Collection<TableName> tables) {
    String[] names = tables.stream().map(TableName::value).toArray(String[]::new);
    return database.run(SHARED, district.value(), names).map(this::sharedRows);
  }

  /** A number that grows with each commit that changes a shared row; 0 if there was none. */
  public Future<Long> sharedVersion(Database database, District district) {
    return database
        .run(SHARED_VERSION, district.value())
        .map(rows -> rows.iterator().next().getLong("version"));
  }

  /** Whether any row of any student is kept. */
  public Future<Boolean> hasStudents(SqlRunner sql, District district) {
    return sql.run(HAS_STUDENTS, district.value())
        .map(rows -> rows.iterator().next().getBoolean("has"));
  }

  private SharedRows sharedRows(RowSet<Row> rows) {
    List<KeptRow> kept = new ArrayList<>(rows.size());
    long version = 0;
    for (Row row : rows) {
      version = row.getLong("version");
      if (row.getString("table_name") != null) {
        kept.add(new KeptRow(null, id(row).table(), id(row).key(), row.getString("columns")));
      }
    }
    return new SharedRows(version, kept);
  }

  private KeptRow kept(Row row) {
    RowId id = id(row);
    return new KeptRow(student(row), id.table(), id.key(), row.getString("columns"));
  }

  static RowId id(Row row) {
    return new RowId(
        new TableName(row.getString("table_name")), new RowKey(row.getString("row_key")));
  }

  static @Nullable StudentId student(Row row) {
    String student = row.getString("student_id");
    return student == null ? null : new StudentId(student);
  }
}

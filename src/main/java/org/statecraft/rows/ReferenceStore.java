package org.statecraft.rows;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.District;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.StudentId;
import org.statecraft.campus.TableName;
import org.statecraft.db.Database;
import org.statecraft.db.Rows;

/**
 * Follows references between kept rows backwards. There is no index on what a column refers to:
 * shared rows change seldom, and each question reads a table once for many rows.
 */
public final class ReferenceStore {

  private static final String REFERRING =
      """
      SELECT DISTINCT r.table_name, r.row_key
        FROM unnest($2::text[], $3::text[], $4::text[])
          AS reference (from_table, column_name, to_table)
        JOIN campus_row r
          ON r.district = $1
         AND r.table_name = reference.from_table
         AND r.columns IS NOT NULL
       WHERE (reference.to_table, r.columns ->> reference.column_name) IN
             (SELECT referred.table_name, referred.row_key
                FROM unnest($5::text[], $6::text[]) AS referred (table_name, row_key))
      """;

  private static final String STUDENTS_REFERRING =
      """
      SELECT DISTINCT r.student_id
        FROM unnest($2::text[], $3::text[], $4::text[])
          AS reference (from_table, column_name, to_table)
        JOIN campus_row r
          ON r.district = $1
         AND r.table_name = reference.from_table
         AND r.columns IS NOT NULL
         AND r.student_id > $7
       WHERE (reference.to_table, r.columns ->> reference.column_name) IN
             (SELECT referred.table_name, referred.row_key
                FROM unnest($5::text[], $6::text[]) AS referred (table_name, row_key))
       ORDER BY r.student_id
       LIMIT $8
      """;

  private static final String STUDENTS =
      """
      SELECT DISTINCT student_id
        FROM campus_row
       WHERE district = $1
         AND student_id > $2
         AND columns IS NOT NULL
       ORDER BY student_id
       LIMIT $3
      """;

  /** The rows that refer to one of these. */
  public Future<List<RowId>> referring(
      Database database,
      District district,
      List<Reference> references,
      Collection<RowId> referred) {
    return database
        .run(
            REFERRING,
            district.value(),
            froms(references),
            columns(references),
            tos(references),
            tables(referred),
            keys(referred))
        .map(
            Rows.each(
                row ->
                    new RowId(
                        new TableName(row.getString("table_name")),
                        new RowKey(row.getString("row_key")))));
  }

  /** The students with a row that refers to one of these, in order, those after {@code after}. */
  public Future<List<StudentId>> studentsReferring(
      Database database,
      District district,
      List<Reference> references,
      Collection<RowId> referred,
      @Nullable StudentId after,
      int limit) {
    return database
        .run(
            STUDENTS_REFERRING,
            district.value(),
            froms(references),
            columns(references),
            tos(references),
            tables(referred),
            keys(referred),
            text(after),
            limit)
        .map(Rows.each(ReferenceStore::student));
  }

  /** All students of the district, in order, those after {@code after}. */
  public Future<List<StudentId>> students(
      Database database, District district, @Nullable StudentId after, int limit) {
    return database
        .run(STUDENTS, district.value(), text(after), limit)
        .map(Rows.each(ReferenceStore::student));
  }

  private static StudentId student(Row row) {
    return new StudentId(row.getString("student_id"));
  }

  /** No student id is blank, so the empty text stands before all of them. */
  private static String text(@Nullable StudentId after) {
    return after == null ? "" : after.value();
  }

  private static String[] froms(List<Reference> references) {
    return references.stream().map(way -> way.from().value()).toArray(String[]::new);
  }

  private static String[] columns(List<Reference> references) {
    return references.stream().map(Reference::column).toArray(String[]::new);
  }

  private static String[] tos(List<Reference> references) {
    return references.stream().map(way -> way.to().value()).toArray(String[]::new);
  }

  private static String[] tables(Collection<RowId> ids) {
    return ids.stream().map(id -> id.table().value()).toArray(String[]::new);
  }

  private static String[] keys(Collection<RowId> ids) {
    return ids.stream().map(id -> id.key().value()).toArray(String[]::new);
  }
}

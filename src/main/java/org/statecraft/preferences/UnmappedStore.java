package org.statecraft.preferences;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.District;
import org.statecraft.db.SqlRunner;
import org.statecraft.packs.FactTable;
import org.statecraft.packs.Preference;

/** Counts the values of a column in the kept rows: one statement, however many rows. */
final class UnmappedStore {

  private static final String OF_STUDENTS =
      """
      SELECT r.columns ->> $3 AS value,
        count(*) AS rows,
        count(DISTINCT r.student_id) AS students,
        CASE WHEN $4::text IS NOT NULL THEN
          count(DISTINCT r.student_id) FILTER (WHERE
            left(r.columns ->> $4, 10) COLLATE "C" <= $7
            AND coalesce(left(r.columns ->> $5, 10), $6) COLLATE "C" >= $6) END AS in_year
      FROM campus_row r
      WHERE r.district = $1
        AND r.table_name = $2
        AND r.columns ? $3
      GROUP BY r.columns ->> $3
      """;

  /**
   * The links are made once, so that the rows that refer to a value are found by hashing whatever
   * PostgreSQL believes of the sizes. They run from the students' rows to the shared row with the
   * value, over as many shared rows as lie between.
   */
  private static final String OF_SHARED =
      """
      WITH RECURSIVE link AS MATERIALIZED (
        SELECT w.to_table, (r.columns ->> w.from_column) COLLATE "C" AS to_key, r.table_name, r.row_key,
          r.student_id,
          coalesce(left(r.columns ->> w.start_column, 10) COLLATE "C" <= $10, false)
            AND coalesce(left(r.columns ->> w.end_column, 10), $9) COLLATE "C" >= $9 AS in_year
        FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
          AS w (from_table, from_column, to_table, start_column, end_column)
        JOIN campus_row r
          ON r.district = $1
          AND r.table_name = w.from_table
          AND r.columns ? w.from_column),
      reached AS (
        SELECT r.columns ->> $3 AS value, r.table_name, r.row_key, r.student_id, false AS in_year
        FROM campus_row r
        WHERE r.district = $1
          AND r.table_name = $2
          AND r.columns ? $3
        UNION
        SELECT s.value, l.table_name, l.row_key, l.student_id, l.in_year
        FROM reached s
        JOIN link l
          ON l.to_table = s.table_name
          AND l.to_key = s.row_key)
      SELECT value,
        count(*) FILTER (WHERE table_name = $2) AS rows,
        count(DISTINCT student_id) AS students,
        count(DISTINCT student_id) FILTER (WHERE in_year) AS in_year
      FROM reached
      GROUP BY value
      """;

  /** A column that refers to a shared table, with the period of the rows that have it. */
  record Link(FactTable from, String column, String to) {

    private @Nullable String start() {
      return from.period().map(FactTable.Period::start).orElse(null);
    }

    private @Nullable String end() {
      return from.period().map(FactTable.Period::end).orElse(null);
    }
  }

  /** Every value of a column of students' rows. */
  Future<List<ValueCount>> ofStudents(
      SqlRunner sql,
      District district,
      FactTable table,
      Preference.Column column,
      LocalDate start,
      LocalDate end) {
    Optional<FactTable.Period> period = table.period();
    return sql.run(
            OF_STUDENTS,
            district.value(),
            column.table().value(),
            column.name(),
            period.map(FactTable.Period::start).orElse(null),
            period.map(FactTable.Period::end).orElse(null),
            start.toString(),
            end.toString())
        .map(rows -> counts(rows, period.isPresent()));
  }

  /**
   * Every value of a column of shared rows.
   *
   * @param links all that lead to the table, from shared ones too
   */
  Future<List<ValueCount>> ofShared(
      SqlRunner sql,
      District district,
      Preference.Column column,
      List<Link> links,
      LocalDate start,
      LocalDate end) {
    boolean dated = links.stream().anyMatch(link -> link.from().period().isPresent());
    return sql.run(
            OF_SHARED,
            district.value(),
            column.table().value(),
            column.name(),
            texts(links, link -> link.from().name().value()),
            texts(links, Link::column),
            texts(links, Link::to),
            texts(links, Link::start),
            texts(links, Link::end),
            start.toString(),
            end.toString())
        .map(rows -> counts(rows, dated));
  }

  private static List<ValueCount> counts(RowSet<Row> rows, boolean dated) {
    List<ValueCount> counts = new ArrayList<>();
    rows.forEach(
        row ->
            counts.add(
                new ValueCount(
                    row.getString("value"),
                    row.getLong("rows"),
                    row.getLong("students"),
                    dated ? row.getLong("in_year") : null)));
    return counts;
  }

  private static @Nullable String[] texts(List<Link> links, Function<Link, @Nullable String> text) {
    return links.stream().map(text).toArray(String[]::new);
  }
}

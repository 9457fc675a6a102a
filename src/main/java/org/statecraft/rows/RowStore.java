package org.statecraft.rows;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.District;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.SourcePosition;
import org.statecraft.campus.StudentId;
import org.statecraft.campus.TableName;
import org.statecraft.db.Database;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;

/** Reads and writes kept rows, many in one statement. */
public final class RowStore {

  /**
   * The index is asked row by row ("OFFSET 0" sees to it): in a table that has grown since its
   * statistics were taken, PostgreSQL would rather read the whole district.
   */
  private static final String STATES =
      """
      SELECT r.table_name, r.row_key, r.student_id, r.owner_table, r.owner_key, r.columns,
             r.position_kind, r.position, r.position_rank, r.changed_at
        FROM unnest($2::text[], $3::text[]) AS wanted (table_name, row_key)
       CROSS JOIN LATERAL (
             SELECT c.table_name, c.row_key, c.student_id, c.owner_table, c.owner_key,
                    c.columns::text AS columns, c.position_kind, c.position, c.position_rank,
                    c.changed_at
               FROM campus_row c
              WHERE c.district = $1
                AND c.table_name = wanted.table_name
                AND c.row_key = wanted.row_key
             OFFSET 0) AS r
      """;

  private static final String OWNED =
      """
      WITH RECURSIVE owned AS (
        SELECT r.table_name, r.row_key, r.owner_table, r.owner_key, r.student_id
          FROM unnest($2::text[], $3::text[]) AS root (table_name, row_key)
          JOIN campus_row r
            ON r.district = $1
           AND r.owner_table = root.table_name
           AND r.owner_key = root.row_key
        UNION
        SELECT r.table_name, r.row_key, r.owner_table, r.owner_key, r.student_id
          FROM owned
          JOIN campus_row r
            ON r.district = $1
           AND r.owner_table = owned.table_name
           AND r.owner_key = owned.row_key
      )
      SELECT table_name, row_key, owner_table, owner_key, student_id
        FROM owned
      """;

  private static final String KEEP =
      """
      INSERT INTO campus_row
        (district, table_name, row_key, student_id, owner_table, owner_key, columns,
         position_kind, position, position_rank, changed_at)
      SELECT $1, n.table_name, n.row_key, n.student_id, n.owner_table, n.owner_key,
             n.columns::jsonb, n.position_kind, n.position, n.position_rank, n.changed_at
        FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                    $8::text[], $9::text[], $10::smallint[], $11::timestamptz[])
          AS n (table_name, row_key, student_id, owner_table, owner_key, columns,
                position_kind, position, position_rank, changed_at)
      ON CONFLICT ON CONSTRAINT campus_row_pk DO UPDATE
         SET student_id = excluded.student_id,
             owner_table = excluded.owner_table,
             owner_key = excluded.owner_key,
             columns = excluded.columns,
             position_kind = excluded.position_kind,
             position = excluded.position,
             position_rank = excluded.position_rank,
             changed_at = excluded.changed_at,
             received_at = now()
      """;

  private static final String MOVE =
      """
      UPDATE campus_row r
         SET student_id = moved.student_id
        FROM unnest($2::text[], $3::text[], $4::text[])
          AS moved (table_name, row_key, student_id)
       WHERE r.district = $1
         AND r.table_name = moved.table_name
         AND r.row_key = moved.row_key
      """;

  private static final String COUNT_SHARED =
      """
      INSERT INTO shared_version AS v (district)
      VALUES ($1)
      ON CONFLICT ON CONSTRAINT shared_version_pk DO UPDATE
         SET version = v.version + 1
      """;

  /** The index is asked student by student, for the reason that {@link #STATES} gives. */
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
   * Runs work in a transaction that alone writes rows of the district, in this process or another:
   * a row and its owner that arrive at the same moment would else not see one another.
   */
  public <T> Future<T> writeAlone(
      Database database, District district, Function<Tx, Future<T>> work) {
    return database.aloneInTransaction("campus_row " + district.value(), work);
  }

  /** What is kept of these rows, deleted ones too; a row never seen is absent. */
  public Future<Map<RowId, RowState>> states(Tx tx, District district, List<RowId> ids) {
    return tx.run(STATES, district.value(), tables(ids), keys(ids))
        .map(
            rows -> {
              Map<RowId, RowState> states = new HashMap<>(2 * rows.size());
              rows.forEach(row -> states.put(id(row), state(row)));
              return states;
            });
  }

  /** The rows that reach their student through one of these, however many steps away. */
  public Future<List<OwnedRow>> owned(Tx tx, District district, List<RowId> roots) {
    return tx.run(OWNED, district.value(), tables(roots), keys(roots))
        .map(rows -> list(rows, row -> new OwnedRow(id(row), requireOwner(row), student(row))));
  }

  /** Inserts or replaces rows. Sort them, so that no two transactions lock crosswise. */
  public Future<Void> keep(Tx tx, District district, List<RowState> rows) {
    List<RowId> ids = rows.stream().map(RowState::id).toList();
    return tx.run(
            KEEP,
            district.value(),
            tables(ids),
            keys(ids),
            texts(rows, row -> row.student() == null ? null : row.student().value()),
            texts(rows, row -> row.owner() == null ? null : row.owner().table().value()),
            texts(rows, row -> row.owner() == null ? null : row.owner().key().value()),
            texts(rows, RowState::columns),
            texts(rows, row -> row.position().kind()),
            texts(rows, row -> row.position().value()),
            rows.stream().map(row -> (short) row.rank()).toArray(Short[]::new),
            rows.stream()
                .map(row -> row.changedAt().atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new))
        .mapEmpty();
  }

  /** Gives rows to the student that {@link OwnedRow#student} names, or to none. */
  public Future<Void> move(Tx tx, District district, List<OwnedRow> rows) {
    List<RowId> ids = rows.stream().map(OwnedRow::id).toList();
    return tx.run(
            MOVE,
            district.value(),
            tables(ids),
            keys(ids),
            texts(rows, row -> row.student() == null ? null : row.student().value()))
        .mapEmpty();
  }

  /** Makes {@link #sharedVersion} another number. */
  public Future<Void> countSharedChange(Tx tx, District district) {
    return tx.run(COUNT_SHARED, district.value()).mapEmpty();
  }

  /**
   * All rows of the students, in no order; deleted rows and orphans are not among them.
   *
   * @param students each at most once
   */
  public Future<List<KeptRow>> ofStudents(
      Database database, District district, Collection<StudentId> students) {
    String[] ids = students.stream().map(StudentId::value).toArray(String[]::new);
    return database.run(OF_STUDENTS, district.value(), ids).map(rows -> list(rows, this::kept));
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

  private static RowState state(Row row) {
    return new RowState(
        id(row),
        student(row),
        row.getString("owner_table") == null ? null : requireOwner(row),
        row.getString("columns"),
        new SourcePosition(row.getString("position_kind"), row.getString("position")),
        row.getShort("position_rank"),
        row.getOffsetDateTime("changed_at").toInstant());
  }

  private static RowId id(Row row) {
    return new RowId(
        new TableName(row.getString("table_name")), new RowKey(row.getString("row_key")));
  }

  private static RowId requireOwner(Row row) {
    return new RowId(
        new TableName(row.getString("owner_table")), new RowKey(row.getString("owner_key")));
  }

  private static @Nullable StudentId student(Row row) {
    String student = row.getString("student_id");
    return student == null ? null : new StudentId(student);
  }

  private static String[] tables(List<RowId> ids) {
    return ids.stream().map(id -> id.table().value()).toArray(String[]::new);
  }

  private static String[] keys(List<RowId> ids) {
    return ids.stream().map(id -> id.key().value()).toArray(String[]::new);
  }

  private static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable String> text) {
    @Nullable String[] texts = new String[rows.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = text.apply(rows.get(i));
    }
    return texts;
  }

  private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> mapper) {
    List<T> list = new ArrayList<>(rows.size());
    rows.forEach(row -> list.add(mapper.apply(row)));
    return list;
  }
}

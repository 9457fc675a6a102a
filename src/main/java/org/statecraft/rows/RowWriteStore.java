package org.statecraft.rows;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.District;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.SourcePosition;
import org.statecraft.campus.TableName;
import org.statecraft.db.Commit;
import org.statecraft.db.Database;
import org.statecraft.db.Rows;
import org.statecraft.db.Tx;

/** Lays changes over the kept rows, many in one statement. */
public final class RowWriteStore {

  /**
   * Of one table: its keys, in order, are found in one walk along the index. A list of tables and
   * keys to be joined would cost ten times that, and PostgreSQL might rather read the whole
   * district.
   */
  private static final String STATES =
      """
      SELECT table_name, row_key, student_id, owner_table, owner_key, columns::text AS columns,
             position_kind, position, position_rank, changed_at
        FROM campus_row
       WHERE district = $1
         AND table_name = $2
         AND row_key = ANY ($3::text[])
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

  private static final String INSERT =
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
      """;

  /** Finds each row by its key as well as an update would, and never reads the whole district. */
  private static final String REPLACE =
      INSERT
          + """
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

  /**
   * Runs work in a transaction that alone writes rows of the district, in this process or another:
   * a row and its owner that arrive at the same moment would else not see one another.
   */
  public <T> Future<T> writeAlone(
      Database database, District district, Commit commit, Function<Tx, Future<T>> work) {
    return database.aloneInTransaction("campus_row " + district.value(), commit, work);
  }

  /** What is kept of these rows, deleted ones too; a row never seen is absent. */
  public Future<Map<RowId, RowState>> states(Tx tx, District district, List<RowId> ids) {
    Map<TableName, List<RowId>> byTable =
        ids.stream().collect(groupingBy(RowId::table, TreeMap::new, toList()));
    List<Future<RowSet<Row>>> reads = new ArrayList<>(byTable.size());
    byTable.forEach(
        (table, rows) -> reads.add(tx.run(STATES, district.value(), table.value(), keys(rows))));
    return Future.all(reads)
        .map(
            all -> {
              Map<RowId, RowState> states = new HashMap<>(2 * ids.size());
              for (Future<RowSet<Row>> read : reads) {
                read.result().forEach(row -> states.put(RowStore.id(row), state(row)));
              }
              return states;
            });
  }

  /** The rows that reach their student through one of these, however many steps away. */
  public Future<List<OwnedRow>> owned(Tx tx, District district, List<RowId> roots) {
    return tx.run(OWNED, district.value(), tables(roots), keys(roots))
        .map(
            Rows.each(
                row -> new OwnedRow(RowStore.id(row), requireOwner(row), RowStore.student(row))));
  }

  /**
   * Adds rows of which nothing is kept; half the work of replacing one. Sort them, so that no two
   * transactions lock crosswise.
   */
  public Future<Void> insert(Tx tx, District district, List<RowState> rows) {
    return write(INSERT, tx, district, rows);
  }

  /** Puts rows in the place of what is kept. Sort them, so that no two lock crosswise. */
  public Future<Void> replace(Tx tx, District district, List<RowState> rows) {
    return write(REPLACE, tx, district, rows);
  }

  private static Future<Void> write(
      String statement, Tx tx, District district, List<RowState> rows) {
    if (rows.isEmpty()) {
      return Future.succeededFuture();
    }
    List<RowId> ids = rows.stream().map(RowState::id).toList();
    return tx.run(
            statement,
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

  private static RowState state(Row row) {
    return new RowState(
        RowStore.id(row),
        RowStore.student(row),
        row.getString("owner_table") == null ? null : requireOwner(row),
        row.getString("columns"),
        new SourcePosition(row.getString("position_kind"), row.getString("position")),
        row.getShort("position_rank"),
        row.getOffsetDateTime("changed_at").toInstant());
  }

  private static RowId requireOwner(Row row) {
    return new RowId(
        new TableName(row.getString("owner_table")), new RowKey(row.getString("owner_key")));
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
}

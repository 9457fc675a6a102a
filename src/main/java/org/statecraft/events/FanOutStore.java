package org.statecraft.events;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.campus.District;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.StudentId;
import org.statecraft.campus.TableName;
import org.statecraft.db.Database;
import org.statecraft.db.Tx;
import org.statecraft.rows.RowId;

/** The table {@code fan_out}: changed shared rows whose students are still to be queued. */
public final class FanOutStore {

  private static final String ADD =
      """
      INSERT INTO fan_out (district, table_name, row_key, changed_at)
      SELECT $1, n.table_name, n.row_key, n.changed_at
        FROM unnest($2::text[], $3::text[], $4::timestamptz[])
          AS n (table_name, row_key, changed_at)
      """;

  /** Those of one district that stand at one student go together; fresh ones stand at none. */
  private static final String CLAIM =
      """
      WITH oldest AS (
        SELECT district, after_student
          FROM fan_out
         WHERE state = 'available'
         ORDER BY id
         LIMIT 1
           FOR UPDATE SKIP LOCKED
      ), together AS (
        SELECT f.id
          FROM fan_out f
          JOIN oldest
            ON oldest.district = f.district
           AND oldest.after_student IS NOT DISTINCT FROM f.after_student
         WHERE f.state = 'available'
         ORDER BY f.id
         LIMIT $2
           FOR UPDATE OF f SKIP LOCKED
      )
      UPDATE fan_out f
         SET state = 'running',
             worker = $1
        FROM together
       WHERE f.id = together.id
      RETURNING f.id, f.district, f.table_name, f.row_key, f.after_student, f.students_done,
                f.changed_at
      """;

  private static final String ADVANCE =
      """
      UPDATE fan_out
         SET after_student = $3,
             students_done = $4
       WHERE id = ANY ($1::bigint[])
         AND worker = $2
      """;

  private static final String FINISH =
      """
      UPDATE fan_out
         SET state = 'done',
             worker = NULL,
             finished_at = $3
       WHERE id = ANY ($1::bigint[])
         AND worker = $2
      """;

  private static final String RELEASE =
      """
      UPDATE fan_out
         SET state = 'available',
             worker = NULL
       WHERE worker = ANY($1::bigint[])
      """;

  private static final String WAITING =
      """
      SELECT count(*) AS waiting
        FROM fan_out
       WHERE district = $1
         AND state IN ('available', 'running')
      """;

  /** Notes changed shared rows and when the source changed each. */
  public Future<Void> add(Tx tx, District district, Map<RowId, Instant> changed) {
    List<Map.Entry<RowId, Instant>> sorted =
        changed.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
    return tx.run(
            ADD,
            district.value(),
            sorted.stream().map(row -> row.getKey().table().value()).toArray(String[]::new),
            sorted.stream().map(row -> row.getKey().key().value()).toArray(String[]::new),
            sorted.stream()
                .map(row -> row.getValue().atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new))
        .mapEmpty();
  }

  /** Takes the longest waiting ones that can be done together in hand, at most {@code limit}. */
  public Future<Optional<FanOut>> claim(Database database, long worker, int limit) {
    return database.run(CLAIM, worker, limit).map(rows -> fanOut(rows, worker));
  }

  /** Saves how far it is, in the transaction that queues the students. */
  public Future<Void> advance(Tx tx, FanOut fanOut) {
    return tx.run(
            ADVANCE,
            ids(fanOut),
            fanOut.worker(),
            fanOut.after().orElseThrow().value(),
            fanOut.studentsDone())
        .map(rows -> requireAll(fanOut, rows));
  }

  /** All students are queued. */
  public Future<Void> finish(Tx tx, FanOut fanOut, Instant now) {
    return tx.run(FINISH, ids(fanOut), fanOut.worker(), now.atOffset(ZoneOffset.UTC))
        .map(rows -> requireAll(fanOut, rows));
  }

  /**
   * Makes available what workers had in hand, to be gone on with where it stopped.
   *
   * @return how many
   */
  public Future<Integer> release(Database database, Collection<Long> workers) {
    return database.run(RELEASE, (Object) workers.toArray(Long[]::new)).map(RowSet::rowCount);
  }

  /** How many changed shared rows of the district still have students to queue. */
  public Future<Long> waiting(Database database, District district) {
    return database
        .run(WAITING, district.value())
        .map(rows -> rows.iterator().next().getLong("waiting"));
  }

  private static Void requireAll(FanOut fanOut, RowSet<Row> rows) {
    if (rows.rowCount() != fanOut.ids().size()) {
      throw new LostClaim(
          "worker "
              + fanOut.worker()
              + " holds "
              + rows.rowCount()
              + " of "
              + fanOut.ids().size()
              + " fan-outs it claimed; the others were taken over");
    }
    return null;
  }

  private static Optional<FanOut> fanOut(RowSet<Row> claimed, long worker) {
    if (claimed.size() == 0) {
      return Optional.empty();
    }
    List<Long> ids = new ArrayList<>();
    List<RowId> rows = new ArrayList<>();
    Instant changedAt = Instant.MAX;
    int done = 0;
    for (Row row : claimed) {
      ids.add(row.getLong("id"));
      rows.add(
          new RowId(
              new TableName(row.getString("table_name")), new RowKey(row.getString("row_key"))));
      Instant time = row.getOffsetDateTime("changed_at").toInstant();
      changedAt = time.isBefore(changedAt) ? time : changedAt;
      done = Math.max(done, row.getInteger("students_done"));
    }
    Row any = claimed.iterator().next();
    return Optional.of(
        new FanOut(
            new District(any.getString("district")),
            ids,
            rows.stream().distinct().toList(),
            Optional.ofNullable(any.getString("after_student")).map(StudentId::new),
            done,
            changedAt,
            worker));
  }

  private static Long[] ids(FanOut fanOut) {
    return fanOut.ids().toArray(Long[]::new);
  }
}

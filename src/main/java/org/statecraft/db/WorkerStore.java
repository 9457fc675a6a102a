package org.statecraft.db;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The table {@code worker}, and the locks of the workers in it. */
final class WorkerStore {

  private static final String REGISTER = "INSERT INTO worker (name) VALUES ($1) RETURNING id";

  /** By schema, for advisory locks are those of the whole database. */
  private static final String LOCK =
      """
      SELECT pg_try_advisory_lock(hashtext('statecraft worker ' || current_schema()), $1::bigint::int)
      """;

  private static final String BEAT =
      """
      UPDATE worker
      SET seen_at = clock_timestamp()
      WHERE id = $1
        AND taken_at IS NULL
      RETURNING id
      """;

  private static final String RESIGN =
      """
      UPDATE worker
      SET taken_at = coalesce(taken_at, now())
      WHERE id = $1
      """;

  /** After a start of PostgreSQL everybody needs a moment to come back. */
  private static final String DEAD =
      """
      WITH silent AS (
        UPDATE worker w
        SET taken_at = now()
        WHERE w.taken_at IS NULL
          AND w.seen_at < clock_timestamp() - make_interval(secs => $1)
          AND pg_postmaster_start_time() < clock_timestamp() - make_interval(secs => $1)
          AND (w.seen_at < clock_timestamp() - make_interval(secs => 10 * $1)
            OR NOT EXISTS (
              SELECT
              FROM pg_locks l
              WHERE l.locktype = 'advisory'
                AND l.database =
                  (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
                AND l.classid = hashtext('statecraft worker ' || current_schema())::oid
                AND l.objid::bigint = w.id
                AND l.objsubid = 2
                AND l.granted))
        RETURNING w.id)
      SELECT id
      FROM silent
      UNION
      SELECT id
      FROM worker
      WHERE taken_at IS NOT NULL
      """;

  /** A while after its death, for a claim that was under way then may be seen only now. */
  private static final String FORGET =
      """
      DELETE FROM worker w
      WHERE w.id = ANY($1::bigint[])
        AND w.taken_at < now() - interval '1 hour'
        AND NOT EXISTS (SELECT FROM outbox o WHERE o.state = 'running' AND o.worker = w.id)
        AND NOT EXISTS (SELECT FROM event_queue e WHERE e.state = 'running' AND e.worker = w.id)
        AND NOT EXISTS (SELECT FROM fan_out f WHERE f.state = 'running' AND f.worker = w.id)
      """;

  private WorkerStore() {}

  /**
   * A new id with its lock; row and lock appear together, so that nobody sees a living worker
   * without its lock.
   */
  static Future<Long> newId(PgConnection connection, String name) {
    return connection
        .begin()
        .compose(
            tx ->
                run(connection, REGISTER, name)
                    .map(rows -> rows.iterator().next().getLong(0))
                    .compose(id -> lock(connection, id).compose(ok -> tx.commit().map(ok ? id : 0)))
                    .onFailure(error -> tx.rollback()))
        .compose(id -> id == 0 ? newId(connection, name) : Future.succeededFuture(id));
  }

  static Future<Boolean> lock(PgConnection connection, long id) {
    return run(connection, LOCK, id).map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** Whether the worker still lives in the eyes of the others. */
  static Future<Boolean> beat(PgConnection connection, long id) {
    return run(connection, BEAT, id).map(rows -> rows.size() == 1);
  }

  /** Declares a worker dead. */
  static Future<Void> resign(PgConnection connection, long id) {
    return run(connection, RESIGN, id).mapEmpty();
  }

  /** Declares dead who is, and tells all who are. */
  static Future<Set<Long>> dead(SqlRunner sql, Duration grace) {
    return sql.run(DEAD, grace.toMillis() / 1000.0)
        .map(
            rows -> {
              Set<Long> ids = new HashSet<>();
              rows.forEach(row -> ids.add(row.getLong(0)));
              return ids;
            });
  }

  static Future<Void> forget(SqlRunner sql, Collection<Long> workers) {
    return sql.run(FORGET, (Object) workers.toArray(Long[]::new)).mapEmpty();
  }

  private static Future<RowSet<Row>> run(PgConnection connection, String sql, Object parameter) {
    return connection.preparedQuery(sql).execute(Tuple.of(parameter));
  }
}

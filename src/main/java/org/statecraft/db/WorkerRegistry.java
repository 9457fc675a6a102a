package org.statecraft.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process among those that claim work. It holds the advisory lock (1, id) on a connection of
 * its own for as long as it lives; a worker whose lock is free is dead, and what it had in hand may
 * be taken over.
 *
 * <p>When the connection breaks, the lock is taken again under the same id as soon as PostgreSQL
 * answers. Until then {@link #isAlive()} is false and nothing should be claimed.
 */
public final class WorkerRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerRegistry.class);
  private static final long RETRY_MILLIS = 500;

  private static final String REGISTER = "INSERT INTO worker (name) VALUES ($1) RETURNING id";

  private static final String LOCK = "SELECT pg_try_advisory_lock(1, $1::bigint::int)";

  private static final String DEAD =
      """
      SELECT w.id
      FROM worker w
      WHERE NOT EXISTS (
        SELECT
        FROM pg_locks l
        WHERE l.locktype = 'advisory'
          AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
          AND l.classid = 1
          AND l.objid::bigint = w.id
          AND l.objsubid = 2
          AND l.granted)
      ORDER BY w.id
      """;

  private static final String FORGET =
      """
      DELETE FROM worker w
      WHERE w.id = ANY($1::bigint[])
        AND NOT EXISTS (SELECT FROM outbox o WHERE o.state = 'running' AND o.worker = w.id)
        AND NOT EXISTS (SELECT FROM event_queue e WHERE e.state = 'running' AND e.worker = w.id)
        AND NOT EXISTS (SELECT FROM fan_out f WHERE f.state = 'running' AND f.worker = w.id)
      """;

  private final Vertx vertx;
  private final DatabaseUrl url;
  private final Database database;
  private final long id;
  private volatile PgConnection connection;
  private volatile boolean alive = true;
  private volatile boolean closed;

  private WorkerRegistry(
      Vertx vertx, DatabaseUrl url, Database database, long id, PgConnection connection) {
    this.vertx = vertx;
    this.url = url;
    this.database = database;
    this.id = id;
    this.connection = connection;
    connection.closeHandler(nothing -> lost());
  }

  /**
   * Registers this process and takes its lock.
   *
   * @param name for people: host and process, such as {@code server-1/4711}
   */
  public static Future<WorkerRegistry> register(
      Vertx vertx, DatabaseUrl url, Database database, String name) {
    return PgConnection.connect(vertx, DatabasePool.connectOptions(url))
        .compose(
            connection ->
                newId(connection, name)
                    .map(id -> new WorkerRegistry(vertx, url, database, id, connection))
                    .onFailure(error -> connection.close()));
  }

  /** Row and lock appear together, so that nobody sees a living worker without its lock. */
  private static Future<Long> newId(PgConnection connection, String name) {
    return connection
        .begin()
        .compose(
            tx ->
                one(connection, REGISTER, name)
                    .map(row -> row.getLong(0))
                    .compose(id -> lock(connection, id).compose(ok -> tx.commit().map(ok ? id : 0)))
                    .onFailure(error -> tx.rollback()))
        .compose(id -> id == 0 ? newId(connection, name) : Future.succeededFuture(id));
  }

  private static Future<Boolean> lock(PgConnection connection, long id) {
    return one(connection, LOCK, id).map(row -> row.getBoolean(0));
  }

  private static Future<Row> one(PgConnection connection, String sql, Object parameter) {
    return connection
        .preparedQuery(sql)
        .execute(Tuple.of(parameter))
        .map(RowSet::iterator)
        .map(rows -> rows.next());
  }

  /** The id that claimed work carries. */
  public long id() {
    return id;
  }

  /** Whether the lock is held. While it is not, others may take this worker for dead. */
  public boolean isAlive() {
    return alive;
  }

  /** The workers that hold no lock. What they had in hand may be taken over. */
  public Future<Set<Long>> deadWorkers() {
    return database.run(DEAD).map(rows -> ids(rows));
  }

  /** Removes dead workers from the table once nothing is in their hands any more. */
  public Future<Void> forget(Collection<Long> workers) {
    return database.run(FORGET, (Object) workers.toArray(Long[]::new)).mapEmpty();
  }

  private static Set<Long> ids(RowSet<Row> rows) {
    Set<Long> ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.getLong(0)));
    return ids;
  }

  private void lost() {
    alive = false;
    if (!closed) {
      LOG.warn("worker={} lost its connection to PostgreSQL; taking its lock again", id);
      lockAgain();
    }
  }

  private void lockAgain() {
    PgConnection.connect(vertx, DatabasePool.connectOptions(url))
        .compose(this::lockOn)
        .onFailure(error -> vertx.setTimer(RETRY_MILLIS, timer -> lockAgainUnlessClosed()));
  }

  private Future<Void> lockOn(PgConnection fresh) {
    return lock(fresh, id)
        .compose(ok -> ok ? Future.succeededFuture() : Future.failedFuture("the lock is taken"))
        .onFailure(error -> fresh.close())
        .compose(nothing -> use(fresh));
  }

  private Future<Void> use(PgConnection fresh) {
    if (closed) {
      return fresh.close();
    }
    connection = fresh;
    fresh.closeHandler(nothing -> lost());
    alive = true;
    LOG.info("worker={} holds its lock again", id);
    return Future.succeededFuture();
  }

  private void lockAgainUnlessClosed() {
    if (!closed) {
      lockAgain();
    }
  }

  /** Gives the lock back. What this worker still has in hand becomes free to others. */
  public Future<Void> close() {
    closed = true;
    alive = false;
    return connection.close();
  }
}

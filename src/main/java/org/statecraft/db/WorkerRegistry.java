package org.statecraft.db;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process among those that claim work. It holds an advisory lock on a connection of its own
 * for as long as it lives, and says there every second that it does. A worker whose lock is free
 * and who has been silent for a while is dead, and what it had in hand may be taken over.
 *
 * <p>The process itself stops sooner than that: {@link #isAlive()} is false as soon as the
 * connection is gone, and whenever the last answered beat is too long ago. When PostgreSQL answers
 * again it goes on under the same id, or, if it was declared dead meanwhile, under a new one.
 */
public final class WorkerRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerRegistry.class);
  private static final long RETRY_MILLIS = 300;

  private final Vertx vertx;
  private final DatabaseUrl url;
  private final Database database;
  private final String name;
  private final LivenessConfig config;
  private final List<Runnable> expiryListeners = new CopyOnWriteArrayList<>();
  private final long timer;
  private volatile long id;
  private volatile @Nullable PgConnection connection;

  /** On the scale of {@link System#nanoTime()}. */
  private volatile long provenUntil;

  private volatile boolean expired;
  private volatile boolean beating;
  private volatile boolean closed;

  private WorkerRegistry(
      Vertx vertx,
      DatabaseUrl url,
      Database database,
      String name,
      LivenessConfig config,
      PgConnection connection,
      long id,
      long began) {
    this.vertx = vertx;
    this.url = url;
    this.database = database;
    this.name = name;
    this.config = config;
    this.id = id;
    use(connection, began);
    this.timer = vertx.setPeriodic(config.beat().toMillis(), tick -> tick());
  }

  /**
   * Registers this process and takes its lock.
   *
   * @param name for people: host and process, such as {@code server-1/4711}
   */
  public static Future<WorkerRegistry> register(
      Vertx vertx, DatabaseUrl url, Database database, String name) {
    return register(vertx, url, database, name, LivenessConfig.DEFAULT);
  }

  /** The same, with other times than usual. */
  public static Future<WorkerRegistry> register(
      Vertx vertx, DatabaseUrl url, Database database, String name, LivenessConfig config) {
    long began = System.nanoTime();
    return PgConnection.connect(vertx, DatabasePool.connectOptions(url))
        .compose(
            connection ->
                WorkerStore.newId(connection, name)
                    .map(
                        id ->
                            new WorkerRegistry(
                                vertx, url, database, name, config, connection, id, began))
                    .onFailure(error -> connection.close()));
  }

  /** The id that claimed work carries. It changes when the process was taken for dead. */
  public long id() {
    return id;
  }

  /**
   * Whether nobody can have taken this worker for dead. While false, no new work may begin, least
   * of all a request to somebody else.
   */
  public boolean isAlive() {
    return connection != null && isProven();
  }

  private boolean isProven() {
    return System.nanoTime() - provenUntil < 0;
  }

  /**
   * Runs {@code listener} whenever others may begin to take over, so that work under way is broken
   * off. Called from any thread.
   */
  public void onExpiry(Runnable listener) {
    expiryListeners.add(listener);
  }

  /** The workers that are dead. What they had in hand may be taken over. */
  public Future<Set<Long>> deadWorkers() {
    return WorkerStore.dead(database, config.grace());
  }

  /** Removes workers from the table that have been dead long enough and have nothing in hand. */
  public Future<Void> forget(Collection<Long> workers) {
    return workers.isEmpty() ? Future.succeededFuture() : WorkerStore.forget(database, workers);
  }

  private void tick() {
    if (!isProven() && !expired) {
      expired = true;
      LOG.warn("worker={} cannot prove that it lives, and stops working", id);
      expiryListeners.forEach(Runnable::run);
    }
    PgConnection held = connection;
    if (held == null || closed) {
      return;
    }
    if (beating) {
      if (expired) {
        // Nothing comes back; only a new connection can tell whether PostgreSQL is there.
        lost(held);
        held.close();
      }
      return;
    }
    beating = true;
    long sent = System.nanoTime();
    long beats = id;
    WorkerStore.beat(held, beats).onComplete(result -> beaten(held, beats, sent, result));
  }

  private void beaten(PgConnection held, long beats, long sent, AsyncResult<Boolean> result) {
    if (connection != held) {
      return;
    }
    beating = false;
    if (result.failed()) {
      LOG.warn("worker={} beat={}", beats, PgErrors.describe(result.cause()));
    } else if (result.result()) {
      proven(sent);
    } else {
      takenForDead(held);
    }
  }

  private void proven(long began) {
    provenUntil = began + config.lease().toNanos();
    if (expired && isProven()) {
      expired = false;
      LOG.info("worker={} works again", id);
    }
  }

  /** Others have what was in hand; the lock goes with the connection. */
  private void takenForDead(PgConnection held) {
    LOG.warn("worker={} was taken for dead", id);
    lost(held);
    held.close();
  }

  private synchronized void lost(PgConnection held) {
    if (connection != held || closed) {
      return;
    }
    connection = null;
    beating = false;
    LOG.warn("worker={} lost its lock; taking it again", id);
    comeBack();
  }

  private void comeBack() {
    if (closed) {
      return;
    }
    PgConnection.connect(vertx, DatabasePool.connectOptions(url))
        .compose(fresh -> comeBackOn(fresh).onFailure(error -> fresh.close()))
        .onFailure(error -> vertx.setTimer(RETRY_MILLIS, tick -> comeBack()));
  }

  private Future<Void> comeBackOn(PgConnection fresh) {
    long began = System.nanoTime();
    return WorkerStore.lock(fresh, id)
        .compose(
            locked -> {
              if (locked) {
                return WorkerStore.beat(fresh, id);
              }
              // An old connection of ours still holds it. After the lease there is no point in
              // waiting for PostgreSQL to notice that it is dead.
              return isProven()
                  ? Future.failedFuture("the lock is still held")
                  : WorkerStore.resign(fresh, id).map(false);
            })
        .compose(living -> living ? Future.succeededFuture(id) : WorkerStore.newId(fresh, name))
        .compose(
            now -> {
              if (closed) {
                return fresh.close();
              }
              if (now != id) {
                LOG.warn("worker={} goes on as worker={}", id, now);
              }
              id = now;
              use(fresh, began);
              return Future.succeededFuture();
            });
  }

  private synchronized void use(PgConnection held, long began) {
    connection = held;
    proven(began);
    held.closeHandler(nothing -> lost(held));
    // A beat that is lost in a crash of PostgreSQL does no harm; waiting for the disk every second
    // would.
    held.query("SET synchronous_commit = off").execute();
    LOG.info("worker={} holds its lock", id);
  }

  /** Gives the lock back. What this worker still has in hand is free to others at once. */
  public synchronized Future<Void> close() {
    closed = true;
    vertx.cancelTimer(timer);
    PgConnection held = connection;
    connection = null;
    return held == null
        ? Future.succeededFuture()
        : WorkerStore.resign(held, id).transform(resigned -> held.close());
  }
}

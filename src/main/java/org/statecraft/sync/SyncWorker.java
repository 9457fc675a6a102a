package org.statecraft.sync;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;
import org.statecraft.connections.Connection;
import org.statecraft.db.LostClaims;
import org.statecraft.db.PgErrors;
import org.statecraft.events.Event;
import org.statecraft.events.LostClaim;

/**
 * Works through the events of one connection: claims a batch, syncs it, claims the next, some
 * batches side by side, and rests when there are none. A student never is in two batches, for an
 * event is claimed once.
 */
public final class SyncWorker {

  private static final Logger LOG = LoggerFactory.getLogger(SyncWorker.class);

  private final Vertx vertx;
  private final Connection connection;
  private final SyncStores stores;
  private final StudentSync sync;
  private final Contexts contexts;
  private final SyncConfig config;
  private final SyncListener listener;
  private final Promise<Void> idle = Promise.promise();
  private Context context;

  private final LostClaims lostClaims;
  private int running;
  private boolean mayBeMore;
  private boolean stopping;

  /** A worker of a connection; nothing happens before {@link #start}. */
  public SyncWorker(
      Vertx vertx,
      Connection connection,
      SyncStores stores,
      SyncConfig config,
      SyncListener listener) {
    this.vertx = vertx;
    this.connection = connection;
    this.stores = stores;
    this.sync = new StudentSync(stores);
    this.contexts = new Contexts(stores.database(), stores.rows(), stores.ruleSets()::of);
    this.config = config;
    this.listener = listener;
    this.lostClaims = new LostClaims(stores.clock());
    this.context = vertx.getOrCreateContext();
  }

  /** Starts, on an event loop of its own. */
  public Future<Void> start() {
    return vertx
        .deployVerticle(
            own -> {
              context = own;
              vertx.setPeriodic(config.pollInterval().toMillis(), timer -> lookAgain());
              lookAgain();
              return Future.succeededFuture();
            })
        .mapEmpty();
  }

  /** There may be new events; from any thread. */
  public void wake() {
    context.runOnContext(nothing -> lookAgain());
  }

  /** Claims no more and waits for the batches under way. */
  public Future<Void> stop() {
    context.runOnContext(
        nothing -> {
          stopping = true;
          finishIfIdle();
        });
    return idle.future().eventually(() -> vertx.undeploy(context.deploymentID()));
  }

  private void lookAgain() {
    mayBeMore = true;
    if (lostClaims.possible() && running == 0 && !stopping) {
      giveBack();
    } else if (!lostClaims.isOpen()) {
      claimMore();
    }
  }

  private void claimMore() {
    while (!stopping && running < config.batchesAtOnce() && stores.registry().isAlive()) {
      running++;
      oneAfterAnother();
    }
  }

  /** With no batch in hand, what is claimed in our name is what we never heard of. */
  private void giveBack() {
    running++;
    stores
        .events()
        .giveBack(stores.database(), connection.name(), lostClaims.workers())
        .onComplete(
            given -> {
              running--;
              if (given.succeeded()) {
                lostClaims.lookedFor();
                claimMore();
              }
              finishIfIdle();
            });
  }

  private void oneAfterAnother() {
    long worker = stores.registry().id();
    claimAndSync(worker)
        .onComplete(
            worked -> {
              if (worked.failed()) {
                // Whether of the claim or of the work: no entry may stay claimed and forgotten.
                lostClaims.lost(worker);
                LOG.warn(
                    "connection={} sync=failed error={}",
                    connection.name(),
                    PgErrors.describe(worked.cause()),
                    Trace.of(worked.cause()));
              }
              if (!stopping
                  && !lostClaims.isOpen()
                  && worked.succeeded()
                  && (worked.result() || mayBeMore)) {
                oneAfterAnother();
              } else {
                running--;
                finishIfIdle();
              }
            });
  }

  private void finishIfIdle() {
    if (stopping && running == 0) {
      idle.tryComplete();
    }
  }

  private Future<Boolean> claimAndSync(long worker) {
    mayBeMore = false;
    return stores
        .events()
        .claim(
            stores.database(),
            connection.name(),
            worker,
            config.studentsTogether(),
            stores.clock().instant())
        .compose(
            batch -> batch.isEmpty() ? Future.succeededFuture(false) : syncAll(batch).map(true));
  }

  private Future<Void> syncAll(List<Event> batch) {
    return syncBatch(batch)
        .recover(
            error -> {
              if (PgErrors.isUnavailable(error) || PgErrors.isFull(error)) {
                return later(() -> syncAll(batch));
              }
              if (error instanceof StalePreferences) {
                return syncAll(batch);
              }
              if (error instanceof LostClaim) {
                LOG.warn(
                    "connection={} sync=lost_claim students={}", connection.name(), batch.size());
                // Only some of them may be another's.
                lostClaims.lost(batch.get(0).worker());
                return Future.succeededFuture();
              }
              return batch.size() > 1 ? syncEach(batch, 0) : putAside(batch.get(0), error);
            });
  }

  private Future<Void> syncBatch(List<Event> batch) {
    return contexts
        .of(connection)
        .compose(shared -> sync.sync(connection, shared, batch, this::onWorker))
        .onSuccess(result -> listener.synced(connection.name(), result))
        .mapEmpty();
  }

  /** One by one, so that only the student who is the cause is put aside. */
  private Future<Void> syncEach(List<Event> batch, int from) {
    return from >= batch.size()
        ? Future.succeededFuture()
        : syncAll(List.of(batch.get(from))).compose(done -> syncEach(batch, from + 1));
  }

  private Future<Void> putAside(Event event, Throwable error) {
    LOG.warn(
        "connection={} sync=put_aside attempt={} error={}",
        connection.name(),
        event.attempt(),
        PgErrors.describe(error),
        Trace.of(error));
    return sync.putAside(connection.name(), event, error, config)
        .recover(
            again ->
                PgErrors.isUnavailable(again)
                    ? later(() -> putAside(event, error))
                    : Future.failedFuture(again));
  }

  /** The database is away: the batch stays in hand and is tried again. */
  private Future<Void> later(java.util.function.Supplier<Future<Void>> work) {
    if (stopping) {
      return Future.succeededFuture();
    }
    Promise<Void> pause = Promise.promise();
    vertx.setTimer(config.pollInterval().toMillis(), timer -> pause.complete());
    return pause.future().compose(done -> stopping ? Future.succeededFuture() : work.get());
  }

  private <T> Future<T> onWorker(Callable<T> work) {
    return vertx.executeBlocking(work, false);
  }
}

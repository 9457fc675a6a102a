package org.statecraft.metrics;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;
import org.statecraft.db.Database;
import org.statecraft.edfi.ConnectionName;

/** Looks every ten seconds at what is waiting, and shows it. */
public final class BacklogWatch {

  private static final Logger LOG = LoggerFactory.getLogger(BacklogWatch.class);
  private static final long PERIOD_MILLIS = 10_000;

  private final Vertx vertx;
  private final Database database;
  private final List<ConnectionName> connections;
  private final Metrics metrics;
  private final BacklogStore store = new BacklogStore();
  private long timer = -1;
  private final AtomicBoolean looking = new AtomicBoolean();

  public BacklogWatch(
      Vertx vertx, Database database, List<ConnectionName> connections, Metrics metrics) {
    this.vertx = vertx;
    this.database = database;
    this.connections = List.copyOf(connections);
    this.metrics = metrics;
  }

  /** Looks once, then goes on looking. */
  public Future<Void> start() {
    timer = vertx.setPeriodic(PERIOD_MILLIS, tick -> lookUnlessLooking());
    return look();
  }

  public void stop() {
    vertx.cancelTimer(timer);
  }

  Future<Void> look() {
    return database
        .inTransaction(tx -> store.load(tx, connections))
        .onSuccess(metrics::show)
        .mapEmpty();
  }

  private void lookUnlessLooking() {
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    look()
        .onFailure(error -> LOG.warn("the backlog cannot be counted", Trace.of(error)))
        .onComplete(done -> looking.set(false));
  }
}

package org.statecraft.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.db.Database;
import org.statecraft.db.PgErrors;
import org.statecraft.db.WorkerRegistry;
import org.statecraft.events.EventClaimStore;
import org.statecraft.events.FanOutStore;

/** Frees the events and fan-outs that a dead process had in hand; delivery frees its own. */
final class Takeover {

  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

  private final Vertx vertx;
  private final Database database;
  private final WorkerRegistry registry;
  private final EventClaimStore events = new EventClaimStore();
  private final FanOutStore fanOuts = new FanOutStore();
  private final Runnable wake;
  private final Duration every;
  private long timer = -1;

  Takeover(Vertx vertx, Database database, WorkerRegistry registry, Runnable wake, Duration every) {
    this.every = every;
    this.vertx = vertx;
    this.database = database;
    this.registry = registry;
    this.wake = wake;
  }

  Future<Void> start() {
    timer = vertx.setPeriodic(every.toMillis(), fired -> look());
    return look();
  }

  Future<Void> stop() {
    vertx.cancelTimer(timer);
    return Future.succeededFuture();
  }

  private Future<Void> look() {
    return registry
        .deadWorkers()
        .compose(this::free)
        .onFailure(error -> LOG.warn("takeover=failed error={}", PgErrors.describe(error)))
        .otherwiseEmpty();
  }

  private Future<Void> free(Set<Long> dead) {
    if (dead.isEmpty()) {
      return Future.succeededFuture();
    }
    return events
        .release(database, dead)
        .compose(some -> fanOuts.release(database, dead).map(more -> some + more))
        .map(
            count -> {
              if (count > 0) {
                LOG.info("takeover=done entries={} workers={}", count, dead);
                wake.run();
              }
              return null;
            });
  }
}

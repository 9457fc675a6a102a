package org.statecraft.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.admin.HistoryStore;
import org.statecraft.admin.HistoryStore.Kind;
import org.statecraft.config.HistoryConfig;
import org.statecraft.db.Database;
import org.statecraft.db.PgErrors;

/** Drops, at the start and some times a day, what has been kept as long as is configured. */
final class HistoryCleanup {

  private static final Logger LOG = LoggerFactory.getLogger(HistoryCleanup.class);
  private static final Duration EVERY = Duration.ofHours(6);

  private final Vertx vertx;
  private final Database database;
  private final HistoryConfig config;
  private final InstantSource clock;
  private final HistoryStore store = new HistoryStore();
  private long timer = -1;

  HistoryCleanup(Vertx vertx, Database database, HistoryConfig config, InstantSource clock) {
    this.vertx = vertx;
    this.database = database;
    this.config = config;
    this.clock = clock;
  }

  /** Begins; nobody waits for it. */
  void start() {
    timer = vertx.setPeriodic(EVERY.toMillis(), tick -> clean());
    clean();
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  /** Drops what is due. */
  Future<Void> clean() {
    return drop(Kind.AUDIT_LOG, config.auditLog())
        .compose(done -> drop(Kind.CLOSED_ERRORS, config.closedErrors()))
        .compose(done -> drop(Kind.RESYNC_PLANS, config.resyncPlans()))
        .compose(done -> drop(Kind.SHADOW_DIFFERENCES, config.shadowDifferences()))
        .onFailure(error -> LOG.warn("history=kept error={}", PgErrors.describe(error)));
  }

  private Future<Void> drop(Kind kind, Duration keep) {
    return store.drop(database, kind, clock.instant().minus(keep));
  }
}

package org.statecraft.deliver;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;

/**
 * Frees the actions that dead processes had in hand, so that others send them: at the start, and
 * every few seconds. One for all connections of a process.
 */
public final class Recovery {

  /** How often it looks, unless told otherwise. */
  public static final Duration EVERY = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Vertx vertx;
  private final DeliveryStores stores;
  private final Runnable freed;
  private final long timer;
  private Future<Void> looking;

  private Recovery(Vertx vertx, DeliveryStores stores, Duration every, Runnable freed) {
    this.vertx = vertx;
    this.stores = stores;
    this.freed = freed;
    this.looking = look();
    this.timer = vertx.setPeriodic(every.toMillis(), tick -> lookAgain());
  }

  /**
   * Starts; the future ends when what there is to free now is free.
   *
   * @param freed is told when actions became free
   */
  public static Future<Recovery> start(
      Vertx vertx, DeliveryStores stores, Duration every, Runnable freed) {
    Recovery recovery = new Recovery(vertx, stores, every, freed);
    return recovery.looking.map(recovery);
  }

  /** Looks no more. */
  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    return looking;
  }

  private void lookAgain() {
    if (looking.isComplete()) {
      looking = look();
    }
  }

  private Future<Void> look() {
    return stores
        .registry()
        .deadWorkers()
        .compose(dead -> dead.isEmpty() ? Future.succeededFuture() : free(dead))
        .onFailure(error -> LOG.warn("recovery=failed", Trace.of(error)))
        .otherwiseEmpty();
  }

  private Future<Void> free(Set<Long> dead) {
    return stores
        .database()
        .inTransaction(tx -> stores.outbox().release(tx, dead))
        .compose(
            count -> {
              if (count > 0) {
                LOG.info("takeover=done actions={} workers={}", count, dead);
                freed.run();
              }
              return stores.states().forget(stores.database(), dead);
            })
        .compose(nothing -> stores.registry().forget(dead));
  }
}

package org.statecraft.deliver;

import io.vertx.core.Future;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;
import org.statecraft.edfi.ConnectionName;

/**
 * Tells people and the other processes how a connection is sent on, when that has changed, and
 * learns how many share it. For one event loop.
 */
final class DeliveryReporter {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryReporter.class);

  private final DeliveryStores stores;
  private final ConnectionName connection;
  private final DeliveryListener listener;
  private @Nullable DeliveryState written;
  private boolean busy;

  DeliveryReporter(DeliveryStores stores, ConnectionName connection, DeliveryListener listener) {
    this.stores = stores;
    this.connection = connection;
    this.listener = listener;
  }

  /**
   * Reports.
   *
   * @param underWay requests
   * @return how many processes send on the connection, this one included; fails if it cannot be
   *     known at the moment
   */
  Future<Integer> report(ConnectionHealth health, PauseWatch pauses, int underWay) {
    DeliveryState state = state(health, pauses, underWay);
    listener.state(state);
    if (busy) {
      return Future.failedFuture("the last report is still under way");
    }
    busy = true;
    Future<Void> told =
        state.looksLike(written)
            ? Future.succeededFuture()
            : stores.states().write(stores.database(), state).onSuccess(nothing -> written = state);
    return told.compose(
            nothing -> stores.states().others(stores.database(), connection, state.worker()))
        .map(others -> others + 1)
        .onFailure(error -> LOG.warn("connection={} cannot report", connection, Trace.of(error)))
        .onComplete(done -> busy = false);
  }

  private DeliveryState state(ConnectionHealth health, PauseWatch pauses, int underWay) {
    AdaptiveLimit limit = health.adaptive();
    return new DeliveryState(
        connection,
        stores.registry().id(),
        pauses.all() ? "paused" : health.word(),
        health.until().orElse(null),
        limit.ceiling(),
        limit.limit(),
        underWay,
        limit.latency().isZero()
            ? OptionalInt.empty()
            : OptionalInt.of((int) limit.latency().toMillis()));
  }

  /** This process no longer sends here. */
  Future<Void> leave() {
    DeliveryState last = written;
    written = null;
    return last == null
        ? Future.succeededFuture()
        : stores.states().leave(stores.database(), connection, last.worker()).otherwiseEmpty();
  }
}

package org.statecraft.deliver;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;
import org.statecraft.deliver.DeliveryOutcome.NotPermitted;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.outbox.OutboxEntry;
import org.statecraft.outbox.Settlement;

/**
 * Sends what is claimed, as much at once as the API takes well, and learns from what comes of it.
 * For one event loop.
 */
final class Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final DeliveryStores stores;
  private final ConnectionName connection;
  private final Courier courier;
  private final Settling settling;
  private final SettleQueue settleQueue;
  private final ConnectionHealth health;
  private final ConnectionErrors errors;
  private final PauseWatch pauses;
  private final ResourceHolds holds;
  private final DeliveryListener listener;
  private final Runnable look;
  private final ClaimedActions claimed = new ClaimedActions();
  private final Set<Long> running = new HashSet<>();
  private boolean sending;

  /**
   * A dispatcher.
   *
   * @param look is run when there may be something to do again
   */
  Dispatcher(
      DeliveryStores stores,
      ConnectionName connection,
      Courier courier,
      Settling settling,
      SettleQueue settleQueue,
      ConnectionHealth health,
      PauseWatch pauses,
      ResourceHolds holds,
      DeliveryListener listener,
      Runnable look) {
    this.stores = stores;
    this.connection = connection;
    this.courier = courier;
    this.settling = settling;
    this.settleQueue = settleQueue;
    this.health = health;
    this.errors = new ConnectionErrors(stores, connection);
    this.pauses = pauses;
    this.holds = holds;
    this.listener = listener;
    this.look = look;
  }

  ClaimedActions claimed() {
    return claimed;
  }

  /** How many requests are under way. */
  int running() {
    return running.size();
  }

  /** The actions that are claimed, under way, or whose outcomes are not written yet. */
  Set<Long> inHand() {
    return Stream.of(claimed.ids(), running.stream(), settleQueue.ids())
        .flatMap(ids -> ids)
        .collect(Collectors.toSet());
  }

  /** Sends as many as may be under way. */
  void send() {
    sending = true;
    while (running.size() < health.limit() && !claimed.isEmpty() && stores.registry().isAlive()) {
      OutboxEntry next = claimed.next(health.isProbing());
      ResourceName resource = next.record().resource();
      if (pauses.covers(resource)) {
        giveBack(settling.untouched(next));
      } else {
        holds
            .until(resource)
            .ifPresentOrElse(
                until -> giveBack(Settlement.untouched(next, until)), () -> send(next));
      }
    }
    sending = false;
  }

  private void send(OutboxEntry entry) {
    running.add(entry.id());
    long began = System.nanoTime();
    courier
        .deliver(entry)
        .onComplete(
            result -> {
              boolean full = running.size() >= health.limit();
              running.remove(entry.id());
              settle(result.result(), began, full);
              // What needs no request is over at once, while the loop above still runs.
              if (!sending) {
                look.run();
              }
            });
  }

  private void settle(Delivery delivery, long began, boolean full) {
    long now = System.nanoTime();
    learn(delivery, began, now, full);
    OutboxEntry entry = delivery.entry();
    settleQueue.add(
        settling.settlement(delivery),
        () ->
            listener.sent(
                connection,
                entry.record().resource(),
                delivery.verb(),
                delivery.outcome().word(),
                Duration.ofNanos(now - began),
                entry.changedAt()));
  }

  private void learn(Delivery delivery, long began, long now, boolean full) {
    boolean letThrough = delivery.outcome() instanceof Success && delivery.verb() != null;
    ResourceName resource = delivery.entry().record().resource();
    if (letThrough) {
      holds.letThrough(resource);
    } else if (delivery.outcome() instanceof NotPermitted) {
      holds.refused(resource);
    }
    switch (health.learn(delivery, began, now, full)) {
      case FELL_ILL -> {
        listener.circuit(connection, health.until());
        errors.raise(ConnectionErrors.faultOf(delivery), health.pause());
      }
      case RECOVERED -> recovered();
      case NONE -> {
        if (letThrough) {
          errors.close();
        }
      }
    }
  }

  private void recovered() {
    LOG.info("connection={} answers again", connection);
    listener.circuit(connection, Optional.empty());
    errors.close();
    stores
        .outbox()
        .outageOver(stores.database(), connection)
        .onSuccess(count -> look.run())
        .onFailure(
            error -> LOG.warn("connection={} cannot wake actions", connection, Trace.of(error)));
  }

  /** Frees what was claimed and not sent, so that others or a newer plan may have it. */
  void giveBackAll() {
    while (!claimed.isEmpty()) {
      giveBack(settling.untouched(claimed.next(false)));
    }
  }

  private void giveBack(Settlement settlement) {
    settleQueue.add(settlement, () -> {});
  }
}

package org.statecraft.deliver;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;
import org.statecraft.connections.Connection;
import org.statecraft.deliver.DeliveryOutcome.Broken;
import org.statecraft.deliver.DeliveryOutcome.ConnectionDown;
import org.statecraft.deliver.DeliveryOutcome.NothingToDo;
import org.statecraft.deliver.DeliveryOutcome.Unavailable;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.outbox.OutboxEntry;
import org.statecraft.outbox.RetrySchedule;

/**
 * Delivers the actions of one connection: claims some ahead of need, keeps as many requests under
 * way as the connection allows, and settles outcomes in groups. All of it runs on one event loop.
 */
public final class DeliverWorker {

  private static final Logger LOG = LoggerFactory.getLogger(DeliverWorker.class);

  /** Few slots are kept busy by as many claimed actions as many slots. */
  private static final int LEAST_AHEAD = 64;

  private final Vertx vertx;
  private final DeliveryStores stores;
  private final ConnectionName connection;
  private final EdFiClient client;
  private final Courier courier;
  private final Settling settling;
  private final ConnectionHealth health;
  private final ConnectionErrors errors;
  private final DeliverConfig config;
  private final InstantSource clock;
  private final DeliveryListener listener;
  private final SettleQueue settleQueue;
  private final Deque<OutboxEntry> claimed = new ArrayDeque<>();
  private final Promise<Void> idle = Promise.promise();
  private Context context;
  private int running;
  private boolean sending;
  private boolean claiming;
  private boolean mayBeMore = true;
  private boolean pauseTimer;
  private boolean stopping;

  private DeliverWorker(
      Vertx vertx,
      DeliveryStores stores,
      Connection connection,
      Function<ResourceName, String> path,
      DeliverConfig config,
      InstantSource clock,
      DeliveryListener listener) {
    RetrySchedule retry =
        new RetrySchedule(config.retryBase(), config.retryCap(), RandomGenerator.getDefault());
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.stores = stores;
    this.connection = connection.name();
    this.client = EdFiClient.open(vertx, connection, config, clock);
    this.courier = new Courier(client, path);
    this.settling = new Settling(config, retry, clock);
    this.health = new ConnectionHealth(connection.concurrency(), retry, clock);
    this.errors = new ConnectionErrors(stores, connection.name());
    this.config = config;
    this.clock = clock;
    this.listener = listener;
    this.settleQueue = new SettleQueue(vertx, stores, connection.name(), written -> lookAgain());
  }

  /**
   * Starts to deliver; takes over first what dead workers had in hand.
   *
   * @param path of a resource below the API's data address, such as {@code /schema/resource}
   */
  public static Future<DeliverWorker> start(
      Vertx vertx,
      DeliveryStores stores,
      Connection connection,
      Function<ResourceName, String> path,
      DeliverConfig config,
      InstantSource clock,
      DeliveryListener listener) {
    DeliverWorker worker =
        new DeliverWorker(vertx, stores, connection, path, config, clock, listener);
    return vertx.deployVerticle(worker::begin).map(worker);
  }

  /** A deployment of its own gives each worker an event loop of its own, and ends its timers. */
  private Future<?> begin(Context own) {
    context = own;
    vertx.setPeriodic(config.poll().toMillis(), timer -> lookAgain());
    vertx.setPeriodic(config.recoverEvery().toMillis(), timer -> recover());
    return recover();
  }

  /** There may be something new to send; from any thread. */
  public void wake() {
    context.runOnContext(nothing -> lookAgain());
  }

  /**
   * Claims no more, gives back what is claimed and not sent, and waits for the requests under way
   * and their outcomes; no longer than the deadline.
   */
  public Future<Void> stop() {
    context.runOnContext(nothing -> beginToStop());
    return idle.future()
        .timeout(config.stopDeadline().toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(error -> LOG.warn("connection={} stopped with requests under way", connection))
        .otherwiseEmpty()
        .eventually(() -> vertx.undeploy(context.deploymentID()))
        .onComplete(done -> client.close());
  }

  private void beginToStop() {
    stopping = true;
    giveBack();
    finishIfIdle();
  }

  private Future<Void> recover() {
    return stores
        .registry()
        .deadWorkers()
        .compose(
            dead ->
                stores
                    .database()
                    .inTransaction(tx -> stores.outbox().release(tx, dead))
                    .compose(freed -> recovered(dead, freed)))
        .onFailure(
            error ->
                LOG.warn("connection={} cannot look for dead workers", connection, Trace.of(error)))
        .otherwiseEmpty();
  }

  private Future<Void> recovered(Set<Long> dead, int freed) {
    if (freed > 0) {
      LOG.info("connection={} freed={} actions of dead workers={}", connection, freed, dead);
    }
    lookAgain();
    return dead.isEmpty() ? Future.succeededFuture() : stores.registry().forget(dead);
  }

  private void lookAgain() {
    mayBeMore = true;
    look();
  }

  private void look() {
    if (stopping) {
      finishIfIdle();
      return;
    }
    if (health.isPaused()) {
      giveBack();
      lookAfterPause();
      return;
    }
    send();
    int ahead = Math.max(LEAST_AHEAD, 2 * health.limit());
    int wanted = ahead - running - claimed.size();
    boolean worthIt = wanted >= ahead / 4 && settleQueue.size() <= 4 * ahead;
    if (mayBeMore && !claiming && worthIt && stores.registry().isAlive()) {
      claim(wanted);
    }
  }

  private void claim(int wanted) {
    claiming = true;
    mayBeMore = false;
    stores
        .outbox()
        .claim(stores.database(), connection, stores.registry().id(), wanted, clock.instant())
        .onSuccess(entries -> claimed(entries, wanted))
        .onFailure(
            error -> {
              claiming = false;
              LOG.warn("connection={} cannot claim actions", connection, Trace.of(error));
              finishIfIdle();
            });
  }

  private void claimed(List<OutboxEntry> entries, int wanted) {
    claiming = false;
    claimed.addAll(entries);
    mayBeMore |= entries.size() == wanted;
    if (stopping) {
      giveBack();
    }
    look();
  }

  private void send() {
    sending = true;
    while (running < health.limit() && !claimed.isEmpty() && !health.isPaused()) {
      send(claimed.remove());
    }
    sending = false;
  }

  private void send(OutboxEntry entry) {
    running++;
    long began = System.nanoTime();
    courier
        .deliver(entry)
        .onComplete(
            result -> {
              running--;
              settle(result.result(), Duration.ofNanos(System.nanoTime() - began));
              // What needs no request is over at once, while the loop above still runs.
              if (!sending) {
                look();
              }
            });
  }

  private void settle(Delivery delivery, Duration latency) {
    learn(delivery.outcome());
    OutboxEntry entry = delivery.entry();
    settleQueue.add(
        settling.settlement(delivery),
        () ->
            listener.sent(
                connection,
                entry.record().resource(),
                delivery.verb(),
                delivery.outcome().word(),
                latency,
                entry.changedAt()));
  }

  private void learn(DeliveryOutcome outcome) {
    if (outcome instanceof ConnectionDown down) {
      if (!health.isPaused()) {
        health.down(down.retryAfter());
        errors.raise(down.fault(), health.pause());
      }
    } else if (outcome instanceof Unavailable unavailable) {
      if (unavailable.throttled()) {
        health.throttled(unavailable.retryAfter());
      } else {
        health.faulty();
      }
    } else if (!(outcome instanceof NothingToDo || outcome instanceof Broken)) {
      health.answered();
      errors.close();
    }
  }

  /** Frees what was claimed and not sent, so that others or a newer plan may have it. */
  private void giveBack() {
    while (!claimed.isEmpty()) {
      settleQueue.add(settling.untouched(claimed.remove()), () -> {});
    }
  }

  private void lookAfterPause() {
    if (!pauseTimer) {
      pauseTimer = true;
      vertx.setTimer(
          Math.max(1, health.pause().toMillis()),
          timer -> {
            pauseTimer = false;
            lookAgain();
          });
    }
  }

  private void finishIfIdle() {
    if (stopping && running == 0 && !claiming && settleQueue.size() == 0) {
      idle.tryComplete();
    }
  }
}

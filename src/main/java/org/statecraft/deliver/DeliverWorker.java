package org.statecraft.deliver;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;
import org.statecraft.connections.Connection;
import org.statecraft.db.LostClaims;
import org.statecraft.edfi.ResourceName;
import org.statecraft.outbox.Claim;
import org.statecraft.outbox.RetrySchedule;

/**
 * Delivers the actions of one connection: claims some ahead of need, keeps as many requests under
 * way as the API takes well, and settles outcomes in groups. All of it runs on one event loop, each
 * connection on its own, so that none waits for another.
 */
public final class DeliverWorker {

  private static final Logger LOG = LoggerFactory.getLogger(DeliverWorker.class);
  private static final long REPORT_MILLIS = 2_000;

  /**
   * The longest wait after a first 429 that says nothing of when to come back. Fewer requests at
   * once are the lasting answer to it, so the wait only bridges the moment.
   */
  private static final Duration THROTTLE_BASE = Duration.ofMillis(100);

  /** So many outcomes may wait to be written while more is claimed. */
  private static final int LEAST_UNSETTLED = 256;

  private final Vertx vertx;
  private final DeliveryStores stores;
  private final Connection connection;
  private final DeliverConfig config;
  private final InstantSource clock;
  private final EdFiClient client;
  private final ConnectionHealth health;
  private final SettleQueue settleQueue;
  private final Dispatcher dispatcher;
  private final DeliveryReporter reporter;
  private final PauseWatch pauses;
  private final LostClaims lostClaims;
  private final Promise<Void> idle = Promise.promise();
  private Context context;
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
    RandomGenerator random = RandomGenerator.getDefault();
    RetrySchedule attempts = new RetrySchedule(config.retryBase(), config.retryCap(), random);
    RetrySchedule outages = new RetrySchedule(config.retryBase(), config.longestPause(), random);
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.stores = stores;
    this.connection = connection;
    this.config = config;
    this.clock = clock;
    this.client =
        EdFiClient.open(
            vertx,
            connection,
            config,
            clock,
            new TokenStore(stores.database(), connection),
            () -> stores.registry().isAlive());
    this.health =
        new ConnectionHealth(
            new AdaptiveLimit(connection.concurrency()),
            new CircuitBreaker(outages, clock),
            new RetrySchedule(THROTTLE_BASE, config.longestPause(), random),
            clock);
    this.settleQueue = new SettleQueue(vertx, stores, connection.name(), written -> lookAgain());
    this.reporter = new DeliveryReporter(stores, connection.name(), listener);
    this.pauses = new PauseWatch(stores, connection.name());
    this.lostClaims = new LostClaims(clock);
    this.dispatcher =
        new Dispatcher(
            stores,
            connection.name(),
            new Courier(client, path),
            new Settling(config, attempts, clock),
            settleQueue,
            health,
            pauses,
            new ResourceHolds(config.slowClock(), clock),
            listener,
            this::look);
  }

  /**
   * Starts to deliver. What dead processes had in hand is another's business, see {@link Recovery}.
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
    vertx.setPeriodic(config.poll().toMillis(), timer -> poll());
    vertx.setPeriodic(REPORT_MILLIS, timer -> report());
    // Others may begin to send what is under way here: better no answer than two requests.
    stores.registry().onExpiry(() -> own.runOnContext(nothing -> client.breakOff()));
    poll();
    return report().otherwiseEmpty();
  }

  /** There may be something new to send; from any thread. */
  public void wake() {
    context.runOnContext(nothing -> lookAgain());
  }

  /**
   * Claims no more, gives back what is claimed and not sent, and waits for the requests under way
   * and their outcomes; no longer than the deadline. What is under way then is broken off.
   */
  public Future<Void> stop() {
    context.runOnContext(nothing -> beginToStop());
    return idle.future()
        .timeout(config.stopDeadline().toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(
            error -> LOG.warn("connection={} stopped with requests under way", connection.name()))
        .otherwiseEmpty()
        .eventually(() -> vertx.undeploy(context.deploymentID()))
        .eventually(reporter::leave)
        .onComplete(done -> client.close());
  }

  private void beginToStop() {
    stopping = true;
    dispatcher.giveBackAll();
    finishIfIdle();
  }

  private void poll() {
    if (lostClaims.possible() && !claiming && !stopping) {
      giveBackLost();
    }
    if (dispatcher.claimed().isEmpty()) {
      lookAgain();
    } else {
      lookForPauses().onComplete(looked -> lookAgain());
    }
  }

  private Future<Void> lookForPauses() {
    return pauses
        .look()
        .onFailure(
            error ->
                LOG.warn("connection={} cannot see pauses", connection.name(), Trace.of(error)));
  }

  private Future<Integer> report() {
    return lookForPauses()
        .otherwiseEmpty()
        .compose(looked -> reporter.report(health, pauses, dispatcher.running()))
        .onSuccess(
            processes ->
                health
                    .adaptive()
                    .ceiling(Math.max(1, (connection.concurrency() + processes - 1) / processes)));
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
    if (!stores.registry().isAlive()) {
      // What is claimed stays, should we come back before others take it.
      return;
    }
    ClaimedActions claimed = dispatcher.claimed();
    claimed.dropOthers(stores.registry().id());
    if (health.isPaused() || pauses.all()) {
      dispatcher.giveBackAll();
      lookAfterPause();
      return;
    }
    dispatcher.send();
    int ahead = claimed.wanted(health.limit(), health.adaptive().latency());
    int wanted = ahead - dispatcher.running() - claimed.size();
    boolean worthIt =
        wanted > 0
            && wanted >= ahead / 4
            && settleQueue.size() <= Math.max(LEAST_UNSETTLED, 4 * ahead);
    if (mayBeMore && !claiming && worthIt) {
      claim(wanted);
    }
  }

  private void claim(int wanted) {
    claiming = true;
    mayBeMore = false;
    long worker = stores.registry().id();
    stores
        .outbox()
        .claim(stores.database(), connection.name(), worker, wanted, clock.instant())
        .onSuccess(claim -> claimed(claim, wanted))
        .onFailure(
            error -> {
              claiming = false;
              lostClaims.lost(worker);
              LOG.warn("connection={} cannot claim actions", connection.name(), Trace.of(error));
              finishIfIdle();
            });
  }

  /** Claims nothing meanwhile: what it does not know of by now, it never will. */
  private void giveBackLost() {
    claiming = true;
    stores
        .outbox()
        .giveBack(stores.database(), connection.name(), lostClaims.workers(), dispatcher.inHand())
        .onSuccess(count -> lostClaims.lookedFor())
        .onComplete(
            given -> {
              claiming = false;
              lookAgain();
            });
  }

  private void claimed(Claim claim, int wanted) {
    claiming = false;
    dispatcher.claimed().add(claim.entries());
    mayBeMore |= claim.seen() == wanted;
    if (stopping) {
      dispatcher.giveBackAll();
    }
    look();
  }

  private void lookAfterPause() {
    if (!pauseTimer && health.isPaused()) {
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
    if (stopping && dispatcher.running() == 0 && !claiming && settleQueue.size() == 0) {
      idle.tryComplete();
    }
  }
}

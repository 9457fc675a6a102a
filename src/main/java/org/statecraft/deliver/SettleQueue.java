package org.statecraft.deliver;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.outbox.Settlement;

/**
 * Outcomes on their way into the database: while one transaction is under way the next ones gather.
 * An outcome is never lost while the process lives; what cannot be written is tried again, in ever
 * smaller groups, so that one that cannot be written at all does not hold up the others.
 *
 * <p>For one event loop.
 */
final class SettleQueue {

  private static final Logger LOG = LoggerFactory.getLogger(SettleQueue.class);
  private static final int LARGEST_GROUP = 256;

  /** So long an outcome waits for company: a transaction costs far more than a few rows in it. */
  private static final long GATHER_MILLIS = 5;

  private static final int ENOUGH = 64;
  private static final long FIRST_RETRY_MILLIS = 100;
  private static final long LONGEST_RETRY_MILLIS = 5_000;

  /** An outcome; {@code then} runs once it is committed. */
  record Outcome(Settlement settlement, Runnable then) {}

  private final Vertx vertx;
  private final DeliveryStores stores;
  private final ConnectionName connection;
  private final Consumer<Integer> committed;
  private final Deque<Outcome> outcomes = new ArrayDeque<>();
  private List<Outcome> writing = List.of();
  private int group = LARGEST_GROUP;
  private long retryMillis = FIRST_RETRY_MILLIS;
  private boolean busy;
  private boolean gathering;

  /**
   * A queue.
   *
   * @param committed is told the size of each group that was written
   */
  SettleQueue(
      Vertx vertx, DeliveryStores stores, ConnectionName connection, Consumer<Integer> committed) {
    this.vertx = vertx;
    this.stores = stores;
    this.connection = connection;
    this.committed = committed;
  }

  int size() {
    return outcomes.size() + (busy ? 1 : 0);
  }

  /** The actions whose outcomes are not known to be written. */
  Stream<Long> ids() {
    return Stream.concat(outcomes.stream(), writing.stream())
        .map(outcome -> outcome.settlement().entry().id());
  }

  void add(Settlement settlement, Runnable then) {
    outcomes.add(new Outcome(settlement, then));
    gather();
  }

  private void gather() {
    if (outcomes.size() >= ENOUGH) {
      write();
    } else if (!busy && !gathering && !outcomes.isEmpty()) {
      gathering = true;
      vertx.setTimer(
          GATHER_MILLIS,
          timer -> {
            gathering = false;
            write();
          });
    }
  }

  private void write() {
    if (busy || outcomes.isEmpty()) {
      return;
    }
    busy = true;
    List<Outcome> batch = new ArrayList<>();
    while (batch.size() < group && !outcomes.isEmpty()) {
      batch.add(outcomes.remove());
    }
    writing = batch;
    List<Settlement> settlements = batch.stream().map(Outcome::settlement).toList();
    stores
        .database()
        .inTransaction(tx -> stores.outbox().settle(tx, connection, settlements))
        .onSuccess(count -> written(batch))
        .onFailure(error -> failed(batch, error));
  }

  private void written(List<Outcome> batch) {
    busy = false;
    writing = List.of();
    group = Math.min(LARGEST_GROUP, group * 2);
    retryMillis = FIRST_RETRY_MILLIS;
    gather();
    committed.accept(batch.size());
    batch.forEach(outcome -> outcome.then().run());
  }

  private void failed(List<Outcome> batch, Throwable error) {
    LOG.warn(
        "connection={} {} outcomes cannot be written yet, next try in {}",
        connection,
        batch.size(),
        Duration.ofMillis(retryMillis),
        Trace.of(error));
    group = Math.max(1, batch.size() / 2);
    // To the end, so that the others come first.
    outcomes.addAll(batch);
    writing = List.of();
    vertx.setTimer(
        retryMillis,
        timer -> {
          busy = false;
          write();
        });
    retryMillis = Math.min(LONGEST_RETRY_MILLIS, retryMillis * 2);
  }
}

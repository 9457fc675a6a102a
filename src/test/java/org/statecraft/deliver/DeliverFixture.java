package org.statecraft.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.Plans.CONNECTION;
import static org.statecraft.testing.TestDatabase.await;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.statecraft.db.Database;
import org.statecraft.db.DatabasePool;
import org.statecraft.db.WorkerRegistry;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.errorlog.OpenError;
import org.statecraft.identity.IdentityStore;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.plan.StudentPlan;
import org.statecraft.testing.TestDatabase;

/** Workers that deliver to a small API, and ways to wait for what they do. */
abstract class DeliverFixture {

  static final DeliverConfig CONFIG =
      new DeliverConfig(
          Duration.ofMillis(50),
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          Duration.ofSeconds(30),
          3,
          2,
          3,
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5));

  static TestDatabase test;

  final ErrorStore errors = new ErrorStore();
  final OutboxStore outbox = new OutboxStore(new IdentityStore(), errors);
  final List<String> outcomes = new CopyOnWriteArrayList<>();
  final Semaphore noted = new Semaphore(0);
  final List<AutoCloseable> open = new ArrayList<>();
  ScriptedApi api = ScriptedApi.start(Vertx.vertx(), 0);

  @BeforeAll
  static void start() {
    test = TestDatabase.open();
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @BeforeEach
  void empty() {
    await(
        test.database()
            .run(
                "TRUNCATE outbox, outbox_blocker, identity_mapping, error_log, worker,"
                    + " delivery_pause, delivery_state, api_token"));
    restartApi(0);
  }

  void restartApi(int latencyMillis) {
    api.close();
    api = ScriptedApi.start(test.vertx(), latencyMillis);
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
    api.close();
  }

  DeliverWorker start(int concurrency) {
    WorkerRegistry registry =
        await(WorkerRegistry.register(test.vertx(), test.url(), test.database(), "test"));
    open.add(() -> await(registry.close()));
    Recovery recovery =
        await(
            Recovery.start(
                test.vertx(),
                DeliveryStores.of(test.database(), outbox, errors, registry),
                Duration.ofMillis(200),
                () -> {}));
    open.add(() -> await(recovery.stop()));
    DeliverWorker worker = start(test.vertx(), test.database(), registry, concurrency);
    open.add(() -> await(worker.stop()));
    return worker;
  }

  DeliverWorker start(Vertx vertx, Database database, WorkerRegistry registry, int concurrency) {
    return await(
        DeliverWorker.start(
            vertx,
            DeliveryStores.of(database, outbox, errors, registry),
            TestConnection.to(api.base(), concurrency),
            resource -> "/ed-fi/" + resource,
            CONFIG,
            InstantSource.system(),
            (connection, resource, verb, outcome, latency, changedAt) -> note(outcome)));
  }

  /** A worker in a world of its own, which ends from one moment to the next. */
  record Killable(Vertx vertx, WorkerRegistry registry) {
    void kill() {
      // First, because the registry would take its lock again while Vert.x goes down.
      await(registry.close());
      await(vertx.close());
    }
  }

  Killable startKillable(int concurrency) {
    Vertx vertx = Vertx.vertx();
    Database database = DatabasePool.open(vertx, test.url(), 4);
    WorkerRegistry registry = await(WorkerRegistry.register(vertx, test.url(), database, "killed"));
    start(vertx, database, registry, concurrency);
    return new Killable(vertx, registry);
  }

  void note(String outcome) {
    outcomes.add(outcome);
    noted.release();
  }

  void add(StudentPlan... plans) {
    await(test.database().inTransaction(tx -> outbox.add(tx, CONNECTION, List.of(plans))));
  }

  /** Until nothing is left that will be sent without a person. */
  void awaitEmpty() {
    awaitUntil(
        () ->
            count(
                    "SELECT count(*) FROM outbox WHERE state NOT IN"
                        + " ('done', 'cancelled', 'discarded')")
                == 0);
  }

  /** Looks again whenever an outcome was committed, and now and then besides. */
  void awaitUntil(BooleanSupplier reached) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!reached.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "not reached; outcomes so far: " + outcomes);
      try {
        if (noted.tryAcquire(50, TimeUnit.MILLISECONDS)) {
          noted.drainPermits();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The listener hears of an outcome after its commit, and so after the outbox shows it. */
  void assertOutcomes(String... expected) {
    awaitUntil(() -> outcomes.size() >= expected.length);
    assertEquals(List.of(expected), List.copyOf(outcomes));
  }

  List<OpenError> openErrors() {
    return await(errors.open(test.database(), CONNECTION, 10));
  }

  static long count(String sql) {
    return await(test.database().run(sql)).iterator().next().getLong(0);
  }
}

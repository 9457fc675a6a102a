package org.statecraft.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statecraft.testing.CutProxy;
import org.statecraft.testing.TestDatabase;

class WorkerRegistryPgTest {

  /** Long enough that a busy machine does not look like a dead one. */
  private static final LivenessConfig QUICK =
      new LivenessConfig(Duration.ofMillis(100), Duration.ofMillis(1500), Duration.ofMillis(2500));

  private final TestDatabase test = TestDatabase.open();
  private final CutProxy proxy = CutProxy.start(test.vertx(), test.url().host(), test.url().port());

  @BeforeEach
  void awaitOldServer() {
    // Nobody is declared dead so soon after a start of the server.
    awaitUntil(
        () ->
            await(
                    test.database()
                        .run(
                            "SELECT pg_postmaster_start_time() < clock_timestamp() - interval '3 s'"))
                .iterator()
                .next()
                .getBoolean(0));
  }

  @AfterEach
  void close() {
    proxy.close();
    test.close();
  }

  @Test
  void aWorkerThatEndsInOrderIsDeadAtOnce() {
    WorkerRegistry living = register("living", false);
    WorkerRegistry ending = register("ending", false);
    assertEquals(Set.of(), await(living.deadWorkers()));
    await(ending.close());
    assertEquals(Set.of(ending.id()), await(living.deadWorkers()));
    await(living.close());
  }

  @Test
  void aBrokenConnectionStopsTheWorkerAtOnceAndItComesBackUnderItsId() {
    WorkerRegistry worker = register("cut", true);
    WorkerRegistry other = register("other", false);
    long id = worker.id();
    proxy.cut();
    awaitUntil(() -> !worker.isAlive());
    assertEquals(Set.of(), await(other.deadWorkers()), "it has not been silent for long");
    proxy.mend();
    awaitUntil(worker::isAlive);
    assertEquals(id, worker.id());
    assertEquals(Set.of(), await(other.deadWorkers()));
    await(worker.close());
    await(other.close());
  }

  @Test
  void whoStaysCutOffStopsBeforeOthersTakeOverAndGoesOnUnderANewId() {
    WorkerRegistry worker = register("cut", true);
    WorkerRegistry other = register("other", false);
    CountDownLatch expired = new CountDownLatch(1);
    worker.onExpiry(expired::countDown);
    long id = worker.id();
    proxy.cut();
    awaitUntil(() -> await(other.deadWorkers()).contains(id));
    assertEquals(0, expired.getCount(), "it was to stop before the others began");
    assertFalse(worker.isAlive());
    proxy.mend();
    awaitUntil(worker::isAlive);
    assertNotEquals(id, worker.id());
    assertEquals(Set.of(id), await(other.deadWorkers()));
    await(worker.close());
    await(other.close());
  }

  @Test
  void aSilentConnectionStopsTheWorkerAndItDoesNotWaitForItsGhost() throws Exception {
    WorkerRegistry worker = register("silent", true);
    CountDownLatch expired = new CountDownLatch(1);
    worker.onExpiry(expired::countDown);
    long id = worker.id();
    proxy.silence();
    assertTrue(expired.await(20, TimeUnit.SECONDS));
    assertFalse(worker.isAlive());
    // PostgreSQL still believes in the old connection, which holds the lock of the old id.
    awaitUntil(worker::isAlive);
    assertNotEquals(id, worker.id());
    assertEquals(Set.of(id), await(worker.deadWorkers()));
    await(worker.close());
  }

  @Test
  void workersOfTwoSchemasDoNotMeet() {
    WorkerRegistry here = register("here", false);
    try (TestDatabase elsewhere = TestDatabase.open()) {
      WorkerRegistry there =
          await(
              WorkerRegistry.register(
                  elsewhere.vertx(), elsewhere.url(), elsewhere.database(), "there", QUICK));
      assertEquals(here.id(), there.id(), "both are the first of their schema");
      await(there.close());
    }
    assertTrue(here.isAlive());
    await(here.close());
  }

  @Test
  void forget_keepsTheDeadForAWhile() {
    WorkerRegistry living = register("living", false);
    WorkerRegistry ending = register("ending", false);
    await(ending.close());
    Set<Long> dead = await(living.deadWorkers());
    await(living.forget(dead));
    assertEquals(dead, await(living.deadWorkers()), "a late claim of it must still be found");
    await(test.database().run("UPDATE worker SET taken_at = now() - interval '2 hours'"));
    await(living.forget(Set.of(ending.id())));
    assertFalse(await(living.deadWorkers()).contains(ending.id()));
    await(living.close());
  }

  @Test
  void times_thatWouldLetTwoWorkAtOnceAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new LivenessConfig(
                Duration.ofSeconds(1), Duration.ofSeconds(6), Duration.ofSeconds(6)));
  }

  private WorkerRegistry register(String name, boolean throughProxy) {
    DatabaseUrl url = test.url();
    DatabaseUrl way =
        new DatabaseUrl(
            "127.0.0.1", proxy.port(), url.database(), url.user(), url.password(), url.schema());
    return await(
        WorkerRegistry.register(
            test.vertx(), throughProxy ? way : url, test.database(), name, QUICK));
  }

  private static void awaitUntil(BooleanSupplier reached) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!reached.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "not reached in time");
      LockSupport.parkNanos(10_000_000);
    }
  }
}

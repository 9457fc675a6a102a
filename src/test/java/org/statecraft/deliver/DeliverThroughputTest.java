package org.statecraft.deliver;

import static org.statecraft.testing.Plans.CONNECTION;
import static org.statecraft.testing.Plans.plan;
import static org.statecraft.testing.Plans.post;
import static org.statecraft.testing.TestDatabase.await;

import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.statecraft.db.WorkerRegistry;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.identity.IdentityStore;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.plan.StudentPlan;
import org.statecraft.testing.TestDatabase;

/** How fast an outbox drains into an API that takes 10 ms, beside what the API allows. */
@Tag("bench")
class DeliverThroughputTest {

  private static final int LATENCY_MILLIS = 10;

  @Test
  void throughput() throws Exception {
    try (TestDatabase test = TestDatabase.open()) {
      run(test, 8, 3_000);
      run(test, 8, 6_000);
      run(test, 64, 20_000);
      run(test, 64, 40_000);
    }
  }

  private static void run(TestDatabase test, int concurrency, int records) throws Exception {
    await(test.database().run("TRUNCATE outbox, outbox_blocker, identity_mapping, worker"));
    OutboxStore outbox = new OutboxStore(new IdentityStore(), new ErrorStore());
    long adding = System.nanoTime();
    for (int from = 0; from < records; from += 500) {
      List<StudentPlan> plans = new ArrayList<>();
      for (int i = from; i < from + 500; i++) {
        plans.add(plan("s" + i, post("s" + i, "2024-08-20")));
      }
      await(test.database().inTransaction(tx -> outbox.add(tx, CONNECTION, plans)));
    }
    double addSeconds = (System.nanoTime() - adding) / 1e9;
    await(test.database().run("ANALYZE"));
    Vertx apiVertx = Vertx.vertx();
    Vertx vertx = Vertx.vertx();
    try (InstantApi api = InstantApi.start(apiVertx, LATENCY_MILLIS)) {
      WorkerRegistry registry =
          await(WorkerRegistry.register(vertx, test.url(), test.database(), "bench"));
      CountDownLatch left = new CountDownLatch(records);
      long cpu = processCpu();
      long began = System.nanoTime();
      DeliverWorker worker =
          await(
              DeliverWorker.start(
                  vertx,
                  DeliveryStores.of(test.database(), outbox, new ErrorStore(), registry),
                  TestConnection.to(api.base(), concurrency),
                  resource -> "/ed-fi/" + resource,
                  DeliverConfig.defaults(),
                  InstantSource.system(),
                  (connection, resource, verb, outcome, latency, changedAt) -> left.countDown()));
      left.await(120, TimeUnit.SECONDS);
      double seconds = (System.nanoTime() - began) / 1e9;
      double cpuMillis = (processCpu() - cpu) / 1e6;
      System.out.printf(
          "concurrency=%d records=%d sent/s=%.0f of %d, process CPU ms/record=%.3f (server of the"
              + " test included), added/s=%.0f left=%d%n",
          concurrency,
          records,
          (records - left.getCount()) / seconds,
          concurrency * 1000 / LATENCY_MILLIS,
          cpuMillis / records,
          records / addSeconds,
          left.getCount());
      System.out.printf(
          "  the client alone: %.0f/s%n", clientAlone(vertx, api, concurrency, records));
      await(worker.stop());
      await(registry.close());
    }
    await(vertx.close());
    await(apiVertx.close());
  }

  private static long processCpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** The same number of requests with nothing before and after them. */
  private static double clientAlone(Vertx vertx, InstantApi api, int concurrency, int records)
      throws InterruptedException {
    EdFiClient client =
        EdFiClient.open(
            vertx,
            TestConnection.to(api.base(), concurrency),
            DeliverConfig.defaults(),
            InstantSource.system());
    String body = post("1", "2024-08-20").body() + "";
    CountDownLatch left = new CountDownLatch(records);
    AtomicInteger started = new AtomicInteger();
    long began = System.nanoTime();
    vertx
        .getOrCreateContext()
        .runOnContext(
            nothing -> {
              for (int i = 0; i < concurrency; i++) {
                next(client, body, started, left, records);
              }
            });
    left.await(120, TimeUnit.SECONDS);
    client.close();
    return records / ((System.nanoTime() - began) / 1e9);
  }

  private static void next(
      EdFiClient client, String body, AtomicInteger started, CountDownLatch left, int records) {
    if (started.incrementAndGet() <= records) {
      client
          .post("/ed-fi/x", body)
          .onComplete(
              answer -> {
                left.countDown();
                next(client, body, started, left, records);
              });
    }
  }
}

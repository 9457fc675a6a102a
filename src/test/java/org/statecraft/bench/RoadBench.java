package org.statecraft.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.statecraft.edfi.DataStandard;
import org.statecraft.history.SandboxHistory;
import org.statecraft.sandbox.Sandbox;
import org.statecraft.sandbox.SandboxConfig;
import org.statecraft.simulation.ApiSeeds;
import org.statecraft.testing.CareerTechDistrict;
import org.statecraft.testing.TestDatabase;

/**
 * The whole road: changes of Career Tech records, one signed request each, at a steady pace, until
 * a sandbox that takes its time has answered the PUT of each. Server, PostgreSQL, sandbox and
 * sender share the machine.
 */
final class RoadBench implements Bench {

  private static final String SCHEMA = "road";
  private static final String DISTRICT = "road";
  private static final int STUDENTS = 2_000;
  private static final int PER_SECOND = 200;
  private static final int WARM_SECONDS = 20;
  private static final int SECONDS = Integer.getInteger("bench.road.seconds", 60);
  private static final Duration LATENCY = Duration.ofMillis(10);

  private static final String TIMES =
      """
      SELECT concat_ws(' ', count(*),
        round(1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY planned)),
        round(1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY took)),
        round(1000 * percentile_cont(0.99) WITHIN GROUP (ORDER BY took)),
        round(1000 * max(took)))
      FROM (
        SELECT extract(epoch FROM finished_at - changed_at) AS took,
          extract(epoch FROM created_at - changed_at) AS planned
        FROM outbox
        WHERE state = 'done'
          AND sent_verb = 'PUT'
          AND changed_at >= to_timestamp(%d / 1000.0)) AS sent
      """;

  private final CareerTechDistrict district = new CareerTechDistrict(BenchPacks.PROGRAMS);
  private int next;

  @Override
  public String name() {
    return "road";
  }

  @Override
  public void run(Report report) throws Exception {
    Vertx vertx = Vertx.vertx();
    try (BenchPostgres postgres = BenchPostgres.start()) {
      Sandbox sandbox =
          TestDatabase.await(
              Sandbox.start(
                  vertx,
                  SandboxConfig.of(BenchPacks.schemas(), InstantSource.system())
                      .withFamily("6.2", new DataStandard("4.0"))
                      .withLatency(LATENCY)));
      new SandboxHistory("http://127.0.0.1:" + sandbox.port(), Map.of())
          .seed(ApiSeeds.of(CareerTechDistrict.ids(STUDENTS)));
      URI api = URI.create("http://127.0.0.1:" + sandbox.port());
      try (ServerProcess server =
              ServerProcess.startFor(postgres, SCHEMA, DISTRICT, api, options());
          WebhookSender sender = new WebhookSender(vertx, server.port())) {
        load(sender, postgres);
        pace(vertx, sender, WARM_SECONDS);
        postgres.awaitNothingWaiting(SCHEMA, Duration.ofMinutes(3));
        long from = System.currentTimeMillis();
        int sent = pace(vertx, sender, SECONDS);
        postgres.awaitNothingWaiting(SCHEMA, Duration.ofMinutes(3));
        print(report, postgres, from, sent);
      }
      TestDatabase.await(sandbox.close());
    } finally {
      TestDatabase.await(vertx.close());
    }
  }

  private static String[] options() {
    return ("-Xmx512m " + System.getProperty("bench.jvm", "")).trim().split(" ");
  }

  private static void print(Report report, BenchPostgres postgres, long from, int sent)
      throws Exception {
    String[] times = postgres.ask(SCHEMA, TIMES.formatted(from)).split(" ");
    Report.Table table =
        report.table(
            "End to end: %d changes/s for %d s, the API answers after %d ms"
                .formatted(PER_SECOND, SECONDS, LATENCY.toMillis()),
            "changes",
            "records sent",
            "median ms to the outbox",
            "median ms",
            "99th percentile ms",
            "worst ms");
    table.row("floor: the API's answer", "", "", Long.toString(LATENCY.toMillis()), "", "");
    table.row("goal", "", "", "", "1,000", "");
    table.row("%,d".formatted(sent), times[0], times[1], times[2], times[3], times[4]);
    table.print();
  }

  /** All rows once, and the records that come of them. */
  private void load(WebhookSender sender, BenchPostgres postgres) throws Exception {
    List<String> changes = new ArrayList<>(district.setup());
    changes.addAll(district.students(1, STUDENTS));
    sender.sendAll(DISTRICT, changes);
    postgres.awaitNothingWaiting(SCHEMA, Duration.ofMinutes(3));
    String sent = postgres.ask(SCHEMA, "SELECT count(*) FROM outbox WHERE state = 'done'");
    if (!sent.equals(Integer.toString(STUDENTS + BenchPacks.PROGRAMS))) {
      throw new IllegalStateException(
          sent
              + " records were sent; "
              + postgres.ask(SCHEMA, "SELECT max(detail) FROM error_log"));
    }
  }

  /** Sends at the pace whatever the answers take, as many sources do together. */
  private int pace(Vertx vertx, WebhookSender sender, int seconds) throws InterruptedException {
    AtomicInteger open = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    long start = System.nanoTime();
    long gap = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    int all = seconds * PER_SECOND;
    for (int sent = 0; sent < all; sent++) {
      long wait = start + sent * gap - System.nanoTime();
      if (wait > 0) {
        TimeUnit.NANOSECONDS.sleep(wait);
      }
      // Another end date each time round, so that each change is a PUT.
      String end = "2025-05-%02d".formatted(2 + next / STUDENTS % 27);
      Future<Void> answer =
          sender.send(DISTRICT, district.participation(1 + next % STUDENTS, "2024-08-20", end));
      next++;
      open.incrementAndGet();
      answer.onComplete(
          done -> {
            open.decrementAndGet();
            if (done.failed()) {
              failure.set(done.cause());
            }
          });
    }
    while (open.get() > 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    if (failure.get() != null) {
      throw new IllegalStateException("a change was not taken", failure.get());
    }
    return all;
  }
}

package org.statecraft.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.statecraft.edfi.DataStandard;
import org.statecraft.sandbox.Sandbox;
import org.statecraft.sandbox.SandboxConfig;
import org.statecraft.simulation.ApiSeeds;
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

  private static final String WAITING =
      """
      SELECT (SELECT count(*) FROM event_queue)
        + (SELECT count(*) FROM outbox WHERE state NOT IN ('done', 'cancelled'))
      """;

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

  private long lsn = 1;

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
      seed(sandbox.port());
      Path folder = Files.createTempDirectory("statecraft-bench-road");
      Path connections = Files.createDirectories(folder.resolve("connections"));
      Files.writeString(
          connections.resolve("road.yaml"),
          BenchConnection.yaml(
              "road-2025", DISTRICT, "core", "4.0", "http://127.0.0.1:" + sandbox.port()));
      String database =
          "{url: \"postgresql://127.0.0.1:%d/postgres\", user: postgres, schema: %s}"
              .formatted(postgres.port(), SCHEMA);
      try (ServerProcess server =
              ServerProcess.start(folder, connections, database, DISTRICT, options());
          WebhookSender sender = new WebhookSender(vertx, server.port())) {
        load(sender, postgres);
        pace(vertx, sender, WARM_SECONDS);
        awaitNothingWaiting(postgres);
        long from = System.currentTimeMillis();
        int sent = pace(vertx, sender, SECONDS);
        awaitNothingWaiting(postgres);
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
    List<String> changes = new ArrayList<>();
    changes.add(change("District", "{\"districtID\":1,\"number\":\"255901\"}"));
    changes.add(change("School", "{\"schoolID\":1,\"districtID\":1,\"number\":\"001\"}"));
    changes.add(change("Calendar", "{\"calendarID\":1,\"schoolID\":1,\"endYear\":2025}"));
    for (int program = 1; program <= BenchPacks.PROGRAMS; program++) {
      changes.add(
          change(
              "Program",
              "{\"programID\":%d,\"name\":\"Program %d\",\"programType\":\"CTE\",\"code\":\"01.%d\"}"
                  .formatted(program, program, program)));
    }
    for (int student = 1; student <= STUDENTS; student++) {
      changes.add(
          change("Student", "{\"personID\":%d,\"stateID\":\"S%d\"}".formatted(student, student)));
      changes.add(
          change(
              "Enrollment",
              ("{\"enrollmentID\":%d,\"personID\":%d,\"calendarID\":1,\"startDate\":\"2024-08-15\","
                      + "\"serviceType\":\"P\"}")
                  .formatted(student, student)));
      changes.add(participation(student, "2025-05-01"));
    }
    for (int at = 0; at < changes.size(); at += 1_000) {
      List<String> together = changes.subList(at, Math.min(changes.size(), at + 1_000));
      TestDatabase.await(sender.send(DISTRICT, "[" + String.join(",", together) + "]"));
    }
    awaitNothingWaiting(postgres);
    String sent = postgres.ask(SCHEMA, "SELECT count(*) FROM outbox WHERE state = 'done'");
    if (!sent.equals(Integer.toString(STUDENTS + BenchPacks.PROGRAMS))) {
      throw new IllegalStateException(
          sent
              + " records were sent; "
              + postgres.ask(SCHEMA, "SELECT max(detail) FROM error_log"));
    }
  }

  private String participation(int student, String end) {
    return change(
        "ProgramParticipation",
        ("{\"participationID\":%d,\"personID\":%d,\"programID\":%d,\"startDate\":\"2024-08-20\","
                + "\"endDate\":\"%s\",\"studentStatus\":\"A\",\"nonTraditional\":false}")
            .formatted(student, student, 1 + student % BenchPacks.PROGRAMS, end));
  }

  private String change(String table, String after) {
    return ("{\"before\":null,\"after\":%s,\"source\":{\"table\":\"%s\",\"lsn\":%d,\"ts_ms\":%d},"
            + "\"op\":\"u\"}")
        .formatted(after, table, lsn++, System.currentTimeMillis());
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
      String end = "2025-05-%02d".formatted(2 + lsn / STUDENTS % 27);
      Future<Void> answer = sender.send(DISTRICT, participation(1 + (int) (lsn % STUDENTS), end));
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

  private static void awaitNothingWaiting(BenchPostgres postgres) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!postgres.ask(SCHEMA, WAITING).equals("0")) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "still waiting: "
                + postgres.ask(
                    SCHEMA, "SELECT string_agg(DISTINCT state || ' ' || verb, ',') FROM outbox")
                + postgres.ask(SCHEMA, "SELECT max(detail) || max(answer) FROM error_log"));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static void seed(int port) throws Exception {
    String seeds =
        ApiSeeds.of(IntStream.rangeClosed(1, STUDENTS).mapToObj(id -> "S" + id).toList());
    HttpResponse<String> answer =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/sandbox/seed"))
                    .POST(HttpRequest.BodyPublishers.ofString(seeds))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("the sandbox refuses the seeds: " + answer.body());
    }
  }
}

package org.statecraft.bench;

import static org.statecraft.testing.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.statecraft.testing.CareerTechDistrict;

/**
 * A district is loaded while its API is down, until so many records wait; then the API comes back.
 * Measured are the memory of the finished server, which may have 512 MiB of heap, what the webhook
 * takes meanwhile, and how long what waited takes to drain.
 */
final class OutageBench implements Bench {

  private static final String SCHEMA = "outage";
  private static final String DISTRICT = "outage";
  private static final int STUDENTS = Integer.getInteger("bench.outage.students", 1_000_000);
  private static final int TOGETHER = 1_000;
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final String OPEN =
      "SELECT count(*) FROM outbox WHERE state NOT IN ('done', 'cancelled')";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final CareerTechDistrict district = new CareerTechDistrict(BenchPacks.PROGRAMS);
  private final List<Long> answers = new ArrayList<>();
  private long peakHeap;

  @Override
  public String name() {
    return "outage";
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public void run(Report report) throws Exception {
    int apiPort = ServerProcess.freePort();
    URI api = URI.create("http://127.0.0.1:" + apiPort);
    Vertx vertx = Vertx.vertx();
    try (BenchPostgres postgres = BenchPostgres.start();
        ServerProcess server = ServerProcess.startFor(postgres, SCHEMA, DISTRICT, api, "-Xmx512m");
        WebhookSender sender = new WebhookSender(vertx, server.port())) {
      long start = System.nanoTime();
      sender.sendAll(DISTRICT, district.setup());
      for (int first = 1; first <= STUDENTS; first += TOGETHER) {
        sender.sendAll(
            DISTRICT, district.students(first, Math.min(STUDENTS, first + TOGETHER - 1)));
        probe(sender, server, first);
      }
      double loaded = seconds(start);
      int records = STUDENTS + BenchPacks.PROGRAMS;
      while (Long.parseLong(postgres.ask(SCHEMA, OPEN)) < records) {
        probe(sender, server, 1);
        TimeUnit.SECONDS.sleep(1);
        insistWithin(start);
      }
      double waiting = seconds(start);
      long most = Collections.max(answers);
      Collections.sort(answers);
      long usual = answers.get(answers.size() * 99 / 100);
      long back = System.nanoTime();
      try (LoopbackProcess up = LoopbackProcess.start(0, apiPort)) {
        while (!postgres.ask(SCHEMA, OPEN).equals("0")) {
          heap(server);
          TimeUnit.SECONDS.sleep(1);
          insistWithin(back);
        }
        double drained = seconds(back);
        Report.Table table =
            report.table(
                "An API that is down, then back; heap limit 512 MiB",
                "records waiting",
                "row changes in s",
                "decided after s",
                "webhook's answer to a single change, 99th percentile ms",
                "longest ms",
                "peak heap MiB",
                "drained in s",
                "records/s",
                "posts at the API");
        table.row(
            "%,d".formatted(records),
            "%.0f".formatted(loaded),
            "%.0f".formatted(waiting),
            Long.toString(usual),
            Long.toString(most),
            Long.toString(peakHeap >> 20),
            "%.0f".formatted(drained),
            "%,.0f".formatted(records / drained),
            get(up.port(), "/posts"));
        table.print();
      }
    } finally {
      await(vertx.close());
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static void insistWithin(long since) {
    if (System.nanoTime() - since > LIMIT.toNanos()) {
      throw new IllegalStateException("not done after " + LIMIT);
    }
  }

  /** A single change of a record that waits already: it changes nothing to be sent. */
  private void probe(WebhookSender sender, ServerProcess server, int student) throws Exception {
    long sent = System.nanoTime();
    Future<Void> answer =
        sender.send(DISTRICT, district.participation(student, "2024-08-20", "2025-05-01"));
    await(answer);
    answers.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent));
    heap(server);
  }

  /** The heap in use, garbage included, as the server's metrics tell it. */
  private void heap(ServerProcess server) throws IOException, InterruptedException {
    long used =
        get(server.port(), "/metrics")
            .lines()
            .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
            .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
    peakHeap = Math.max(peakHeap, used);
  }

  private String get(int port, String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}

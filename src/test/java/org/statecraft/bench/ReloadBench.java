package org.statecraft.bench;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.statecraft.testing.CareerTechDistrict;
import org.statecraft.testing.PackCopy;
import org.statecraft.testing.TiedDistrict;

/**
 * Edits the core pack of a running server again and again: how long until an edit decides, its
 * cases included, how long the webhook and the sending stand still meanwhile, and what memory stays
 * after each. What is sent was there before the first edit, and is sent by one request at a time.
 */
final class ReloadBench implements Bench {

  private static final int RELOADS = Integer.getInteger("bench.reloads", 300);
  private static final int WARM = Math.min(10, RELOADS / 2);

  /** Requests that nobody times: the first of a process loads its classes. */
  private static final int UNTIMED = 50;

  /** More than can be sent: at most a hundred a second, and an edit takes two seconds at most. */
  private static final int WAITING = 200 * RELOADS;

  private static final int TOGETHER = 1_000;
  private static final int API_MILLIS = 10;
  private static final String NAME = "reload";
  private static final String CHANGE =
      """
      {"op": "c", "before": null, "after": {"schoolID": %d, "districtID": 1, "number": "7"},
       "source": {"table": "School", "lsn": %d, "ts_ms": 1724140800000}}
      """;

  private static final Pattern LIVE =
      Pattern.compile("statecraft_pack_reloads_total\\{outcome=\"live\",pack=\"core\"\\} (\\d+)");

  private static final String MEMORY = "jvm_memory_used_bytes";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(Report report) throws Exception {
    Path folder = Files.createTempDirectory("statecraft-bench-reload");
    int apiPort = ServerProcess.freePort();
    PackCopy.core(folder);
    Path connections = Files.createDirectories(folder.resolve("connections"));
    Files.writeString(
        connections.resolve(NAME + ".yaml"),
        "concurrency: 1\n"
            + BenchConnection.yaml(NAME, NAME, "core", "4.0", "http://127.0.0.1:" + apiPort));
    try (BenchPostgres postgres = BenchPostgres.start()) {
      postgres.schema(NAME);
      String database =
          ("{url: \"postgresql://localhost:%d/postgres\", user: postgres, schema: %s}\n"
                  + "packs: {poll: 100ms}\napi: {enabled: false}")
              .formatted(postgres.port(), NAME);
      // Everything the server may have is what its tables and rules need, so that growth is seen.
      try (ServerProcess server =
          ServerProcess.startOn(
              folder,
              "{connections: %s, rules: %s, descriptors: %s}"
                  .formatted(connections, folder.resolve("rules"), folder.resolve("descriptors")),
              database,
              NAME,
              "-Xmx512m",
              "-XX:MaxMetaspaceSize=256m")) {
        load(server);
        try (LoopbackProcess api = LoopbackProcess.start(API_MILLIS, apiPort)) {
          measure(report, folder, server, api);
        }
      }
    }
  }

  private static void load(ServerProcess server) throws Exception {
    Vertx vertx = Vertx.vertx();
    CareerTechDistrict district = new CareerTechDistrict(BenchPacks.PROGRAMS);
    try (WebhookSender sender = new WebhookSender(vertx, server.port())) {
      sender.sendAll(NAME, district.setup());
      for (int first = 1; first <= WAITING; first += TOGETHER) {
        sender.sendAll(NAME, district.students(first, first + TOGETHER - 1));
      }
    }
    vertx.close().await(1, TimeUnit.MINUTES);
  }

  /** Until every student is decided: what is measured is reloads, not a backlog beside them. */
  private static void awaitDecided(ServerProcess server) throws Exception {
    for (double before = -1, now = 0; now < WAITING || now != before; ) {
      TimeUnit.SECONDS.sleep(2);
      before = now;
      now = sum(metrics(server), "statecraft_decisions_total", "");
    }
  }

  private void measure(Report report, Path folder, ServerProcess server, LoopbackProcess api)
      throws Exception {
    Vertx vertx = Vertx.vertx();
    awaitDecided(server);
    while (Long.parseLong(get(api.port(), "/posts")) < 2 * BenchPacks.PROGRAMS) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    AtomicLong worstAnswer = new AtomicLong();
    CountDownLatch stop = new CountDownLatch(1);
    Thread posting =
        new Thread(() -> post(vertx, server.port(), stop, worstAnswer), "bench-webhook");
    Path rule = folder.resolve("rules").resolve(TiedDistrict.RULE);
    String text = Files.readString(rule);
    double[] seconds = new double[RELOADS];
    double[] heap = new double[RELOADS];
    double[] metaspace = new double[RELOADS];
    for (int i = 0; i < RELOADS; i++) {
      if (i == WARM) {
        posting.start();
        get(api.port(), "/gap");
      }
      Path beside = rule.resolveSibling(".edit.swp");
      Files.writeString(beside, text + "\n// edit " + i + "\n");
      long live = live(server);
      long begun = System.nanoTime();
      Files.move(beside, rule, StandardCopyOption.ATOMIC_MOVE);
      while (live(server) == live) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      seconds[i] = (System.nanoTime() - begun) / 1e9;
      String metrics = metrics(server);
      heap[i] = sum(metrics, MEMORY, "area=\"heap\"");
      metaspace[i] = sum(metrics, MEMORY, "id=\"Metaspace\"");
    }
    long gap = Long.parseLong(get(api.port(), "/gap"));
    long sent = Long.parseLong(get(api.port(), "/posts"));
    if (sent >= WAITING) {
      throw new IllegalStateException("all was sent before the last edit; a gap says nothing");
    }
    stop.countDown();
    posting.join();
    vertx.close().await(1, TimeUnit.MINUTES);
    tell(report, seconds, heap, metaspace, worstAnswer.get(), gap);
  }

  private static void tell(
      Report report,
      double[] seconds,
      double[] heap,
      double[] metaspace,
      long worstAnswer,
      long gap) {
    double[] warm = Arrays.copyOfRange(seconds, WARM, seconds.length);
    Arrays.sort(warm);
    Report.Table edits =
        report.table(
            "From edit to live, cases of the core pack included",
            "edits",
            "goal",
            "median",
            "worst",
            "webhook's longest answer",
            "longest from one request to the API to the next",
            "goal");
    edits.row(
        Integer.toString(warm.length),
        "2.0 s",
        "%.2f s".formatted(warm[warm.length / 2]),
        "%.2f s".formatted(warm[warm.length - 1]),
        "%d ms".formatted(TimeUnit.NANOSECONDS.toMillis(worstAnswer)),
        "%d ms".formatted(gap),
        "200 ms");
    edits.print();
    Report.Table memory =
        report.table(
            "Memory in use over reloads, MiB; of the heap the lowest of the tenth",
            "reloads",
            "heap",
            "metaspace");
    int step = Math.max(1, seconds.length / 10);
    for (int from = 0; from + step <= seconds.length; from += step) {
      memory.row(
          (from + 1) + " to " + (from + step),
          "%.0f"
              .formatted(
                  Arrays.stream(Arrays.copyOfRange(heap, from, from + step)).min().orElse(0)
                      / (1 << 20)),
          "%.1f".formatted(metaspace[from + step - 1] / (1 << 20)));
    }
    memory.print();
  }

  /** One after the other; the longest answer is the gap that a sender sees. */
  private static void post(Vertx vertx, int port, CountDownLatch stop, AtomicLong worst) {
    try (WebhookSender sender = new WebhookSender(vertx, port)) {
      for (int i = 1; stop.getCount() > 0; i++) {
        long begun = System.nanoTime();
        sender.send(NAME, CHANGE.formatted(i, i)).await(1, TimeUnit.MINUTES);
        if (i > UNTIMED) {
          worst.accumulateAndGet(System.nanoTime() - begun, Math::max);
        }
        TimeUnit.MILLISECONDS.sleep(5);
      }
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("the webhook does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long live(ServerProcess server) throws Exception {
    Matcher found = LIVE.matcher(metrics(server));
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  private static String metrics(ServerProcess server) throws Exception {
    return get(server.port(), "/metrics");
  }

  private static String get(int port, String path) throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** The sum of the pools that have this label. */
  private static double sum(String metrics, String name, String label) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + "{") && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}

package org.statecraft.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.statecraft.db.Database;
import org.statecraft.db.DatabasePool;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.ingest.ChangeReader;
import org.statecraft.ingest.IngestConfig;
import org.statecraft.ingest.IngestListener;
import org.statecraft.ingest.Ingestor;
import org.statecraft.ingest.WatchedColumns;
import org.statecraft.ingest.WebhookHandler;
import org.statecraft.packs.CatalogueForTests;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.testing.TestDatabase;

/** Signed changes over HTTP until they are committed, beside {@link Pgbench}. */
final class IngestBench implements Bench {

  private static final String SCHEMA = "ingest";
  private static final int SECONDS = Integer.getInteger("bench.seconds", 8);

  private static final int WARM_UP = Integer.getInteger("bench.warmup", 4);

  /** Only the loads whose name has this, to look closer at one. */
  private static final String ONLY = System.getProperty("bench.load", "");

  private final FactCatalogue catalogue = CatalogueForTests.core();
  private final AtomicLong lsn = new AtomicLong(2_000_000_000L);

  /** A way of sending. */
  private record Load(
      String what, int senders, int together, IntFunction<String> district, String goal) {}

  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public void run(Report report) throws Exception {
    List<Load> loads =
        Stream.of(
                new Load("1,000 a request, 4 senders, 1 district", 4, 1_000, n -> "a", "50 %"),
                new Load("1,000 a request, 4 senders, 4 districts", 4, 1_000, n -> "b" + n, "50 %"),
                new Load("1,000 a request, 1 sender", 1, 1_000, n -> "c", "50 %"),
                new Load("1 a request, 64 senders, 1 district", 64, 1, n -> "d", ""),
                new Load("1 a request, 1 sender that waits", 1, 1, n -> "e", "900/s"))
            .filter(load -> load.what().contains(ONLY))
            .toList();
    try (BenchPostgres postgres = BenchPostgres.start()) {
      Database database = null;
      Vertx vertx = Vertx.vertx();
      try {
        database = DatabasePool.open(vertx, postgres.schema(SCHEMA), 8);
        HttpServer server = serve(vertx, database);
        try (WebhookSender sender = new WebhookSender(vertx, server.actualPort())) {
          loads.forEach(load -> measure(sender, load, WARM_UP));
          Report.Table table =
              report.table(
                  "Ingest: signed changes, committed before 202",
                  "load",
                  "floor: pgbench rows/s",
                  "changes/s",
                  "of the floor",
                  "goal");
          for (Load load : loads) {
            row(table, load, postgres, sender);
          }
          table.print();
          if (!Pgbench.isPresent()) {
            report.line("There is no pgbench on the PATH, so there is no floor.");
          }
        }
      } finally {
        if (database != null) {
          TestDatabase.await(database.close());
        }
        TestDatabase.await(vertx.close());
      }
    }
  }

  /**
   * The floor before and after, because the machine is not the same from one moment to the next.
   */
  private void row(Report.Table table, Load load, BenchPostgres postgres, WebhookSender sender)
      throws Exception {
    OptionalDouble before = floor(postgres, load);
    double reached = measure(sender, load, SECONDS);
    OptionalDouble after = floor(postgres, load);
    double floor = (before.orElse(0) + after.orElse(0)) / 2;
    table.row(
        load.what(),
        before.isPresent() ? "%,.0f".formatted(floor) : "-",
        "%,.0f".formatted(reached),
        before.isPresent() ? "%.0f %%".formatted(100 * reached / floor) : "-",
        load.goal());
  }

  private static OptionalDouble floor(BenchPostgres postgres, Load load) throws Exception {
    return Pgbench.rowsPerSecond(
        postgres.port(), SCHEMA, load.senders(), load.together(), SECONDS / 2);
  }

  private HttpServer serve(Vertx vertx, Database database) {
    WatchedColumns everything = WatchedColumns.everything(catalogue);
    Ingestor ingestor =
        new Ingestor(
            database,
            () -> catalogue,
            () -> everything,
            district -> List.of(new ConnectionName(district.value() + "-2026")),
            IngestConfig.DEFAULT,
            IngestListener.NONE);
    Router router = Router.router(vertx);
    router
        .post("/webhook/:district")
        .handler(
            new WebhookHandler(
                name -> Optional.of(List.of(WebhookSender.SECRET)),
                new ChangeReader(catalogue),
                ingestor,
                IngestConfig.DEFAULT,
                InstantSource.system()));
    return TestDatabase.await(
        vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
  }

  private double measure(WebhookSender sender, Load load, int seconds) {
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(seconds);
    AtomicLong done = new AtomicLong();
    List<Future<Void>> all = new ArrayList<>();
    for (int i = 0; i < load.senders(); i++) {
      Promise<Void> over = Promise.promise();
      next(sender, load.district().apply(i), load.together(), end, done, over);
      all.add(over.future());
    }
    all.forEach(TestDatabase::await);
    return done.get() * 1e9 / (System.nanoTime() - start);
  }

  /** Sends until the time is over. No chain of futures: it would be thousands long. */
  private void next(
      WebhookSender sender,
      String district,
      int together,
      long end,
      AtomicLong done,
      Promise<Void> over) {
    if (System.nanoTime() > end) {
      over.complete();
      return;
    }
    sender
        .send(district, body(together))
        .onFailure(over::tryFail)
        .onSuccess(
            sent -> {
              done.addAndGet(together);
              next(sender, district, together, end, done, over);
            });
  }

  private String body(int together) {
    StringBuilder body = new StringBuilder(together == 1 ? "" : "[");
    for (int i = 0; i < together; i++) {
      long number = lsn.incrementAndGet();
      body.append(i == 0 ? "" : ",")
          .append("{\"before\":null,\"after\":{\"enrollmentID\":")
          .append(number)
          .append(",\"personID\":")
          .append(number / 3)
          .append(",\"calendarID\":5,\"startDate\":20315,\"endDate\":null,\"serviceType\":\"P\"")
          .append(",\"noShow\":false,\"stateExclude\":false,\"grade\":\"09\"},\"source\":{")
          .append("\"version\":\"3.0.8\",\"connector\":\"sqlserver\",\"name\":\"campus\",")
          .append("\"ts_ms\":1755000000000,\"snapshot\":\"false\",\"db\":\"campus\",")
          .append("\"schema\":\"dbo\",\"table\":\"Enrollment\",\"lsn\":")
          .append(number)
          .append("},\"op\":\"c\",\"ts_ms\":1755000000100}");
    }
    return body.append(together == 1 ? "" : "]").toString();
  }
}

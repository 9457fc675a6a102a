package org.statecraft.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.statecraft.config.Secret;
import org.statecraft.db.Database;
import org.statecraft.db.DatabasePool;
import org.statecraft.db.DatabaseUrl;
import org.statecraft.db.Migrations;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.ingest.ChangeReader;
import org.statecraft.ingest.IngestConfig;
import org.statecraft.ingest.Ingestor;
import org.statecraft.ingest.WatchedColumns;
import org.statecraft.ingest.WebhookHandler;
import org.statecraft.ingest.WebhookSignature;
import org.statecraft.packs.CatalogueForTests;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.testing.TestDatabase;

/**
 * Measures the webhook on loopback with a PostgreSQL that keeps what it acknowledges. Run alone:
 * {@code mvn test -Dtest=IngestBench -Dexcluded.tests=}.
 */
@Tag("bench")
class IngestBench {

  private static final Secret SECRET =
      new Secret("whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=");
  private static final int SECONDS = 6;
  private static final String FLOOR =
      """
      INSERT INTO campus_row
        (district, table_name, row_key, student_id, columns, position_kind, position,
         position_rank, changed_at)
      SELECT $1, 'Enrollment', n::text, (n / 3)::text,
             jsonb_build_object('enrollmentID', n, 'personID', n / 3, 'calendarID', 5,
                                'startDate', '2025-08-15', 'serviceType', 'P', 'noShow', false,
                                'stateExclude', false),
             'lsn', lpad(n::text, 20, '0'), 2, now()
        FROM generate_series($2::bigint + 1, $2::bigint + $3::integer) AS n
      """;

  private final FactCatalogue catalogue = CatalogueForTests.core();
  private final AtomicLong lsn = new AtomicLong();

  @Test
  void measure() throws Exception {
    parse();
    try (EmbeddedPostgres postgres = durable()) {
      Vertx vertx = Vertx.vertx();
      DatabaseUrl url =
          DatabaseUrl.parse(
              "postgresql://localhost:" + postgres.getPort() + "/postgres",
              "postgres",
              new Secret("postgres"),
              "bench");
      Migrations.migrate(url);
      Database database = DatabasePool.open(vertx, url, 8);
      HttpServer server = serve(vertx, database);
      WebClient client =
          WebClient.create(vertx, new WebClientOptions(), new PoolOptions().setHttp1MaxSize(64));
      for (int round = 1; round <= 2; round++) {
        floor("floor: server-side inserts of 1,000, 4 at once", database, 4, 1_000);
        floor("floor: server-side inserts of 1, 1 at once", database, 1, 1);
        load("1,000 a request, 4 senders, 1 district", client, server, 4, 1_000, sender -> "a");
        load("1,000 a request, 4 senders, 4 districts", client, server, 4, 1_000, n -> "d" + n);
        load("1,000 a request, 1 sender", client, server, 1, 1_000, sender -> "b");
        load("1 a request, 1 sender that waits", client, server, 1, 1, sender -> "c");
        load("1 a request, 64 senders, 1 district", client, server, 64, 1, sender -> "e");
      }
      client.close();
      TestDatabase.await(server.close());
      TestDatabase.await(database.close());
      TestDatabase.await(vertx.close());
    }
  }

  private static EmbeddedPostgres durable() throws java.io.IOException {
    var folder = Files.createTempDirectory("statecraft-bench-pg");
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(folder.toFile())
        .setDataDirectory(folder.resolve("data"))
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .start();
  }

  private HttpServer serve(Vertx vertx, Database database) {
    WatchedColumns everything = WatchedColumns.everything(catalogue);
    Ingestor ingestor =
        new Ingestor(
            database,
            catalogue,
            () -> everything,
            district -> List.of(new ConnectionName(district.value() + "-2026")),
            IngestConfig.DEFAULT,
            (district, accepted) -> {});
    Router router = Router.router(vertx);
    router
        .post("/webhook/:district")
        .handler(
            new WebhookHandler(
                name -> Optional.of(List.of(SECRET)),
                new ChangeReader(catalogue),
                ingestor,
                IngestConfig.DEFAULT,
                InstantSource.system()));
    return TestDatabase.await(
        vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
  }

  private void parse() throws Exception {
    ChangeReader reader = new ChangeReader(catalogue);
    byte[] body = body(1_000).getBytes();
    int rounds = 300;
    for (int warm = 0; warm < 3; warm++) {
      long start = System.nanoTime();
      for (int i = 0; i < rounds; i++) {
        reader.read(body, Instant.EPOCH);
      }
      print("parse plain envelopes", rounds * 1_000L, System.nanoTime() - start);
    }
  }

  /** Rows of the same shape made by the server itself: no HTTP, no reading, no events. */
  private void floor(String what, Database database, int atOnce, int size) {
    long start = System.nanoTime();
    long end = start + SECONDS * 1_000_000_000L;
    AtomicLong done = new AtomicLong();
    List<Future<Void>> all = new ArrayList<>();
    for (int i = 0; i < atOnce; i++) {
      all.add(insert(database, "floor" + i, size, end, done));
    }
    all.forEach(TestDatabase::await);
    print(what, done.get(), System.nanoTime() - start);
  }

  private Future<Void> insert(
      Database database, String district, int size, long end, AtomicLong done) {
    if (System.nanoTime() > end) {
      return Future.succeededFuture();
    }
    return database
        .run(FLOOR, district, lsn.getAndAdd(size), size)
        .onSuccess(inserted -> done.addAndGet(size))
        .compose(inserted -> insert(database, district, size, end, done));
  }

  private void load(
      String what,
      WebClient client,
      HttpServer server,
      int senders,
      int size,
      IntFunction<String> district) {
    long start = System.nanoTime();
    long end = start + SECONDS * 1_000_000_000L;
    AtomicLong done = new AtomicLong();
    List<Future<Void>> all = new ArrayList<>();
    for (int sender = 0; sender < senders; sender++) {
      all.add(send(client, server, district.apply(sender), size, end, done));
    }
    all.forEach(TestDatabase::await);
    print(what, done.get(), System.nanoTime() - start);
  }

  private Future<Void> send(
      WebClient client, HttpServer server, String district, int size, long end, AtomicLong done) {
    if (System.nanoTime() > end) {
      return Future.succeededFuture();
    }
    Buffer body = Buffer.buffer(body(size));
    Instant now = Instant.now();
    String id = "id-" + lsn.get();
    return client
        .post(server.actualPort(), "127.0.0.1", "/webhook/" + district)
        .putHeader("Content-Type", "application/json")
        .putHeader("webhook-id", id)
        .putHeader("webhook-timestamp", Long.toString(now.getEpochSecond()))
        .putHeader("webhook-signature", WebhookSignature.sign(SECRET, id, now, body.getBytes()))
        .sendBuffer(body)
        .compose(answer -> counted(answer, size, done))
        .compose(counted -> send(client, server, district, size, end, done));
  }

  private static Future<Void> counted(HttpResponse<Buffer> answer, int size, AtomicLong done) {
    if (answer.statusCode() != 202) {
      return Future.failedFuture(answer.statusCode() + ": " + answer.bodyAsString());
    }
    done.addAndGet(size);
    return Future.succeededFuture();
  }

  private String body(int size) {
    StringBuilder body = new StringBuilder(size == 1 ? "" : "[");
    for (int i = 0; i < size; i++) {
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
    return body.append(size == 1 ? "" : "]").toString();
  }

  private static void print(String what, long changes, long nanos) {
    System.out.printf("%-45s %,12.0f changes/s%n", what, changes * 1e9 / nanos);
  }
}

package org.statecraft.bench;

import static org.statecraft.testing.Plans.plan;
import static org.statecraft.testing.Plans.post;
import static org.statecraft.testing.Plans.program;
import static org.statecraft.testing.Plans.shared;
import static org.statecraft.testing.TestDatabase.await;

import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.statecraft.connections.Connection;
import org.statecraft.db.Database;
import org.statecraft.db.DatabasePool;
import org.statecraft.db.DatabaseUrl;
import org.statecraft.db.WorkerRegistry;
import org.statecraft.deliver.DeliverConfig;
import org.statecraft.deliver.DeliverWorker;
import org.statecraft.deliver.DeliveryStores;
import org.statecraft.edfi.DataStandard;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.identity.IdentityStore;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.plan.StudentPlan;
import org.statecraft.testing.Plans;
import org.statecraft.testing.Records;
import org.statecraft.testing.TestConnections;

/**
 * How fast an outbox drains, durable and in order, into an API that takes its time, beside the bare
 * HTTP client sending as many requests over as many connections, in turns. The API is a process of
 * its own, PostgreSQL keeps what it acknowledges.
 */
final class DeliverBench implements Bench {

  private static final String SCHEMA = "deliver";
  private static final int TURNS = Integer.getInteger("bench.deliver.turns", 3);

  /** So many records wait for one that must come first. */
  private static final int PER_PROGRAM = 500;

  private record Setting(int latencyMillis, int connections, int records) {}

  private static final List<Setting> SETTINGS =
      List.of(
          new Setting(10, 8, 8_000),
          new Setting(10, 64, 30_000),
          new Setting(30, 8, 3_000),
          new Setting(30, 64, 15_000),
          new Setting(0, 8, 20_000),
          new Setting(0, 64, 20_000));

  /** What a turn took. */
  private record Turn(long nanos, long ourCpu, long postgresCpu, long apiCpu) {}

  @Override
  public String name() {
    return "deliver";
  }

  @Override
  public void run(Report report) throws Exception {
    Report.Table table =
        report.table(
            "Sending: records a second, CPU milliseconds per 1,000 records; best of %d turns"
                .formatted(TURNS),
            "API's latency ms",
            "connections",
            "ideal/s",
            "bare client/s",
            "sent/s",
            "of ideal",
            "of bare client",
            "our CPU",
            "PostgreSQL's",
            "API's",
            "bare client's");
    try (BenchPostgres postgres = BenchPostgres.start()) {
      DatabaseUrl url = postgres.schema(SCHEMA);
      Vertx vertx = Vertx.vertx();
      Database database = DatabasePool.open(vertx, url, 8);
      long postmaster = Cpu.postmaster(database);
      for (Setting setting : SETTINGS) {
        try (LoopbackProcess api = LoopbackProcess.start(setting.latencyMillis())) {
          measure(table, setting, vertx, postgres, database, url, postmaster, api);
        }
      }
      await(database.close());
      await(vertx.close());
    }
    table.print();
    report.line("Goals: 8 connections at 10 ms 90 % of ideal, 64 at least 2,000/s, our CPU 500.");
  }

  private static void measure(
      Report.Table table,
      Setting setting,
      Vertx vertx,
      BenchPostgres postgres,
      Database database,
      DatabaseUrl url,
      long postmaster,
      LoopbackProcess api)
      throws Exception {
    String body = post("1", "2024-08-20").body() + "";
    Turn bare = null;
    Turn ours = null;
    // The first turn of each only warms up.
    for (int turn = 0; turn <= TURNS; turn++) {
      long cpu = Cpu.own();
      long nanos =
          RawSender.send(vertx, api.port(), body, setting.connections(), setting.records());
      Turn floor = new Turn(nanos, Cpu.own() - cpu, 0, 0);
      fill(postgres, database, setting.records());
      Turn sent = drain(setting, vertx, database, url, postmaster, api);
      if (turn > 0) {
        bare = better(bare, floor);
        ours = better(ours, sent);
      }
    }
    if (bare == null || ours == null) {
      throw new IllegalStateException("at least one turn is needed");
    }
    row(table, setting, bare, ours);
  }

  private static Turn better(@Nullable Turn best, Turn turn) {
    return best == null || turn.nanos() < best.nanos() ? turn : best;
  }

  private static void row(Report.Table table, Setting setting, Turn bare, Turn ours) {
    double thousands = setting.records() / 1000.0;
    double bareRate = setting.records() / (bare.nanos() / 1e9);
    double ourRate = setting.records() / (ours.nanos() / 1e9);
    int latency = setting.latencyMillis();
    double ideal = latency == 0 ? 0 : setting.connections() * 1000.0 / latency;
    table.row(
        Integer.toString(latency),
        Integer.toString(setting.connections()),
        latency == 0 ? "" : "%,.0f".formatted(ideal),
        "%,.0f".formatted(bareRate),
        "%,.0f".formatted(ourRate),
        latency == 0 ? "" : "%.0f %%".formatted(100 * ourRate / ideal),
        "%.0f %%".formatted(100 * ourRate / bareRate),
        "%.0f".formatted(ours.ourCpu() / thousands),
        "%.0f".formatted(ours.postgresCpu() / thousands),
        "%.0f".formatted(ours.apiCpu() / thousands),
        "%.0f".formatted(bare.ourCpu() / thousands));
  }

  /** Associations of students, of which some hundred each wait for a program. */
  private static void fill(BenchPostgres postgres, Database database, int records)
      throws Exception {
    postgres.run(
        SCHEMA,
        "TRUNCATE outbox, outbox_blocker, identity_mapping, worker, delivery_state, api_token");
    OutboxStore outbox = new OutboxStore(new IdentityStore(), new ErrorStore());
    for (int from = 0; from < records; from += PER_PROGRAM) {
      String name = "Program " + from;
      List<StudentPlan> plans = new ArrayList<>();
      for (int i = from; i < Math.min(records, from + PER_PROGRAM); i++) {
        // The program is one of the records.
        plans.add(
            i == from
                ? plan("s" + i, shared(name))
                : plan("s" + i, post("s" + i, "2024-08-20", program(name))));
      }
      await(database.inTransaction(tx -> outbox.add(tx, Plans.CONNECTION, plans)));
    }
    postgres.run(SCHEMA, "ANALYZE", "CHECKPOINT");
  }

  private static Turn drain(
      Setting setting,
      Vertx vertx,
      Database database,
      DatabaseUrl url,
      long postmaster,
      LoopbackProcess api)
      throws Exception {
    OutboxStore outbox = new OutboxStore(new IdentityStore(), new ErrorStore());
    WorkerRegistry registry = await(WorkerRegistry.register(vertx, url, database, "bench"));
    CountDownLatch left = new CountDownLatch(setting.records());
    long ourCpu = Cpu.own();
    long postgresCpu = Cpu.ofServer(postmaster);
    long apiCpu = api.cpuMillis();
    long began = System.nanoTime();
    DeliverWorker worker =
        await(
            DeliverWorker.start(
                vertx,
                DeliveryStores.of(database, outbox, new ErrorStore(), registry),
                connection(api.port(), setting.connections()),
                resource -> "/ed-fi/" + resource,
                DeliverConfig.defaults(),
                InstantSource.system(),
                (name, resource, verb, outcome, latency, changedAt) -> left.countDown()));
    if (!left.await(5, TimeUnit.MINUTES)) {
      throw new IllegalStateException(left.getCount() + " records were not sent");
    }
    Turn turn =
        new Turn(
            System.nanoTime() - began,
            Cpu.own() - ourCpu,
            Cpu.ofServer(postmaster) - postgresCpu,
            api.cpuMillis() - apiCpu);
    await(worker.stop());
    await(registry.close());
    return turn;
  }

  private static Connection connection(int port, int concurrency) {
    return Records.with(
        TestConnections.of(
            Plans.CONNECTION.value(),
            "bench",
            "core",
            new DataStandard("4.0"),
            URI.create("http://127.0.0.1:" + port)),
        Map.of("timeout", Duration.ofSeconds(60), "concurrency", concurrency));
  }
}

package org.statecraft.bench;

import static org.statecraft.testing.TestDatabase.await;

import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.statecraft.edfi.DataStandard;
import org.statecraft.history.HistoryEntry;
import org.statecraft.history.SandboxHistory;
import org.statecraft.sandbox.Fault;
import org.statecraft.sandbox.Sandbox;
import org.statecraft.sandbox.SandboxConfig;
import org.statecraft.sandbox.SandboxFaults;
import org.statecraft.simulation.ApiSeeds;
import org.statecraft.testing.CareerTechDistrict;

/**
 * A district's records sent to an API that refuses every tenth request: by the webhook, through the
 * finished server, into a sandbox whose log says what each request changed.
 */
final class FaultsBench implements Bench {

  private static final String DISTRICT = "faults";
  private static final int PROGRAMS = BenchPacks.PROGRAMS;
  private static final int STUDENTS = Integer.getInteger("bench.faults.records", 20_000) - PROGRAMS;

  private record Kind(String what, Map<Fault, Double> rates) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("none, for comparison", Map.of()),
          new Kind(
              "10 % 429, a tenth of them with Retry-After",
              Map.of(Fault.THROTTLED, 0.09, Fault.THROTTLED_SECONDS, 0.01)),
          new Kind("10 % 503", Map.of(Fault.UNAVAILABLE, 0.1)),
          new Kind(
              "10 % 500, 502, 504 after the work and resets",
              Map.of(Fault.ERROR_AFTER, 0.05, Fault.RESET_AFTER, 0.05)));

  @Override
  public String name() {
    return "faults";
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public void run(Report report) throws Exception {
    Report.Table table =
        report.table(
            "Delivery to an API with faults, from the webhook on, 8 connections",
            "faults",
            "records",
            "delivered",
            "twice in effect",
            "requests that write",
            "without success",
            "seconds");
    try (BenchPostgres postgres = BenchPostgres.start()) {
      for (int i = 0; i < KINDS.size(); i++) {
        measure(table, postgres, "faults" + i, KINDS.get(i));
      }
    }
    table.print();
  }

  private static void measure(Report.Table table, BenchPostgres postgres, String schema, Kind kind)
      throws Exception {
    Vertx vertx = Vertx.vertx();
    Sandbox sandbox =
        await(
            Sandbox.start(
                vertx,
                SandboxConfig.of(BenchPacks.schemas(), InstantSource.system())
                    .withFamily("6.2", new DataStandard("4.0"))
                    .withFaults(
                        new SandboxFaults(
                            1,
                            kind.rates(),
                            Duration.ZERO,
                            Duration.ofSeconds(1),
                            Duration.ZERO))));
    URI api = URI.create("http://127.0.0.1:" + sandbox.port());
    SandboxHistory history = new SandboxHistory(api.toString(), Map.of());
    List<String> ids = CareerTechDistrict.ids(STUDENTS);
    for (int from = 0; from < STUDENTS; from += 2_000) {
      history.seed(ApiSeeds.of(ids.subList(from, Math.min(STUDENTS, from + 2_000))));
    }
    CareerTechDistrict district = new CareerTechDistrict(PROGRAMS);
    List<String> changes = new ArrayList<>(district.setup());
    changes.addAll(district.students(1, STUDENTS));
    double seconds;
    try (ServerProcess server =
            ServerProcess.startFor(postgres, schema, DISTRICT, api, "-Xmx512m");
        WebhookSender sender = new WebhookSender(vertx, server.port())) {
      long start = System.nanoTime();
      sender.sendAll(DISTRICT, changes);
      postgres.awaitNothingWaiting(schema, Duration.ofMinutes(10));
      seconds = (System.nanoTime() - start) / 1e9;
    }
    row(table, kind, history.requests(), seconds);
    await(sandbox.close());
    await(vertx.close());
  }

  private static void row(
      Report.Table table, Kind kind, List<HistoryEntry> requests, double seconds) {
    Map<List<String>, Integer> effects = new HashMap<>();
    int writes = 0;
    int failed = 0;
    for (HistoryEntry each : requests) {
      if (!each.resource().isEmpty() && !each.method().equals("GET")) {
        writes++;
        failed += each.status() >= 200 && each.status() < 300 ? 0 : 1;
        if (each.isEffective()) {
          effects.merge(each.record(), 1, Integer::sum);
        }
      }
    }
    table.row(
        kind.what(),
        "%,d".formatted(STUDENTS + PROGRAMS),
        "%,d".formatted(effects.size()),
        "%,d".formatted(effects.values().stream().filter(times -> times > 1).count()),
        "%,d".formatted(writes),
        "%,d".formatted(failed),
        "%.1f".formatted(seconds));
  }
}

package org.statecraft.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.statecraft.admin.PackPlan;
import org.statecraft.cases.PackCheck;
import org.statecraft.config.Environment;
import org.statecraft.config.Problems;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.connections.ConnectionReader;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.db.Database;
import org.statecraft.db.DatabasePool;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.preview.Preview;
import org.statecraft.reload.KeptPack;
import org.statecraft.rules.RuleSet;
import org.statecraft.testing.PackCopy;
import org.statecraft.testing.TiedDistrict;

/** What an edited pack would do to a district, as {@code statecraft plan} does it. */
final class PlanBench implements Bench {

  private static final int STUDENTS = Integer.getInteger("bench.students", 100_000);
  private static final String NAME = "plan";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(Report report) throws Exception {
    Report.Table table =
        report.table(
            "Plan of an edited pack, nothing sent before",
            "round",
            "goal students/s",
            "students",
            "seconds",
            "students/s",
            "changes");
    Vertx vertx = Vertx.vertx();
    try (BenchPostgres postgres = BenchPostgres.start()) {
      Database database = DatabasePool.open(vertx, postgres.schema(NAME), 8);
      postgres.run(NAME, DistrictRows.statements(NAME, STUDENTS));
      postgres.run(NAME, "ANALYZE");
      Path folder = Files.createTempDirectory("statecraft-bench-plan");
      ConnectionFile file = connection(folder);
      await(
          database.inTransaction(
              tx -> new PreferenceStore().seed(tx, file.connection().name(), file.seed())));
      KeptPack kept = new KeptPack(BenchPacks.reader().read("core"), BenchPacks.schemas());
      PackCopy.core(folder);
      Path rule = folder.resolve("rules").resolve(TiedDistrict.RULE);
      Files.writeString(
          rule, Files.readString(rule).replace(TiedDistrict.BEFORE, TiedDistrict.AFTER));
      Problems problems = new Problems();
      ResourceSchemas schemas = ResourceSchemas.load(folder.resolve("rules/schema"), problems);
      PackReader reader = new PackReader(folder.resolve("rules"), folder.resolve("descriptors"));
      RuleSet edited =
          new PackCheck(reader, schemas)
              .check("core", problems)
              .flatMap(PackCheck.Checked::rules)
              .orElseThrow();
      for (String round : List.of("right after start", "warm")) {
        row(table, round, database, file.connection(), kept, edited, schemas);
      }
      await(database.close());
    }
    await(vertx.close());
    table.print();
  }

  private static void row(
      Report.Table table,
      String round,
      Database database,
      Connection connection,
      KeptPack kept,
      RuleSet edited,
      ResourceSchemas schemas) {
    long begun = System.nanoTime();
    Preview preview =
        new PackPlan(database, PlanBench::await)
            .preview(kept, edited, schemas, List.of(connection), each -> (done, all) -> {})
            .get(0);
    double seconds = (System.nanoTime() - begun) / 1e9;
    table.row(
        round,
        "5,000",
        "%,d".formatted(preview.students()),
        "%.1f".formatted(seconds),
        "%,.0f".formatted(preview.students() / seconds),
        "%,d".formatted(preview.changes().size()));
  }

  private static ConnectionFile connection(Path folder) throws Exception {
    Path connections = Files.createDirectories(folder.resolve("connections"));
    Files.writeString(
        connections.resolve(NAME + ".yaml"),
        BenchConnection.yaml(NAME, NAME, "core", "4.0", "http://127.0.0.1:1"));
    Problems problems = new Problems();
    List<ConnectionFile> read =
        new ConnectionReader(Environment.ofDatabaseWork(System.getenv()), problems)
            .readFolder(connections);
    problems.throwIfAny();
    return read.get(0);
  }

  private static <T> T await(Future<T> work) {
    try {
      return work.await(1, java.util.concurrent.TimeUnit.HOURS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}

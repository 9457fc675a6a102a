package org.statecraft.bench;

import static org.statecraft.testing.TestDatabase.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.statecraft.app.Main;
import org.statecraft.campus.StudentId;
import org.statecraft.config.Environment;
import org.statecraft.config.Problems;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionReader;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.db.Database;
import org.statecraft.db.DatabasePool;
import org.statecraft.db.DatabaseUrl;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.rules.Decision;
import org.statecraft.rules.RuleSet;
import org.statecraft.sync.Evaluator;

/**
 * A resync with All Schools of a district whose records are in order, then after a mapping change
 * that touches a tenth of them. The command runs in a process of its own with 512 MiB, from its
 * start to its end; the Ed-Fi API is the sandbox in another.
 */
final class ResyncBench implements Bench {

  private static final int[] SIZES =
      Arrays.stream(System.getProperty("bench.resync.students", "10000,100000").split(","))
          .mapToInt(Integer::parseInt)
          .toArray();

  /** One or two records a student; each of ten programs has a tenth of all. */
  private static final String STUDENTS =
      """
      INSERT INTO campus_row
        (district, table_name, row_key, student_id, columns, position_kind, position, position_rank,
         changed_at)
      SELECT '%1$s', r.table_name, r.row_key, r.student_id, r.columns, 'lsn',
             lpad(r.row_key, 20, '0'), 2, now()
        FROM generate_series(1, %2$d) AS s (n)
       CROSS JOIN LATERAL (
         SELECT 'Student', n::text, n::text,
                jsonb_build_object('personID', n, 'studentNumber', 'N' || n, 'stateID', 'S' || n)
         UNION ALL
         SELECT 'Enrollment', n::text, n::text,
                jsonb_build_object('enrollmentID', n, 'personID', n, 'calendarID', 1 + n %% 15,
                  'startDate', '2024-08-20', 'serviceType', 'P', 'noShow', false,
                  'stateExclude', false)
         UNION ALL
         SELECT 'ProgramParticipation', (n * 2 + p)::text, n::text,
                jsonb_build_object('participationID', n * 2 + p, 'personID', n,
                  'programID', 1 + (CASE p WHEN 0 THEN n ELSE n / 2 END) %% 10,
                  'startDate', date '2024-08-20' + p * 30, 'studentStatus', 'A',
                  'nonTraditional', false)
           FROM generate_series(0, n %% 2) AS p
       ) AS r (table_name, row_key, student_id, columns)
      """;

  @Override
  public String name() {
    return "resync";
  }

  @Override
  public void run(Report report) throws Exception {
    Report.Table table =
        report.table(
            "Resync with All Schools by the command, heap limit 512 MiB, from start to end",
            "district",
            "students",
            "records",
            "seconds",
            "unchanged",
            "to be sent",
            "requests that write");
    table.row("goal: nothing to change", "100,000", "150,000", "45", "all", "0", "0");
    try (BenchPostgres postgres = BenchPostgres.start()) {
      for (int size : SIZES) {
        measure(postgres, table, size);
      }
    }
    table.print();
  }

  private void measure(BenchPostgres postgres, Report.Table table, int size) throws Exception {
    String name = "resync-" + size;
    String schema = "resync" + size;
    DatabaseUrl url = postgres.schema(schema);
    Path folder = Files.createTempDirectory("statecraft-bench-resync");
    Vertx vertx = Vertx.vertx();
    int port = ServerProcess.freePort();
    // A host of the connection's data standard: another one drops elements, and all would differ.
    Process sandbox =
        java("-Xmx3g", "sandbox", "--port", Integer.toString(port), "--data-standard", "4.0")
            .start();
    BenchSandbox api = new BenchSandbox(port);
    api.await();
    Files.createDirectories(folder.resolve("connections"));
    Path file = folder.resolve("connections").resolve(name + ".yaml");
    Files.writeString(
        file, BenchConnection.yaml(name, name, "core", "4.0", "http://127.0.0.1:" + port));
    Files.writeString(
        folder.resolve("server.yaml"),
        """
        database: {url: "postgresql://localhost:%d/postgres", user: postgres, schema: %s}
        paths: {connections: %s}
        webhook:
          districts:
            %s: {secrets: [env:BENCH_WEBHOOK]}
        """
            .formatted(postgres.port(), schema, folder.resolve("connections"), name));
    Path choices = folder.resolve("choices.yaml");
    String all = Files.readString(file);
    Files.writeString(choices, all.substring(all.indexOf("mappings:")));
    command(folder, "preferences", "import", name, choices.toString());
    postgres.run(schema, STUDENTS.formatted(name, size), DistrictRows.statements(name, 1)[1]);
    postgres.run(schema, "ANALYZE");
    seed(vertx, url, name, folder, size, api);

    JsonNode adopted = resync(folder, name);
    long records = adopted.path("counts").path("ADOPT").asLong();
    long writes = api.writes();
    row(table, "nothing to change", size, records, folder, name, writes, api);

    Files.writeString(
        choices,
        "mappings: {CareerPathway: {"
            + String.join(
                ", ",
                IntStream.rangeClosed(1, BenchPacks.PROGRAMS)
                    .mapToObj(
                        program ->
                            "'"
                                + program
                                + "': '"
                                + BenchPacks.PATHWAY
                                + (program == 1 ? "Changed" : "" + program)
                                + "'")
                    .toList())
            + "}}");
    command(folder, "preferences", "import", name, choices.toString());
    row(table, "a tenth by a mapping", size, records, folder, name, writes, api);
    sandbox.destroy();
    sandbox.waitFor();
    await(vertx.close());
  }

  private void row(
      Report.Table table,
      String what,
      int size,
      long records,
      Path folder,
      String name,
      long writes,
      BenchSandbox api)
      throws Exception {
    long start = System.nanoTime();
    JsonNode run = resync(folder, name);
    double seconds = (System.nanoTime() - start) / 1e9;
    JsonNode counts = run.path("counts");
    table.row(
        what,
        "%,d".formatted(size),
        "%,d".formatted(records),
        "%.1f".formatted(seconds),
        "%,d".formatted(counts.path("unchanged").asLong()),
        "%,d"
            .formatted(
                counts.path("POST").asLong()
                    + counts.path("PUT").asLong()
                    + counts.path("DELETE").asLong()),
        "%,d".formatted(api.writes() - writes));
  }

  /** What the API must hold: organization, students, and every record as it is decided. */
  private void seed(
      Vertx vertx, DatabaseUrl url, String name, Path folder, int size, BenchSandbox api)
      throws Exception {
    api.post(BenchSandbox.organization());
    Problems problems = new Problems();
    Connection connection =
        new ConnectionReader(Environment.ofDatabaseWork(System.getenv()), problems)
            .readOne(folder.resolve("connections"), new ConnectionName(name))
            .orElseThrow()
            .connection();
    Database database = DatabasePool.open(vertx, url, 2);
    RuleSet rules = BenchPacks.compile("core", "4.0");
    ResourcePreferences chosen = await(new PreferenceStore().inForce(database, connection.name()));
    Evaluator evaluator = await(Evaluator.open(database, connection, rules, chosen));
    for (int from = 1; from <= size; from += 1_000) {
      List<StudentId> students =
          IntStream.range(from, Math.min(size + 1, from + 1_000))
              .mapToObj(id -> new StudentId(Integer.toString(id)))
              .toList();
      List<String> seeds = new ArrayList<>();
      students.forEach(id -> BenchSandbox.enrolled("S" + id.value(), seeds));
      Set<String> shared = new TreeSet<>();
      List<String> own = new ArrayList<>();
      for (Evaluator.Evaluated each :
          await(evaluator.evaluate(students, work -> vertx.executeBlocking(work)))) {
        for (Decision.Desired desired : each.decision().desired()) {
          (desired.shared() ? shared : own)
              .add(
                  "{\"resource\":\""
                      + desired.record().resource()
                      + "\",\"body\":"
                      + desired.body().json()
                      + "}");
        }
      }
      seeds.addAll(shared);
      seeds.addAll(own);
      api.post(seeds);
    }
    await(database.close());
  }

  private static JsonNode resync(Path folder, String name) throws Exception {
    return CanonicalJson.read(
        command(
            folder,
            "resync",
            name,
            "--all-schools",
            "--fresh",
            "--pages-per-second=0",
            "--format=json"));
  }

  /** Runs a command in a process of its own; what it says on standard output. */
  private static String command(Path folder, String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--config", folder.resolve("server.yaml").toString()));
    ProcessBuilder builder = java("-Xmx512m", all.toArray(String[]::new));
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", args) + ": " + out);
    }
    return out;
  }

  /** The program in a process of its own. */
  private static ProcessBuilder java(String heap, String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("BENCH_WEBHOOK", WebhookSender.SECRET_TEXT);
    builder.environment().put("BENCH_KEY", "sandbox");
    builder.environment().put("BENCH_SECRET", "sandbox-secret");
    builder.environment().put("STATECRAFT_DATABASE_PASSWORD", "postgres");
    return builder;
  }
}

package org.statecraft.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.app.SimulatedProcess;
import org.statecraft.app.Watchers;
import org.statecraft.config.Secret;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.deliver.DeliveryListener;
import org.statecraft.events.FanOutListener;
import org.statecraft.history.CampusChange;
import org.statecraft.history.CampusModel;
import org.statecraft.history.HistoryChecker;
import org.statecraft.history.SandboxHistory;
import org.statecraft.history.Violation;
import org.statecraft.sandbox.Sandbox;
import org.statecraft.sandbox.SandboxConfig;
import org.statecraft.simulation.ApiSeeds;
import org.statecraft.simulation.CampusScript;
import org.statecraft.simulation.SimulatedPacks;
import org.statecraft.sync.SyncListener;
import org.statecraft.testing.ProcessLines;
import org.statecraft.testing.TestDatabase;

/**
 * A Campus in PostgreSQL, read by Debezium through logical replication while its rows are inserted,
 * updated, given other keys and deleted. Debezium is killed in the middle of it, again and again.
 */
class RealSourceIT {

  private static final int STEPS = Integer.getInteger("debezium.steps", 300);
  private static final int KILLS = Integer.getInteger("debezium.kills", 4);
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String FIRST = "999998";
  private static final String LAST = "999999";

  private static final Map<String, String> TABLES =
      Map.of(
          "District", "\"districtID\" bigint PRIMARY KEY, number text, \"edFiNumber\" text",
          "School", "\"schoolID\" bigint PRIMARY KEY, \"districtID\" bigint, exclude boolean",
          "Calendar", "\"calendarID\" bigint PRIMARY KEY, \"schoolID\" bigint, exclude boolean",
          "Program",
              "\"programID\" bigint PRIMARY KEY, name text, \"programType\" text, code text",
          "Student", "\"personID\" bigint PRIMARY KEY, \"stateID\" text",
          "Enrollment",
              "\"enrollmentID\" bigint PRIMARY KEY, \"personID\" bigint, \"calendarID\" bigint,"
                  + " \"startDate\" date, \"endDate\" date, \"noShow\" boolean,"
                  + " \"serviceType\" text",
          "ProgramParticipation",
              "\"participationID\" bigint PRIMARY KEY, \"personID\" bigint, \"programID\" bigint,"
                  + " \"startDate\" date, \"endDate\" date, \"studentStatus\" text,"
                  + " \"nonTraditional\" boolean",
          "ProgramParticipationCertification",
              "\"certificationID\" bigint PRIMARY KEY, \"participationID\" bigint,"
                  + " attempted boolean, passed boolean, \"certificationDate\" date");

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger committed = new AtomicInteger();
  private final Path folder;

  RealSourceIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void whatDebeziumReads_isWhatTheApiHolds_howeverOftenItIsKilled() throws Exception {
    long seed = Long.getLong("debezium.seed", System.nanoTime());
    System.out.println("real source: seed " + seed);
    try (EmbeddedPostgres source = source();
        TestDatabase database = TestDatabase.open()) {
      Sandbox sandbox =
          TestDatabase.await(
              Sandbox.start(
                  vertx,
                  SandboxConfig.of(SimulatedPacks.get().schemas(), InstantSource.system())
                      .withFamily("7.3", SimulatedPacks.standard("7.3"))));
      SandboxHistory api =
          new SandboxHistory("http://127.0.0.1:" + sandbox.port(), SimulatedPacks.KEYS);
      List<String> ids = new ArrayList<>();
      CampusScript.persons().forEach(person -> ids.addAll(CampusScript.uniqueIds(person)));
      api.seed(ApiSeeds.of(ids));
      ConnectionFile connection =
          SimulatedPacks.file(
              SimulatedPacks.connection(
                  "real-2025", "real", "7.3", URI.create("http://127.0.0.1:" + sandbox.port())));
      TestDatabase.await(
          database
              .database()
              .inTransaction(
                  tx ->
                      new PreferenceStore()
                          .seed(tx, connection.connection().name(), connection.seed())));
      SimulatedProcess server =
          SimulatedProcess.start(
              database.url(),
              List.of(connection),
              SimulatedPacks.get(),
              Map.of("real", new Secret(EngineProcess.SECRET)),
              InstantSource.system(),
              watchers());
      CampusModel model;
      try {
        model = play(source, server.port(), seed, database);
        awaitQuiet(database);
      } finally {
        // It may go on asking a database that is about to end.
        server.bury();
      }
      List<Violation> violations =
          HistoryChecker.check(
              api.requests(), api.state(), model.wanted(), List.of(), List.of());
      System.out.printf(
          "real source: %d commits, %d requests to the API, %d records at the end, %d kills%n",
          committed.get(), api.requests().size(), api.state().size(), KILLS);
      assertEquals(List.of(), violations, () -> "seed " + seed);
      assertTrue(!api.state().isEmpty(), "nothing was reported");
    } finally {
      TestDatabase.await(vertx.close());
    }
  }

  /** Changes the source while Debezium reads it, and kills that now and then. */
  private CampusModel play(EmbeddedPostgres source, int webhook, long seed, TestDatabase database)
      throws Exception {
    CampusModel model = new CampusModel(CampusScript.persons(), true);
    Random random = new Random(seed);
    Path properties = properties(source.getPort());
    List<List<CampusChange>> steps = CampusScript.steps(seed, STEPS);
    ProcessLines engine = null;
    try (Connection sql = source.getPostgresDatabase().getConnection()) {
      createTables(sql);
      // What is there before the first start comes as a snapshot.
      int snapshot = 1 + random.nextInt(20);
      int sinceStart = 0;
      for (int step = 0; step < steps.size(); step++) {
        if (step == snapshot) {
          engine = start(properties, webhook);
          // Killed in its first snapshot, Debezium begins it anew, and nobody hears of the rows that
          // were deleted meanwhile; so the kills begin when it reads the log.
          insert(sql, FIRST);
          awaitRow(database, FIRST, engine);
        } else if (engine != null && ++sinceStart >= (STEPS - snapshot) / (KILLS + 1)) {
          sinceStart = 0;
          engine.awaitLine("posted", LIMIT);
          engine.kill();
          engine = start(properties, webhook);
        }
        apply(sql, steps.get(step));
        steps.get(step).forEach(change -> model.acknowledged(List.of(change)));
        new CountDownLatch(1).await(random.nextInt(10), TimeUnit.MILLISECONDS);
      }
      insert(sql, LAST);
      awaitRow(database, LAST, engine);
      engine.close();
      return model;
    } catch (Exception | AssertionError e) {
      throw new IllegalStateException(engine == null ? "" : engine.output(), e);
    }
  }

  private static void insert(Connection sql, String student) throws SQLException {
    try (Statement statement = sql.createStatement()) {
      statement.execute("INSERT INTO \"Student\" VALUES (" + student + ", NULL)");
    }
  }

  private static ProcessLines start(Path properties, int webhook) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return ProcessLines.start(
        properties.getParent(),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            classPath,
            EngineProcess.class.getName(),
            properties.toString(),
            "http://127.0.0.1:" + webhook + "/webhook/real"));
  }

  private static EmbeddedPostgres source() throws IOException {
    Path folder = Files.createTempDirectory("statecraft-source");
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(folder.toFile())
        .setDataDirectory(folder.resolve("data"))
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("wal_level", "logical")
        .setServerConfig("wal_sender_timeout", "5s")
        .start();
  }

  private static void createTables(Connection sql) throws SQLException {
    try (Statement statement = sql.createStatement()) {
      for (Map.Entry<String, String> each : TABLES.entrySet()) {
        statement.execute("CREATE TABLE \"" + each.getKey() + "\" (" + each.getValue() + ")");
      }
    }
  }

  private Path properties(int port) throws IOException {
    Properties properties = new Properties();
    Map.ofEntries(
            Map.entry("name", "campus"),
            Map.entry("connector.class", "io.debezium.connector.postgresql.PostgresConnector"),
            Map.entry(
                "offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore"),
            Map.entry("offset.storage.file.filename", folder.resolve("offsets").toString()),
            Map.entry("offset.flush.interval.ms", "500"),
            Map.entry("database.hostname", "127.0.0.1"),
            Map.entry("database.port", Integer.toString(port)),
            Map.entry("database.user", "postgres"),
            Map.entry("database.password", "postgres"),
            Map.entry("database.dbname", "postgres"),
            Map.entry("topic.prefix", "campus"),
            Map.entry("plugin.name", "pgoutput"),
            Map.entry("slot.name", "campus"),
            Map.entry("publication.autocreate.mode", "filtered"),
            Map.entry("schema.include.list", "public"),
            Map.entry("snapshot.mode", "initial"),
            Map.entry("tombstones.on.delete", "false"),
            Map.entry("max.batch.size", "20"),
            Map.entry("poll.interval.ms", "50"),
            Map.entry("slot.max.retries", "60"),
            Map.entry("slot.retry.delay.ms", "500"))
        .forEach(properties::setProperty);
    Path file = folder.resolve("engine.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, "");
    }
    return file;
  }

  /** One transaction; a re-key is the update of a primary key. */
  private static void apply(Connection sql, List<CampusChange> changes) throws SQLException {
    sql.setAutoCommit(false);
    try (Statement statement = sql.createStatement()) {
      for (int i = 0; i < changes.size(); i++) {
        CampusChange change = changes.get(i);
        boolean rekeyed =
            change.operation().equals("d")
                && i + 1 < changes.size()
                && changes.get(i + 1).position() == change.position();
        statement.execute(rekeyed ? rekey(change, changes.get(++i)) : sql(change));
      }
    }
    sql.commit();
    sql.setAutoCommit(true);
  }

  private static String rekey(CampusChange gone, CampusChange come) {
    return update(come, gone.key());
  }

  private static String sql(CampusChange change) {
    return switch (change.operation()) {
      case "c" -> {
        Map<String, String> row = new TreeMap<>(change.columns());
        yield "INSERT INTO \"%s\" (%s) VALUES (%s)"
            .formatted(
                change.table(),
                row.keySet().stream()
                    .map(name -> '"' + name + '"')
                    .collect(Collectors.joining(", ")),
                row.values().stream().map(RealSourceIT::literal).collect(Collectors.joining(", ")));
      }
      case "d" ->
          "DELETE FROM \"%s\" WHERE \"%s\" = %s"
              .formatted(change.table(), CampusScript.KEYS.get(change.table()), change.key());
      default -> update(change, change.key());
    };
  }

  private static String update(CampusChange change, String key) {
    List<String> sets = new ArrayList<>();
    change.columns().forEach((name, text) -> sets.add('"' + name + "\" = " + literal(text)));
    if (TABLES.get(change.table()).contains("endDate") && !change.columns().containsKey("endDate")) {
      sets.add("\"endDate\" = NULL");
    }
    return "UPDATE \"%s\" SET %s WHERE \"%s\" = %s"
        .formatted(
            change.table(),
            String.join(", ", sets),
            CampusScript.KEYS.get(change.table()),
            key);
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private Watchers watchers() {
    return new Watchers(
        (district, accepted) -> {
          committed.incrementAndGet();
          wake();
        },
        SyncListener.NONE,
        DeliveryListener.none(),
        FanOutListener.NONE);
  }

  private synchronized void wake() {
    notifyAll();
  }

  /** A row of the source has come, and with it all before it. */
  private synchronized void awaitRow(TestDatabase database, String student, ProcessLines engine)
      throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (count(
            database,
            "SELECT count(*) AS n FROM campus_row WHERE table_name = 'Student' AND row_key = '"
                + student
                + "'")
        == 0) {
      if (System.nanoTime() > end) {
        throw new AssertionError("a row did not come: " + engine.output());
      }
      wait(200);
    }
  }

  private void awaitQuiet(TestDatabase database) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    String open =
        """
        SELECT (SELECT count(*) FROM event_queue)
          + (SELECT count(*) FROM fan_out WHERE state <> 'done')
          + (SELECT count(*) FROM outbox WHERE state NOT IN ('done', 'cancelled')) AS n
        """;
    while (count(database, open) > 0) {
      if (System.nanoTime() > end) {
        throw new AssertionError("still " + count(database, open) + " to do");
      }
      new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
    }
  }

  private static long count(TestDatabase database, String sql) {
    return TestDatabase.await(database.database().run(sql)).iterator().next().getLong("n");
  }
}

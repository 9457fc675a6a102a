package org.statecraft.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statecraft.campus.CampusRow;
import org.statecraft.campus.ChangeType;
import org.statecraft.campus.RowChange;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.SourcePosition;
import org.statecraft.campus.StudentId;
import org.statecraft.campus.TableName;
import org.statecraft.config.Problems;
import org.statecraft.connections.Author;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.MappingChoice;
import org.statecraft.connections.PreferenceChange;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.db.Tx;
import org.statecraft.db.WorkerRegistry;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.events.EventClaimStore;
import org.statecraft.events.EventStore;
import org.statecraft.identity.IdentityStore;
import org.statecraft.ingest.IngestConfig;
import org.statecraft.ingest.IngestListener;
import org.statecraft.ingest.Ingestor;
import org.statecraft.ingest.WatchedColumns;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.packs.CurrentCatalogue;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.rows.RowStore;
import org.statecraft.rules.RuleSets;
import org.statecraft.testing.TestConnections;
import org.statecraft.testing.TestDatabase;

/** From kept rows to the outbox, with the real packs, stores and worker. */
class SyncWorkerPgTest {

  private static final Instant NOW = Instant.parse("2025-02-01T12:00:00Z");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static TestDatabase test;
  private static WorkerRegistry registry;
  private static RuleSets ruleSets;
  private static PackReader packs;
  private static long position;

  @BeforeAll
  static void open() {
    test = TestDatabase.open();
    registry =
        await(WorkerRegistry.register(test.vertx(), test.url(), test.database(), "sync-test"));
    packs = new PackReader(Path.of("rules"), Path.of("descriptors"));
    Problems problems = new Problems();
    ruleSets = new RuleSets(packs, ResourceSchemas.load(Path.of("rules/schema"), problems));
    problems.throwIfAny();
    ruleSets.load(List.of(connection("any")));
  }

  @AfterAll
  static void close() {
    await(registry.close());
    test.close();
  }

  @Test
  void sync_newStudent_plansProgramThenAssociationAndFinishesTheEvent() {
    Connection connection = seeded("new", Map.of());
    keep(connection, district(), student(1));
    sync(connection);
    assertEquals(
        List.of("programs POST available 0", "studentCTEProgramAssociations POST waiting 1"),
        outbox(connection));
    assertEquals(0, count("event_queue", connection));
    assertEquals(2, count("identity_mapping", connection));
    assertEquals(1, count("decision", connection));
  }

  @Test
  void sync_sameStudentAgain_addsNothing() {
    Connection connection = seeded("again", Map.of());
    keep(connection, district(), student(1));
    sync(connection);
    enqueue(connection, "1");
    sync(connection);
    assertEquals(2, outbox(connection).size());
  }

  @Test
  void sync_twoStudentsOfOneProgram_askForItOnce() {
    Connection connection = seeded("shared", Map.of());
    keep(connection, district(), student(1), student(2));
    assertEquals(3, sync(connection), "one program and two associations are planned");
    assertEquals(
        1, outbox(connection).stream().filter(each -> each.startsWith("programs")).count());
  }

  @Test
  void sync_noShowSetLater_plansTheDelete() {
    Connection connection = seeded("noshow", Map.of());
    keep(connection, district(), student(1));
    sync(connection);
    Map<String, Object> enrollment = enrollment(1);
    enrollment.put("noShow", true);
    keep(connection, List.of(row("Enrollment", "1", enrollment)));
    sync(connection);
    assertTrue(
        outbox(connection).contains("studentCTEProgramAssociations POST cancelled 0"),
        outbox(connection)::toString);
    assertEquals("DELETE", lastVerb(connection));
    assertTrue(
        text("SELECT exclusions::text FROM decision WHERE connection = $1", connection)
            .contains("No Show"));
  }

  @Test
  void sync_resourceSwitchedOff_sendsNothingOfIt() {
    Connection connection =
        seeded("off", Map.of(new ResourceName("studentCTEProgramAssociations"), false));
    keep(connection, district(), student(1));
    sync(connection);
    assertEquals(List.of("programs POST available 0"), outbox(connection));
  }

  @Test
  void sync_preferencesChangedBetweenTwoBatches_holdForTheSecond() {
    Connection connection = seeded("between", Map.of());
    SyncWorker worker = worker(connection, (name, result) -> {});
    await(worker.start());
    keep(connection, district(), student(1));
    worker.wake();
    waitUntil(() -> open(connection) == 0);
    await(test.database().inTransaction(tx -> switchOff(tx, connection)));
    keep(connection, student(2));
    worker.wake();
    waitUntil(() -> open(connection) == 0);
    await(worker.stop());
    assertEquals(
        List.of("programs POST available 0", "studentCTEProgramAssociations POST waiting 1"),
        outbox(connection),
        "the first student's, and nothing of the second");
  }

  @Test
  void sync_switchedOffWhileABatchIsDecided_isDecidedAnew() {
    Connection connection = seeded("race", Map.of());
    keep(connection, district(), student(1));
    Promise<Void> changed = Promise.promise();
    Promise<Void> mayCommit = Promise.promise();
    Future<Void> change =
        test.database()
            .inTransaction(
                tx ->
                    switchOff(tx, connection)
                        .compose(
                            done -> {
                              changed.complete();
                              return mayCommit.future();
                            }));
    await(changed.future());
    SyncWorker worker = worker(connection, (name, result) -> {});
    await(worker.start());
    waitUntil(() -> isWaitingForPreferences(connection));
    mayCommit.complete();
    await(change);
    waitUntil(() -> open(connection) == 0);
    await(worker.stop());
    assertEquals(List.of("programs POST available 0"), outbox(connection));
  }

  /** One event of a batch is no longer ours: the other must not stay claimed for good. */
  @Test
  void sync_claimOfOneIsLost_bothAreDecidedAnew() {
    Connection connection = seeded("lost", Map.of());
    keep(connection, district(), student(1), student(2));
    Promise<Void> locked = Promise.promise();
    Promise<Void> mayCommit = Promise.promise();
    Future<Void> holding =
        test.database()
            .inTransaction(
                tx ->
                    new PreferenceStore()
                        .lock(tx, connection.name())
                        .compose(
                            done -> {
                              locked.complete();
                              return mayCommit.future();
                            }));
    await(locked.future());
    SyncWorker worker = worker(connection, (name, result) -> {});
    await(worker.start());
    waitUntil(() -> isWaitingForPreferences(connection));
    await(
        test.database()
            .run(
                "UPDATE event_queue SET claimed = claimed - 1, version = version + 1"
                    + " WHERE connection = $1 AND student_id = '1'",
                connection.name().value()));
    mayCommit.complete();
    await(holding);
    worker.wake();
    waitUntil(
        () -> {
          worker.wake();
          return open(connection) == 0;
        });
    await(worker.stop());
    assertEquals(
        2,
        outbox(connection).stream()
            .filter(each -> each.startsWith("studentCTEProgramAssociations"))
            .count());
  }

  private static boolean isWaitingForPreferences(Connection connection) {
    return number(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                + " AND $1 <> ''",
            connection)
        >= 1;
  }

  private static Future<Void> switchOff(Tx tx, Connection connection) {
    PreferenceStore store = new PreferenceStore();
    ResourceName resource = new ResourceName("studentCTEProgramAssociations");
    return store
        .lock(tx, connection.name())
        .compose(
            locked ->
                store.write(
                    tx,
                    connection.name(),
                    List.of(
                        new PreferenceChange.Toggle(
                            PreferenceChange.Kind.ADDED, resource, null, false)),
                    new Author("test", Author.Origin.IMPORT)));
  }

  private static void waitUntil(BooleanSupplier condition) {
    Instant end = Instant.now().plus(LIMIT);
    while (!condition.getAsBoolean()) {
      assertTrue(Instant.now().isBefore(end), "not in time");
      waitForOne(new LinkedBlockingQueue<>());
    }
  }

  @Test
  void sync_oneStudentCannotBeRead_onlyThatOneIsParkedAndTold() {
    Connection connection = seeded("poison", Map.of());
    keep(connection, district(), student(1), student(2), student(3));
    await(
        test.database()
            .run(
                "UPDATE campus_row SET columns = columns || '{\"startDate\": \"no date\"}'"
                    + " WHERE district = $1 AND table_name = 'Enrollment' AND row_key = '2'",
                connection.district().value()));
    sync(connection);
    assertEquals(
        2,
        outbox(connection).stream()
            .filter(each -> each.startsWith("studentCTEProgramAssociations"))
            .count());
    assertEquals(
        "2 discarded",
        text(
            "SELECT string_agg(student_id || ' ' || state, ',') FROM event_queue"
                + " WHERE connection = $1",
            connection));
    assertEquals(
        "student-parked 2",
        text(
            "SELECT string_agg(type || ' ' || student_id, ',') FROM error_log"
                + " WHERE connection = $1",
            connection));
    Map<String, Object> mended = enrollment(2);
    mended.put("endDate", LocalDate.of(2025, 5, 30));
    keep(connection, List.of(row("Enrollment", "2", mended)));
    sync(connection);
    assertEquals(0, count("event_queue", connection));
    assertEquals(
        "closed",
        text("SELECT string_agg(state, ',') FROM error_log WHERE connection = $1", connection));
  }

  @Test
  void sync_overLongProgramName_holdsTheRecordAndTells() {
    Connection connection = seeded("long", Map.of());
    List<RowChange> district = new ArrayList<>(district());
    district.add(
        row(
            "Program",
            "3",
            new HashMap<>(Map.of("programID", 3L, "name", "W".repeat(61), "programType", "CTE"))));
    keep(connection, district, student(1));
    sync(connection);
    assertEquals(List.of(), outbox(connection));
    assertTrue(
        text("SELECT string_agg(detail, ' ') FROM error_log WHERE connection = $1", connection)
            .contains("has 61 characters"));
  }

  // --- what the tests are made of

  private static Connection connection(String name) {
    return TestConnections.of(name, name + "-district");
  }

  private static Connection seeded(String name, Map<ResourceName, Boolean> toggles) {
    Connection connection = connection(name);
    ConnectionSeed seed =
        new ConnectionSeed(
            toggles,
            List.of(
                new MappingChoice("ProgramType", "3", "uri://ed-fi.org/ProgramTypeDescriptor#CTE"),
                new MappingChoice(
                    "CareerPathway", "3", "uri://ed-fi.org/CareerPathwayDescriptor#Health")),
            Map.of());
    await(
        test.database()
            .inTransaction(tx -> new PreferenceStore().seed(tx, connection.name(), seed)));
    return connection;
  }

  private static List<RowChange> district() {
    return List.of(
        row("District", "1", Map.of("districtID", 1L, "number", "255901")),
        row("School", "2", Map.of("schoolID", 2L, "districtID", 1L, "exclude", false)),
        row(
            "Calendar",
            "9",
            Map.of("calendarID", 9L, "schoolID", 2L, "endYear", 2025L, "exclude", false)),
        row(
            "Program",
            "3",
            Map.of("programID", 3L, "name", "Welding", "programType", "CTE", "code", "48.0508")));
  }

  private static Map<String, Object> enrollment(long id) {
    return new HashMap<>(
        Map.of(
            "enrollmentID",
            id,
            "personID",
            id,
            "calendarID",
            9L,
            "startDate",
            LocalDate.of(2024, 8, 20),
            "noShow",
            false));
  }

  private static List<RowChange> student(long id) {
    return List.of(
        row("Student", "" + id, Map.of("personID", id, "stateID", "S" + id)),
        row("Enrollment", "" + id, enrollment(id)),
        row(
            "ProgramParticipation",
            "" + id,
            Map.of(
                "participationID",
                id,
                "personID",
                id,
                "programID",
                3L,
                "startDate",
                LocalDate.of(2024, 9, 3),
                "nonTraditional",
                false)));
  }

  private static RowChange row(String table, String key, Map<String, Object> columns) {
    position++;
    TableName name = new TableName(table);
    return new RowChange(
        name,
        new RowKey(key),
        ChangeType.UPDATE,
        new SourcePosition("lsn", String.format("%020d", position)),
        new CampusRow(name, new RowKey(key), columns),
        NOW);
  }

  @SafeVarargs
  private static void keep(Connection connection, List<RowChange>... changes) {
    List<RowChange> all = new ArrayList<>();
    for (List<RowChange> each : changes) {
      all.addAll(each);
    }
    await(
        new Ingestor(
                test.database(),
                new CurrentCatalogue(packs.catalogue()),
                () -> WatchedColumns.everything(packs.catalogue()),
                district -> List.of(connection.name()),
                IngestConfig.DEFAULT,
                IngestListener.NONE)
            .accept(connection.district(), all));
  }

  private static void enqueue(Connection connection, String student) {
    await(
        test.database()
            .inTransaction(
                tx ->
                    new EventStore()
                        .enqueue(
                            tx, connection.name(), List.of(new StudentId(student)), "test", NOW)));
  }

  private static SyncWorker worker(Connection connection, SyncListener listener) {
    IdentityStore identity = new IdentityStore();
    ErrorStore errors = new ErrorStore();
    return new SyncWorker(
        test.vertx(),
        connection,
        new SyncStores(
            test.database(),
            registry,
            new RowStore(),
            new EventClaimStore(),
            identity,
            new OutboxStore(identity, errors),
            errors,
            ruleSets,
            InstantSource.system()),
        new SyncConfig(500, 1, Duration.ofMillis(20), 1, Duration.ofMillis(1)),
        listener);
  }

  /** Runs a worker until nothing is left that it could do; how many actions it planned. */
  private static int sync(Connection connection) {
    LinkedBlockingQueue<SyncResult> results = new LinkedBlockingQueue<>();
    AtomicInteger planned = new AtomicInteger();
    SyncWorker worker =
        worker(
            connection,
            (name, result) -> {
              planned.addAndGet(result.actions());
              results.add(result);
            });
    await(worker.start());
    Instant end = Instant.now().plus(LIMIT);
    while (open(connection) > 0) {
      assertTrue(Instant.now().isBefore(end), "the events were not worked through");
      waitForOne(results);
    }
    await(worker.stop());
    return planned.get();
  }

  private static void waitForOne(LinkedBlockingQueue<SyncResult> results) {
    try {
      results.poll(50, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long open(Connection connection) {
    return number(
        "SELECT count(*) FROM event_queue WHERE connection = $1 AND state <> 'discarded'",
        connection);
  }

  private static long count(String table, Connection connection) {
    return number("SELECT count(*) FROM " + table + " WHERE connection = $1", connection);
  }

  private static long number(String sql, Connection connection) {
    return await(test.database().run(sql, connection.name().value())).iterator().next().getLong(0);
  }

  private static String text(String sql, Connection connection) {
    return String.valueOf(
        await(test.database().run(sql, connection.name().value())).iterator().next().getString(0));
  }

  private static String lastVerb(Connection connection) {
    return text(
        "SELECT verb FROM outbox WHERE connection = $1 ORDER BY id DESC LIMIT 1", connection);
  }

  private static List<String> outbox(Connection connection) {
    RowSet<Row> rows =
        await(
            test.database()
                .run(
                    "SELECT resource || ' ' || verb || ' ' || state || ' ' || blockers"
                        + " FROM outbox WHERE connection = $1 ORDER BY id",
                    connection.name().value()));
    List<String> entries = new ArrayList<>();
    rows.forEach(row -> entries.add(row.getString(0)));
    return entries;
  }
}

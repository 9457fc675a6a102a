package org.statecraft.resync;

import static org.statecraft.testing.TestDatabase.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.statecraft.admin.Audit;
import org.statecraft.admin.TombstoneDesk;
import org.statecraft.campus.RowChange;
import org.statecraft.campus.StudentId;
import org.statecraft.cases.CaseRows;
import org.statecraft.config.Problems;
import org.statecraft.connections.Author;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.MappingChoice;
import org.statecraft.connections.PreferenceChange;
import org.statecraft.connections.PreferenceDiff;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.db.Database;
import org.statecraft.db.WorkerRegistry;
import org.statecraft.deliver.DeliverConfig;
import org.statecraft.deliver.DeliverWorker;
import org.statecraft.deliver.DeliveryListener;
import org.statecraft.deliver.DeliveryStores;
import org.statecraft.deliver.EdFiClient;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.events.EventClaimStore;
import org.statecraft.events.EventStore;
import org.statecraft.history.SandboxHistory;
import org.statecraft.identity.IdentityStore;
import org.statecraft.ingest.IngestConfig;
import org.statecraft.ingest.IngestListener;
import org.statecraft.ingest.Ingestor;
import org.statecraft.ingest.WatchedColumns;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.packs.CurrentCatalogue;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.preferences.PreferenceEdit;
import org.statecraft.preferences.PreferenceEditor;
import org.statecraft.rows.RowStore;
import org.statecraft.rules.RuleSets;
import org.statecraft.sandbox.Sandbox;
import org.statecraft.sandbox.SandboxConfig;
import org.statecraft.simulation.ApiSeeds;
import org.statecraft.sync.Evaluator;
import org.statecraft.sync.SyncConfig;
import org.statecraft.sync.SyncStores;
import org.statecraft.sync.SyncWorker;
import org.statecraft.testing.Records;
import org.statecraft.testing.SampleRows;
import org.statecraft.testing.TestConnections;
import org.statecraft.testing.TestDatabase;

/** One district under the core pack, with its rows, its road and a sandbox as its Ed-Fi API. */
final class ResyncRig extends SampleRows implements AutoCloseable {

  /** A student whom only others report, at the API of a rig with a case. */
  static final String OTHERS = "X1";

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** What all rigs of a test class share. */
  static final class Shared implements AutoCloseable, AfterAllCallback {

    final TestDatabase test = TestDatabase.open();
    final PackReader packs;
    final ResourceSchemas schemas;
    final RuleSets ruleSets;
    private final Set<List<String>> uses = new HashSet<>();
    final WorkerRegistry registry;

    Shared() {
      this(Path.of("rules"));
    }

    /** With other rules and schemas. */
    Shared(Path rules) {
      packs = new PackReader(rules, Path.of("descriptors"));
      Problems problems = new Problems();
      schemas = ResourceSchemas.load(rules.resolve("schema"), problems);
      problems.throwIfAny();
      ruleSets = new RuleSets(packs, schemas);
      use(connection("any", 1, "core", new DataStandard("4.0"), "state-id"));
      registry = await(WorkerRegistry.register(test.vertx(), test.url(), test.database(), "rig"));
    }

    /** Has the pack of a connection compiled, which takes seconds, if none before used it. */
    void use(Connection connection) {
      if (uses.add(List.of(connection.pack(), connection.dataStandard().toString()))) {
        ruleSets.load(List.of(connection));
      }
    }

    @Override
    public void afterAll(ExtensionContext context) {
      close();
    }

    @Override
    public void close() {
      await(registry.close());
      test.close();
    }
  }

  private final Shared shared;
  private final Sandbox sandbox;
  private final SandboxHistory api;
  private final Connection connection;
  private final IdentityStore identity = new IdentityStore();
  private final ErrorStore errors = new ErrorStore();
  private final OutboxStore outbox = new OutboxStore(identity, errors);
  private final SyncWorker syncer;
  private final DeliverWorker courier;
  private final EdFiClient client;

  /** A district under the core pack. */
  ResyncRig(Shared shared, String name) {
    this(shared, name, "core", new DataStandard("4.0"), "state-id");
    seedPreferences(Map.of("3", "CTE", "4", "CTE"));
    seedApi();
    keep(district());
  }

  /** A district with the one student of a case, who has been sent. */
  ResyncRig(Shared shared, String name, CaseRows sample) {
    this(shared, name, sample.pack(), sample.standard(), sample.uniqueId());
    seedPreferences(sample.mappings());
    List<RowChange> rows = new ArrayList<>();
    sample.rows().forEach(row -> rows.add(row.change(this)));
    keep(rows, List.of());
    seedReferred();
    decide("1");
    settle();
  }

  private ResyncRig(
      Shared shared, String name, String pack, DataStandard standard, String uniqueId) {
    this.shared = shared;
    this.sandbox =
        await(
            Sandbox.start(
                shared.test.vertx(),
                SandboxConfig.of(shared.schemas, InstantSource.system())
                    .withFamily(standard.toString().startsWith("3") ? "5.3" : "7.3", standard)));
    this.api = new SandboxHistory("http://127.0.0.1:" + sandbox.port(), Map.of());
    this.connection = connection(name, sandbox.port(), pack, standard, uniqueId);
    shared.use(connection);
    this.syncer =
        new SyncWorker(
            shared.test.vertx(),
            connection,
            new SyncStores(
                shared.test.database(),
                shared.registry,
                new RowStore(),
                new EventClaimStore(),
                identity,
                outbox,
                errors,
                shared.ruleSets,
                InstantSource.system()),
            SyncConfig.DEFAULT,
            (each, result) -> {});
    this.courier =
        await(
            DeliverWorker.start(
                shared.test.vertx(),
                new DeliveryStores(
                    shared.test.database(),
                    outbox,
                    new org.statecraft.outbox.PauseStore(),
                    errors,
                    new org.statecraft.deliver.DeliveryStateStore(),
                    shared.registry),
                connection,
                resource -> shared.schemas.find(resource).orElseThrow().path(),
                DeliverConfig.defaults(),
                InstantSource.system(),
                DeliveryListener.none()));
    await(syncer.start());
    this.client =
        EdFiClient.open(
            shared.test.vertx(), connection, DeliverConfig.defaults(), InstantSource.system());
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    client.close();
    await(syncer.stop());
    await(courier.stop());
    await(sandbox.close());
  }

  // --- Campus

  /** Keeps rows as the webhook would. */
  void keep(List<RowChange> changes) {
    keep(changes, List.of(connection.name()));
  }

  /** Has a student decided anew. */
  void decide(String student) {
    await(
        shared
            .test
            .database()
            .inTransaction(
                tx ->
                    new EventStore()
                        .enqueue(
                            tx,
                            connection.name(),
                            List.of(new StudentId(student)),
                            "test",
                            Instant.EPOCH)));
  }

  private void keep(List<RowChange> changes, List<ConnectionName> concerned) {
    await(
        new Ingestor(
                shared.test.database(),
                new CurrentCatalogue(shared.packs.catalogue()),
                () -> WatchedColumns.everything(shared.packs.catalogue()),
                district -> concerned,
                IngestConfig.DEFAULT,
                IngestListener.NONE)
            .accept(connection.district(), changes));
  }

  // --- preferences

  /** Chooses the program types; what is there already stays. */
  void seedPreferences(Map<String, String> programTypes) {
    List<MappingChoice> choices = new ArrayList<>();
    programTypes.forEach(
        (program, code) ->
            choices.add(
                new MappingChoice(
                    "ProgramType", program, "uri://ed-fi.org/ProgramTypeDescriptor#" + code)));
    choices.add(
        new MappingChoice("CareerPathway", "3", "uri://ed-fi.org/CareerPathwayDescriptor#Metal"));
    seedPreferences(choices);
  }

  private void seedPreferences(List<MappingChoice> choices) {
    await(
        shared
            .test
            .database()
            .inTransaction(
                tx ->
                    new PreferenceStore()
                        .seed(
                            tx,
                            connection.name(),
                            new ConnectionSeed(Map.of(), choices, Map.of()))));
  }

  void sql(String statement, Object... parameters) {
    await(shared.test.database().run(statement, parameters));
  }

  long count(String statement, Object... parameters) {
    return await(shared.test.database().run(statement, parameters)).iterator().next().getLong(0);
  }

  List<String> texts(String statement, Object... parameters) {
    List<String> texts = new ArrayList<>();
    for (Row row : await(shared.test.database().run(statement, parameters))) {
      texts.add(row.getString(0));
    }
    return texts;
  }

  // --- the road

  /** Waits until everything is decided and sent. */
  void settle() {
    syncer.wake();
    courier.wake();
    Instant end = Instant.now().plus(LIMIT);
    while (count(
            "SELECT (SELECT count(*) FROM event_queue WHERE connection = $1)"
                + " + (SELECT count(*) FROM fan_out WHERE district = $2 AND state <> 'done')"
                + " + (SELECT count(*) FROM outbox WHERE connection = $1"
                + "     AND state NOT IN ('done', 'cancelled', 'discarded'))",
            connection.name().value(),
            connection.district().value() + "-none")
        > 0) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(
            "not settled: "
                + texts(
                    "SELECT resource || verb || state || coalesce(answer, '') FROM outbox"
                        + " WHERE connection = $1 AND state NOT IN ('done', 'cancelled')",
                    connection.name().value()));
      }
      courier.wake();
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  ResyncSubject subject() {
    return subject(ResyncScope.ALL);
  }

  ResyncSubject subject(ResyncScope scope) {
    return await(
        ResyncSubject.of(
            shared.test.database(),
            connection,
            shared.ruleSets.of(connection),
            shared.schemas,
            scope));
  }

  /** Changes a mapping as a person does. */
  void map(String preference, String value, @Nullable String code) {
    Function<ResourcePreferences, PreferenceEdit> edit =
        current -> {
          Optional<MappingChoice> old =
              current.choices().stream()
                  .filter(each -> each.mapping().equals(preference))
                  .filter(each -> each.campusValue().equals(value))
                  .findFirst();
          PreferenceChange.Kind kind =
              code == null
                  ? PreferenceChange.Kind.REMOVED
                  : old.isEmpty() ? PreferenceChange.Kind.ADDED : PreferenceChange.Kind.CHANGED;
          return new PreferenceEdit(
              new PreferenceDiff(
                  List.of(
                      new PreferenceChange.Mapping(
                          kind,
                          preference,
                          value,
                          old.map(MappingChoice::code).orElse(null),
                          code)),
                  0));
        };
    await(
        new PreferenceEditor(shared.test.database(), new PreferenceStore(), outbox, new RowStore())
            .change(
                connection,
                shared.ruleSets.of(connection).pack(),
                edit,
                new Author("test", Author.Origin.IMPORT)));
  }

  /** What waits for a resync. */
  List<String> due() {
    return texts(
        "SELECT resource FROM resync_due WHERE connection = $1 ORDER BY resource",
        connection.name().value());
  }

  /** Lets everything that was buried be sent again. */
  void lift() {
    await(
        new Audit(shared.test.database(), refusal -> false)
            .make(
                Audit.By.commandLine("a test"),
                new TombstoneDesk(shared.test.database())
                    .lifting(connection.name(), true, List.of(), List.of())));
  }

  ResyncRunner resyncs() {
    return resyncs(RunProgress.NONE);
  }

  /** A runner whose way to the database may be another. */
  ResyncRunner resyncs(Database way) {
    return new ResyncRunner(shared.test.vertx(), way, InstantSource.system(), RunProgress.NONE);
  }

  ResyncRunner resyncs(RunProgress progress) {
    return new ResyncRunner(
        shared.test.vertx(), shared.test.database(), InstantSource.system(), progress);
  }

  /** Plans a run to its end. */
  ResyncRun plan(ResyncScope scope) {
    ResyncSubject subject = subject(scope);
    return await(
        resyncs()
            .open(subject, scope, "test", null)
            .compose(run -> resyncs().plan(run, subject, client, Duration.ZERO)));
  }

  /** Goes on with the run that stopped, or begins another one, until it is handed over. */
  ResyncRun goOn(ResyncScope scope) {
    ResyncSubject subject = subject(scope);
    return await(
        resyncs()
            .stopped(subject, scope)
            .compose(
                stopped ->
                    stopped.isPresent()
                        ? Future.succeededFuture(stopped.get())
                        : resyncs().open(subject, scope, "test", null))
            .compose(run -> resyncs().plan(run, subject, client, Duration.ZERO))
            .compose(run -> resyncs().apply(run, subject, false)));
  }

  EdFiClient client() {
    return client;
  }

  /** Plans, does it, and waits until it is sent. */
  ResyncRun resync(ResyncScope scope) {
    ResyncRun planned = plan(scope);
    ResyncRun done = await(resyncs().apply(planned, subject(scope), false));
    settle();
    return done;
  }

  // --- the API

  private void seedApi() {
    List<String> ids = new ArrayList<>();
    for (int id = 1; id <= 9; id++) {
      ids.addAll(List.of("S" + id, "N" + id));
    }
    api.seed(ApiSeeds.of(ids));
  }

  /** Seeds what the student's records refer to, by the choices that a resync would go by. */
  void seedReferred() {
    ResyncSubject subject = subject();
    List<Evaluator.Evaluated> decided =
        await(
            Evaluator.open(
                    shared.test.database(), connection, subject.rules(), subject.preferences())
                .compose(
                    evaluator ->
                        evaluator.evaluate(
                            List.of(new StudentId("1")),
                            work -> shared.test.vertx().executeBlocking(work))));
    boolean programs =
        subject.rules().resource(new ResourceName("programs")).orElseThrow().lookupOnly();
    api.seed(ApiSeeds.referredBy(decided.get(0).decision().desired(), programs, Set.of(OTHERS)));
  }

  /** The sandbox, as its own endpoints show it. */
  SandboxHistory api() {
    return api;
  }

  /** The documents of a resource at the API. */
  Set<String> documents(String resource) {
    Set<String> documents = new TreeSet<>();
    api.records().stream()
        .filter(line -> line.path("resource").asText().equals(resource))
        .forEach(line -> documents.add(CanonicalJson.write(line.path("body"))));
    return documents;
  }

  /** The unique ids of the students with an association at the API. */
  Set<String> reported() {
    Set<String> students = new TreeSet<>();
    documents("studentCTEProgramAssociations")
        .forEach(
            each ->
                students.add(
                    CanonicalJson.read(each)
                        .path("studentReference")
                        .path("studentUniqueId")
                        .asText()));
    return students;
  }

  /** How many requests that write the API has had. */
  long writes() {
    long writes = 0;
    for (JsonNode each : requests()) {
      writes += each.path("method").asText().equals("GET") ? 0 : 1;
    }
    return writes;
  }

  /** The requests that write and were carried out, as "METHOD resource", in their order. */
  List<String> written() {
    List<String> written = new ArrayList<>();
    for (JsonNode each : requests()) {
      if (!each.path("method").asText().equals("GET") && each.path("status").asInt() < 300) {
        written.add(each.path("method").asText() + " " + each.path("resource").asText());
      }
    }
    return written;
  }

  /** The requests about records. */
  private List<JsonNode> requests() {
    return api.log().stream().filter(each -> each.path("resource").isTextual()).toList();
  }

  /** Writes to the API as somebody else. */
  Future<org.statecraft.deliver.Answer> post(String resource, String body) {
    return client.post("/ed-fi/" + resource, body);
  }

  /** Deletes every record of a resource at the API as somebody else. */
  void deleteAll(String resource) {
    org.statecraft.deliver.Answer answer =
        await(client.find("/ed-fi/" + resource, new HashMap<>(Map.of("limit", "500"))));
    CanonicalJson.read(answer.body())
        .forEach(
            each ->
                await(
                    client.delete(
                        "/ed-fi/" + resource,
                        new org.statecraft.edfi.OdsId(each.path("id").asText()))));
  }

  private static Connection connection(
      String name, int port, String pack, DataStandard standard, String uniqueId) {
    return Records.with(
        TestConnections.of(
            name, name + "-district", pack, standard, URI.create("http://127.0.0.1:" + port)),
        Map.of("uniqueId", uniqueId));
  }
}

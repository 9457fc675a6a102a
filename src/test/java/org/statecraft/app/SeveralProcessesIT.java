package org.statecraft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.config.Problems;
import org.statecraft.config.Secret;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.DataStandard;
import org.statecraft.ingest.WebhookSignature;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.sandbox.Sandbox;
import org.statecraft.sandbox.SandboxConfig;
import org.statecraft.simulation.ApiSeeds;
import org.statecraft.testing.CareerTechDistrict;
import org.statecraft.testing.PackagedProgram;
import org.statecraft.testing.TestDatabase;

/**
 * Three packaged servers on one database that send to one API, some of them killed at work: all of
 * it is sent, in order, and none of it twice.
 */
class SeveralProcessesIT {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Secret WEBHOOK = new Secret("whsec_dGhlIHNlY3JldCBvZiB0aGUgdGVzdA==");
  private static final int STUDENTS = 150;
  private static final int PROGRAMS = 5;

  private final Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase test = TestDatabase.open();
  private final List<PackagedProgram> programs = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Sandbox sandbox = startSandbox();
  private final CareerTechDistrict district = new CareerTechDistrict(PROGRAMS);
  private int requests;

  SeveralProcessesIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void stop() {
    programs.forEach(PackagedProgram::close);
    await(sandbox.close());
    await(vertx.close());
    test.close();
  }

  @Test
  void killingSomeOfThem_losesNothingAndSendsNothingTwice() throws Exception {
    seed();
    writeFiles();
    int ports = PackagedProgram.freePorts(4);
    List<PackagedProgram> first = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      first.add(start(ports + i));
    }
    for (PackagedProgram each : first) {
      each.awaitLine("ready address=", LIMIT);
    }

    send(ports, rows());
    awaitUntil(() -> writes() >= 30);
    first.get(1).kill();
    awaitIdle();
    assertEquals(
        STUDENTS + PROGRAMS, effects().values().stream().filter(each -> each.size() == 1).count());

    // Half of the records get another body, half another key: a delete and a post each.
    PackagedProgram fresh = start(ports + 3);
    fresh.awaitLine("ready address=", LIMIT);
    long before = writes();
    send(ports, changes());
    awaitUntil(() -> writes() >= before + 60);
    first.get(0).kill();
    first.get(2).kill();
    awaitIdle();

    Map<String, List<String>> effects = effects();
    long created = effects.values().stream().filter(each -> each.equals(List.of("POST"))).count();
    long changed =
        effects.values().stream().filter(each -> each.equals(List.of("POST", "PUT"))).count();
    long moved =
        effects.values().stream().filter(each -> each.equals(List.of("POST", "DELETE"))).count();
    assertEquals(PROGRAMS + STUDENTS / 2, created, "programs and new keys: " + effects);
    assertEquals(STUDENTS / 2, changed);
    assertEquals(STUDENTS / 2, moved);
    assertEquals(0, count("SELECT count(*) FROM identity_mapping WHERE uncertain"));
    assertEquals(List.of(), openErrors());
    assertEquals(
        STUDENTS + PROGRAMS,
        count("SELECT count(*) FROM identity_mapping WHERE sent_body = planned_body"));
    fresh.terminate();
    assertEquals(0, fresh.awaitExit(Duration.ofSeconds(60)), fresh.output());
    assertEquals(0, count("SELECT count(*) FROM worker WHERE taken_at IS NULL"));
  }

  /** Codes without a mapping are findings, and as they should be here. */
  private List<String> openErrors() {
    List<String> open = new ArrayList<>();
    await(
            test.database()
                .run(
                    "SELECT DISTINCT concat_ws(': ', type, cause, detail) AS text FROM error_log"
                        + " WHERE state = 'open' AND type <> 'not-mapped' LIMIT 5"))
        .forEach(row -> open.add(row.getString("text")));
    return open;
  }

  // --- what the API saw

  /**
   * The changes of each record in order; fails when a request was sent again though it had been
   * carried out, or a record was posted before its old key was gone.
   */
  private Map<String, List<String>> effects() {
    Map<String, List<String>> effects = new HashMap<>();
    Map<String, String> last = new HashMap<>();
    for (JsonNode request : requests()) {
      int status = request.path("status").asInt();
      String method = request.path("method").asText();
      if (method.equals("GET") || status >= 300) {
        assertTrue(
            method.equals("GET") || (method.equals("DELETE") && status == 404),
            "refused: " + request);
        continue;
      }
      String record = request.path("resource").asText() + request.path("key").asText();
      String effect = method + request.path("bodyHash").asText();
      assertTrue(!effect.equals(last.put(record, effect)), "sent twice: " + request);
      assertTrue(!method.equals("POST") || status == 201, "posted though it was there: " + request);
      effects.computeIfAbsent(record, key -> new ArrayList<>()).add(method);
    }
    return effects;
  }

  private long writes() {
    return requests().stream().filter(each -> !each.path("method").asText().equals("GET")).count();
  }

  /** Those for data; how often each process asks for a token is not looked at here. */
  private List<JsonNode> requests() {
    List<JsonNode> requests = new ArrayList<>();
    long read = 0;
    long last;
    do {
      JsonNode page = CanonicalJson.read(get("/sandbox/requests?after=" + read));
      last = page.path("last").asLong();
      for (JsonNode each : page.path("requests")) {
        read++;
        if (!each.path("resource").isNull()) {
          requests.add(each);
        }
      }
    } while (read < last);
    return requests;
  }

  private String get(String path) {
    try {
      return PackagedProgram.get("http://127.0.0.1:" + sandbox.port() + path).body();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  // --- the district

  private List<String> rows() {
    List<String> rows = new ArrayList<>(district.setup());
    rows.addAll(district.students(1, STUDENTS));
    return rows;
  }

  private List<String> changes() {
    List<String> changes = new ArrayList<>();
    for (int student = 1; student <= STUDENTS; student++) {
      changes.add(
          student % 2 == 0
              ? district.participation(student, "2024-08-20", "2025-05-20")
              : district.participation(student, "2024-09-10", "2025-05-01"));
    }
    return changes;
  }

  private void send(int port, List<String> changes) throws Exception {
    byte[] body = ("[" + String.join(",", changes) + "]").getBytes(StandardCharsets.UTF_8);
    Instant now = Instant.now();
    String id = "test-" + requests++;
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhook/shared"))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header(WebhookSignature.ID_HEADER, id)
                .header(WebhookSignature.TIMESTAMP_HEADER, Long.toString(now.getEpochSecond()))
                .header(
                    WebhookSignature.SIGNATURE_HEADER,
                    WebhookSignature.sign(WEBHOOK, id, now, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(202, answer.statusCode(), answer.body());
  }

  // --- the processes

  private PackagedProgram start(int port) throws Exception {
    Path file = folder.resolve("server-" + port + ".yaml");
    Files.writeString(
        file,
        """
        http: {port: %d}
        database:
          url: "postgresql://%s:%d/%s"
          user: %s
          password: "file:%s"
          schema: %s
          pool-size: 6
        paths: {connections: connections}
        webhook: {districts: {shared: {secrets: ["file:webhook"]}}}
        """
            .formatted(
                port,
                test.url().host(),
                test.url().port(),
                test.url().database(),
                test.url().user(),
                "password",
                test.url().schema()));
    PackagedProgram program =
        PackagedProgram.start(folder, List.of("serve", "--config", file.toString()));
    programs.add(program);
    return program;
  }

  private void writeFiles() throws Exception {
    secret("webhook", WEBHOOK.reveal());
    secret("password", test.url().password().reveal());
    secret("key", "sandbox");
    secret("secret", "sandbox-secret");
    StringBuilder connection = new StringBuilder();
    connection.append(
        """
        name: shared-2025
        district: shared
        school-year: 2025
        pack: core
        data-standard: "4.0"
        unique-id: state-id
        api: {base: "http://127.0.0.1:%d"}
        credentials: {key: "file:key", secret: "file:secret"}
        concurrency: 6
        mappings:
          ProgramType:
        """
            .formatted(sandbox.port()));
    for (int program = 1; program <= PROGRAMS; program++) {
      connection.append(
          "    \"%d\": \"uri://ed-fi.org/ProgramTypeDescriptor#Career and Technical\"\n"
              .formatted(program));
    }
    Files.createDirectories(folder.resolve("connections"));
    Files.writeString(folder.resolve("connections/shared.yaml"), connection);
  }

  private void secret(String name, String value) throws Exception {
    Path file = folder.resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, value);
  }

  private Sandbox startSandbox() {
    Problems problems = new Problems();
    ResourceSchemas schemas = ResourceSchemas.load(Path.of("rules/schema"), problems);
    problems.throwIfAny();
    return await(
        Sandbox.start(
            vertx,
            SandboxConfig.of(schemas, InstantSource.system())
                .withFamily("6.2", new DataStandard("4.0"))
                .withLatency(Duration.ofMillis(40))));
  }

  private void seed() throws Exception {
    String seeds = ApiSeeds.of(CareerTechDistrict.ids(STUDENTS));
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + sandbox.port() + "/sandbox/seed"))
                .POST(HttpRequest.BodyPublishers.ofString(seeds))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
  }

  /** Until everything is decided and sent. */
  private void awaitIdle() {
    awaitUntil(
        () ->
            count(
                    "SELECT (SELECT count(*) FROM event_queue) + (SELECT count(*) FROM fan_out"
                        + " WHERE state <> 'done') + (SELECT count(*) FROM outbox WHERE state NOT"
                        + " IN ('done', 'cancelled'))")
                == 0);
  }

  private void awaitUntil(BooleanSupplier reached) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        StringBuilder said = new StringBuilder("not reached in time\n");
        programs.forEach(each -> said.append(each.output()).append("\n---\n"));
        throw new AssertionError(said.toString());
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  private long count(String sql) {
    return await(test.database().run(sql)).iterator().next().getLong(0);
  }
}

package org.statecraft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.app.CommandLineUnderTest.Said;
import org.statecraft.config.Environment;
import org.statecraft.config.PathsConfig;
import org.statecraft.config.Problems;
import org.statecraft.config.Secret;
import org.statecraft.config.ServerConfig;
import org.statecraft.connections.ConnectionReader;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.DataStandard;
import org.statecraft.events.FanOutListener;
import org.statecraft.http.HttpListener;
import org.statecraft.ingest.IngestListener;
import org.statecraft.ingest.WebhookSignature;
import org.statecraft.sandbox.Sandbox;
import org.statecraft.sandbox.SandboxConfig;
import org.statecraft.testing.TestDatabase;

/**
 * A running server whose preferences are changed from the command line: changes in by the webhook,
 * records out to a sandbox.
 */
class ChangedPreferencesPgTest {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Secret SECRET = new Secret("whsec_dGhlIHNlY3JldCBvZiB0aGUgdGVzdA==");
  private static final String ASSOCIATIONS = "studentCTEProgramAssociations";

  private static final String MAPPED =
      """
      mappings:
        ProgramType: {"3": "uri://ed-fi.org/ProgramTypeDescriptor#CTE"}
        CareerPathway: {"3": "uri://ed-fi.org/CareerPathwayDescriptor#%s"}
      """;

  private final AtomicLong lsn = new AtomicLong();
  private final Object news = new Object();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase test = TestDatabase.open();
  private final Path folder;
  private final CommandLineUnderTest cli;
  private Sandbox sandbox;
  private Server server;
  private HttpListener listener;

  ChangedPreferencesPgTest(@TempDir Path folder) {
    this.folder = folder;
    this.cli = new CommandLineUnderTest(folder, test.url());
  }

  @BeforeEach
  void start() throws Exception {
    sandbox =
        await(
            Sandboxes.start(
                vertx,
                SandboxConfig.of(
                        Rules.schemas(
                            new PathsConfig(Path.of("rules"), Path.of("descriptors"), folder)),
                        InstantSource.system())
                    .withFamily("7.3", new DataStandard("4.0"))));
    seedSandbox();
    cli.write("webhook-secret", SECRET.reveal());
    cli.write("key", "sandbox");
    cli.write("secret", "sandbox-secret");
    cli.connection("a-2025", "a", 2025, "core", "");
    Path file = folder.resolve("connections/a-2025.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("env:NO_SUCH_VARIABLE", "file:" + folder.resolve("key"))
            .replace("file:/no/such/file", "file:" + folder.resolve("secret"))
            .replace("http://127.0.0.1:9", "http://127.0.0.1:" + sandbox.port()));
    Problems problems = new Problems();
    Environment none = new Environment(Map.of());
    ServerConfig config =
        ServerConfig.read(folder.resolve("server.yaml"), Map.of(), none, problems);
    server =
        new Server(
            config,
            new ConnectionReader(none, problems).readFolder(config.paths().connections()),
            message -> {},
            InstantSource.system(),
            new Watchers(
                IngestListener.NONE,
                (connection, result) -> tell(),
                (connection, resource, verb, outcome, latency, changedAt) -> tell(),
                FanOutListener.NONE));
    problems.throwIfAny();
    listener = server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
    await(sandbox.close());
    await(vertx.close());
    test.close();
  }

  @Test
  void switchedOff_nothingNewIsSent_whatWasSentStays_untilItIsOnAgain() throws Exception {
    importFile(MAPPED.formatted("Health"));
    change(district());
    change(student(1, "2024-09-03"));
    awaitQuiet();
    assertEquals(List.of("S1 Health -"), associations());

    Said off = importFile("resources: {studentCTEProgramAssociations: {enabled: false}}");
    assertTrue(off.out().startsWith("added    resource " + ASSOCIATIONS + ": off\n"), off.out());
    long requests = requests();
    assertTrue(requests > 0);
    change(participation(1, "2024-09-03", "2025-01-31", false));
    change(student(2, "2024-09-04"));
    change(enrollment(1, true));
    awaitQuiet();
    assertEquals(List.of("S1 Health -"), associations(), "no PUT, no POST, no DELETE");
    assertEquals(requests, requests(), "nothing was asked of the API at all");
    assertEquals(
        List.of(),
        texts(
            "SELECT e.reason FROM decision d CROSS JOIN LATERAL"
                + " jsonb_to_recordset(d.exclusions) AS e (reason text)"),
        "its events are not processed: nothing is told of them either");
    assertEquals(List.of(), texts("SELECT detail FROM error_log WHERE state = 'open'"));

    change(enrollment(1, false));
    awaitQuiet();
    Said on = importFile("resources: {studentCTEProgramAssociations: {enabled: true}}");
    assertTrue(on.out().contains("\nWaiting for a resync: " + ASSOCIATIONS + " (since "), on.out());
    awaitQuiet();
    assertEquals(List.of("S1 Health -"), associations(), "switching on sends nothing by itself");

    change(participation(2, "2024-09-04", "2025-05-01", false));
    awaitQuiet();
    assertEquals(
        List.of("S1 Health -", "S2 Health 2025-05-01"),
        associations(),
        "what is decided from now on is sent");
    change(participation(1, "2024-09-03", "2025-01-31", true));
    awaitQuiet();
    assertEquals(List.of("S1 Health 2025-01-31", "S2 Health 2025-05-01"), associations());
  }

  @Test
  void changedMapping_triggersNothing_andComesIntoForceByAResync() throws Exception {
    importFile(MAPPED.formatted("Health"));
    change(district());
    change(student(1, "2024-09-03"));
    change(student(2, "2024-09-04"));
    awaitQuiet();
    long requests = requests();
    Said said = importFile(MAPPED.formatted("Welding"));
    assertTrue(
        said.out().contains("Health -> uri://ed-fi.org/CareerPathwayDescriptor#Welding"),
        said.out());
    awaitQuiet();
    assertEquals(requests, requests());
    change(participation(2, "2024-09-04", "2025-05-01", false));
    awaitQuiet();
    assertEquals(List.of("S1 Health -", "S2 Health 2025-05-01"), associations());
    Said resynced = cli.run("resync", "a-2025", "--all-schools");
    assertEquals(0, resynced.code(), resynced.err());
    awaitTrue(
        () -> number("SELECT count(*) FROM outbox WHERE verb = 'PUT' AND state = 'done'") > 2);
    assertEquals(List.of("S1 Welding -", "S2 Welding 2025-05-01"), associations());
    assertEquals(0, number("SELECT count(*) FROM resync_due"));
  }

  @Test
  void switchedOff_whileActionsWait_theyAreNotSentAnyMore() throws Exception {
    importFile(MAPPED.formatted("Health"));
    change(district());
    change(student(3, "2024-09-03"));
    awaitDecided();
    awaitTrue(
        () ->
            unfinished() > 0
                && number(
                        "SELECT count(*) FROM outbox WHERE state IN" + " ('waiting', 'retryable')")
                    > 0);
    Said off = importFile("resources: {studentCTEProgramAssociations: {enabled: false}}");
    assertTrue(
        off.out().contains("Not sent any more: 1 actions of resources that were switched off.\n"),
        off.out());
    assertEquals(0, unfinished());
    assertEquals(List.of(), associations());
    assertEquals(
        List.of("programs"), texts("SELECT resource FROM identity_mapping ORDER BY resource"));
  }

  // --- what happens in the district

  private static List<String> district() {
    return List.of(
        row("District", "{\"districtID\": 1, \"number\": \"255901\"}"),
        row("School", "{\"schoolID\": 2, \"districtID\": 1, \"exclude\": false}"),
        row(
            "Calendar",
            "{\"calendarID\": 9, \"schoolID\": 2, \"endYear\": 2025, \"exclude\": false}"),
        row(
            "Program",
            "{\"programID\": 3, \"name\": \"Welding\", \"programType\": \"CTE\","
                + " \"code\": \"48.0508\"}"));
  }

  private static List<String> student(long id, String start) {
    List<String> rows = new ArrayList<>();
    rows.add(row("Student", "{\"personID\": " + id + ", \"stateID\": \"S" + id + "\"}"));
    rows.addAll(enrollment(id, false));
    rows.addAll(participation(id, start, null, false));
    return rows;
  }

  private static List<String> enrollment(long id, boolean noShow) {
    return List.of(
        row(
            "Enrollment",
            "{\"enrollmentID\": "
                + id
                + ", \"personID\": "
                + id
                + ", \"calendarID\": 9, \"startDate\": \"2024-08-20\", \"noShow\": "
                + noShow
                + "}"));
  }

  private static List<String> participation(
      long id, String start, @Nullable String end, boolean nonTraditional) {
    return List.of(
        row(
            "ProgramParticipation",
            "{\"participationID\": "
                + id
                + ", \"personID\": "
                + id
                + ", \"programID\": 3, \"startDate\": \""
                + start
                + "\", \"endDate\": "
                + (end == null ? "null" : "\"" + end + "\"")
                + ", \"nonTraditional\": "
                + nonTraditional
                + "}"));
  }

  private static String row(String table, String after) {
    return "{\"op\": \"u\", \"before\": null, \"after\": "
        + after
        + ", \"source\": {\"table\": \""
        + table
        + "\", \"lsn\": LSN, \"ts_ms\": 1724140800000}}";
  }

  private void change(List<String> rows) throws Exception {
    StringBuilder body = new StringBuilder("[");
    for (String each : rows) {
      body.append(body.length() == 1 ? "" : ",");
      body.append(each.replace("LSN", Long.toString(lsn.incrementAndGet())));
    }
    byte[] bytes = body.append("]").toString().getBytes(StandardCharsets.UTF_8);
    Instant now = Instant.now();
    String id = "test-" + lsn.get();
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(listener.address() + "/webhook/a"))
                .header("Content-Type", "application/json")
                .header(WebhookSignature.ID_HEADER, id)
                .header(WebhookSignature.TIMESTAMP_HEADER, Long.toString(now.getEpochSecond()))
                .header(
                    WebhookSignature.SIGNATURE_HEADER,
                    WebhookSignature.sign(SECRET, id, now, bytes))
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(202, answer.statusCode(), answer.body());
  }

  private Said importFile(String yaml) {
    Path file = cli.write("import.yaml", yaml);
    Said said = cli.preferences("import", "a-2025", file.toString());
    assertEquals(0, said.code(), said.err());
    return said;
  }

  // --- waiting

  private void tell() {
    synchronized (news) {
      news.notifyAll();
    }
  }

  private void awaitDecided() throws InterruptedException {
    awaitTrue(
        () ->
            number("SELECT count(*) FROM event_queue") == 0
                && number("SELECT count(*) FROM fan_out WHERE state <> 'done'") == 0);
  }

  private void awaitQuiet() throws InterruptedException {
    awaitDecided();
    awaitTrue(() -> number("SELECT count(*) FROM event_queue") == 0 && unfinished() == 0);
  }

  private long unfinished() {
    return number("SELECT count(*) FROM outbox WHERE state NOT IN ('done', 'cancelled')");
  }

  private void awaitTrue(java.util.function.BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(LIMIT);
    synchronized (news) {
      while (!condition.getAsBoolean()) {
        assertTrue(
            Instant.now().isBefore(end),
            () -> "not within " + LIMIT + ": " + texts("SELECT o::text FROM outbox o"));
        news.wait(100);
      }
    }
  }

  // --- what the API and the database have

  private List<String> associations() throws Exception {
    List<String> associations = new ArrayList<>();
    for (String line : get("/sandbox/state").split("\n")) {
      JsonNode record = CanonicalJson.read(line);
      if (record.get("resource").textValue().equals(ASSOCIATIONS)) {
        JsonNode body = record.get("body");
        String pathway = body.at("/ctePrograms/0/careerPathwayDescriptor").textValue();
        associations.add(
            body.at("/studentReference/studentUniqueId").textValue()
                + " "
                + pathway.substring(pathway.indexOf('#') + 1)
                + " "
                + body.path("endDate").asText("-"));
      }
    }
    return associations.stream().sorted().toList();
  }

  private long requests() throws Exception {
    return CanonicalJson.read(get("/sandbox/requests")).get("last").longValue();
  }

  private String get(String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sandbox.port() + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private void seedSandbox() throws Exception {
    String organization =
        "\"educationOrganizationCategories\": [{\"educationOrganizationCategoryDescriptor\":"
            + " \"uri://ed-fi.org/EducationOrganizationCategoryDescriptor#Any\"}]";
    StringBuilder seeds = new StringBuilder("[");
    seeds.append(
        "{\"resource\": \"localEducationAgencies\", \"body\": {\"localEducationAgencyId\": 255901,"
            + " \"nameOfInstitution\": \"District\", "
            + organization.replace("educationOrganizationCategories", "categories")
            + ", \"localEducationAgencyCategoryDescriptor\":"
            + " \"uri://ed-fi.org/LocalEducationAgencyCategoryDescriptor#Any\"}},");
    seeds.append(
        "{\"resource\": \"schools\", \"body\": {\"schoolId\": 255901001, \"nameOfInstitution\":"
            + " \"School\", "
            + organization
            + ", \"gradeLevels\": [{\"gradeLevelDescriptor\":"
            + " \"uri://ed-fi.org/GradeLevelDescriptor#Tenth grade\"}],"
            + " \"localEducationAgencyReference\": {\"localEducationAgencyId\": 255901}}}");
    for (int id = 1; id <= 2; id++) {
      seeds.append(
          ",{\"resource\": \"students\", \"body\": {\"studentUniqueId\": \"S"
              + id
              + "\", \"firstName\": \"A\", \"lastSurname\": \"B\","
              + " \"birthDate\": \"2008-01-01\"}}");
      seeds.append(
          ",{\"resource\": \"studentSchoolAssociations\", \"body\": {\"studentReference\":"
              + " {\"studentUniqueId\": \"S"
              + id
              + "\"}, \"schoolReference\": {\"schoolId\": 255901001}, \"entryDate\":"
              + " \"2024-08-20\", \"entryGradeLevelDescriptor\":"
              + " \"uri://ed-fi.org/GradeLevelDescriptor#Tenth grade\"}}");
    }
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + sandbox.port() + "/sandbox/seed"))
                .POST(HttpRequest.BodyPublishers.ofString(seeds.append("]").toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
  }

  private long number(String sql) {
    return await(test.database().run(sql)).iterator().next().getLong(0);
  }

  private List<String> texts(String sql) {
    List<String> texts = new ArrayList<>();
    for (Row row : await(test.database().run(sql))) {
      texts.add(row.getString(0));
    }
    return texts;
  }
}

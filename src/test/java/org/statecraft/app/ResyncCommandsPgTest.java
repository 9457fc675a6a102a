package org.statecraft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.app.CommandLineUnderTest.Said;
import org.statecraft.campus.District;
import org.statecraft.campus.RowChange;
import org.statecraft.config.PathsConfig;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.DataStandard;
import org.statecraft.ingest.IngestConfig;
import org.statecraft.ingest.IngestListener;
import org.statecraft.ingest.Ingestor;
import org.statecraft.ingest.WatchedColumns;
import org.statecraft.packs.PackReader;
import org.statecraft.sandbox.Sandbox;
import org.statecraft.sandbox.SandboxConfig;
import org.statecraft.testing.SampleRows;
import org.statecraft.testing.TestDatabase;

/** {@code statecraft resync} and {@code statecraft apply}, as they are typed. */
class ResyncCommandsPgTest extends SampleRows {

  private static final String ASSOCIATIONS = "studentCTEProgramAssociations";
  private static TestDatabase test;
  private static Sandbox sandbox;

  private final Path folder;
  private final CommandLineUnderTest cli;

  ResyncCommandsPgTest(@TempDir Path folder) {
    this.folder = folder;
    this.cli = new CommandLineUnderTest(folder, test.url());
  }

  @BeforeAll
  static void open() {
    test = TestDatabase.open();
    sandbox =
        await(
            Sandbox.start(
                test.vertx(),
                SandboxConfig.of(
                        Rules.schemas(
                            new PathsConfig(
                                Path.of("rules"), Path.of("descriptors"), Path.of("config"))),
                        InstantSource.system())
                    .withFamily("7.3", new DataStandard("4.0"))));
  }

  @AfterAll
  static void close() {
    await(sandbox.close());
    test.close();
  }

  @BeforeEach
  void twoStudents() {
    await(
        test.database()
            .run(
                "TRUNCATE campus_row, tombstone, event_queue, fan_out, identity_mapping, outbox,"
                    + " outbox_blocker, resync_run, resync_found, resync_student, resync_wanted,"
                    + " resync_action, resource_preference, descriptor_mapping, preference_change,"
                    + " resync_due, error_log"));
    cli.write("key", "sandbox");
    cli.write("secret", "sandbox-secret");
    cli.write(
        "connections/a-2025.yaml",
        """
        name: a-2025
        district: a
        school-year: 2025
        pack: core
        data-standard: "4.0"
        unique-id: state-id
        api: {base: "http://127.0.0.1:%d"}
        credentials: {key: "file:%s", secret: "file:%s"}
        """
            .formatted(sandbox.port(), folder.resolve("key"), folder.resolve("secret")));
    cli.connection("b-2025", "b", 2025, "core", "");
    cli.write(
        "p.yaml",
        "mappings: {ProgramType: {'3': 'uri://ed-fi.org/ProgramTypeDescriptor#CTE',"
            + " '4': 'uri://ed-fi.org/ProgramTypeDescriptor#CTE'}}");
    assertEquals(0, cli.preferences("import", "a-2025", file("p.yaml")).code());
    keep(district());
    keep(student(1, 9, 3));
    keep(student(2, 10, 4));
    await(test.database().run("DELETE FROM event_queue"));
  }

  @Test
  void plan_isShownWrittenAndDoneExactly() throws IOException {
    Said planned = cli.run("resync", "a-2025", "--all-schools", "--plan", "--out", file("x.plan"));
    assertEquals(0, planned.code(), planned.err());
    assertTrue(
        planned
            .out()
            .matches(
                "(?s)a-2025: resync \\d+, POST 4, students 2\\n"
                    + "action +records +resource +school +reason\\n"
                    + "POST +2 +programs +- +not in the ODS\\n"
                    + "POST +1 +"
                    + ASSOCIATIONS
                    + " +0002 +not in the ODS\\n"
                    + "POST +1 +"
                    + ASSOCIATIONS
                    + " +0003 +not in the ODS\\n"
                    + "Samples\\n.*\"programReference.programName\":\"Welding\".*"
                    + "Plan [0-9a-f]{64}\\nPlanned; nothing was done.\\n"),
        planned.out());
    assertEquals(0, outbox());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("x.plan"))));
    assertEquals(5, Files.readAllLines(folder.resolve("x.plan")).size());

    Said applied = cli.run("apply", file("x.plan"));
    assertEquals(0, applied.code(), applied.out() + applied.err());
    assertTrue(applied.out().endsWith("Handed to delivery, see 'deliver'.\n"), applied.out());
    assertEquals(4, outbox());
    assertEquals(0, cli.run("apply", file("x.plan")).code());
    assertEquals(4, outbox());
    Said history = cli.run("resync", "history", "--format", "json");
    JsonNode run = CanonicalJson.read(history.out()).path(0);
    assertEquals("done", run.path("state").asText());
    assertEquals(System.getProperty("user.name"), run.path("by").asText());
    assertEquals(64, run.path("hash").asText().length());
    assertEquals(4, run.path("counts").path("POST").asInt());
    assertTrue(cli.run("resync", "history").out().contains("All Schools"));
  }

  @Test
  void aFileThatIsNotThePlan_isRefused() throws IOException {
    cli.run("resync", "a-2025", "--all-schools", "--plan", "--out", file("x.plan"));
    Path plan = folder.resolve("x.plan");
    List<String> lines = new ArrayList<>(Files.readAllLines(plan));
    Files.write(folder.resolve("cut.plan"), lines.subList(0, 4));
    refused("changed or cut", "apply", file("cut.plan"));
    Files.writeString(
        folder.resolve("other.plan"), Files.readString(plan).replace("Welding", "Wedding"));
    refused("changed or cut", "apply", file("other.plan"));
    Files.writeString(folder.resolve("no.plan"), "hello\n");
    refused("it is no plan", "apply", file("no.plan"));
    refused("there is no file", "apply", file("absent.plan"));
    await(test.database().run("TRUNCATE resync_run"));
    refused("has no such plan", "apply", file("x.plan"));
    assertEquals(0, outbox());
  }

  @Test
  void movedGround_isRefused() {
    cli.run("resync", "a-2025", "--all-schools", "--plan", "--out", file("x.plan"));
    keep(List.of(enrollment(1, 9, true)));
    Said refused = cli.run("apply", file("x.plan"));
    assertEquals(1, refused.code());
    assertTrue(
        refused.out().contains("1 of its records were changed by something else"), refused.out());
    assertEquals(0, outbox());

    await(test.database().run("DELETE FROM event_queue"));
    cli.run("resync", "a-2025", "--all-schools", "--plan", "--out", file("y.plan"));
    cli.write("q.yaml", "mappings: {CareerPathway: {'3': null}}");
    cli.preferences("import", "a-2025", file("q.yaml"));
    Said changed = cli.run("apply", file("y.plan"));
    assertEquals(1, changed.code());
    assertTrue(changed.out().contains("Resource Preferences have changed"), changed.out());
    assertEquals(0, outbox());
  }

  @Test
  void manyDeletes_needAPerson() throws Exception {
    seed(
        """
        [{"resource":"localEducationAgencies","body":{"localEducationAgencyId":255901,
          "nameOfInstitution":"District","localEducationAgencyCategoryDescriptor":
          "uri://ed-fi.org/LocalEducationAgencyCategoryDescriptor#Any","categories":[
          {"educationOrganizationCategoryDescriptor":
          "uri://ed-fi.org/EducationOrganizationCategoryDescriptor#Any"}]}},
         {"resource":"programs","body":{"educationOrganizationReference":
          {"educationOrganizationId":255901},"programName":"Old","programTypeDescriptor":
          "uri://ed-fi.org/ProgramTypeDescriptor#CTE"}}]
        """);
    Said stopped =
        cli.run(
            "resync",
            "a-2025",
            "--all-schools",
            "--plan",
            "--allow-deletes=0",
            "--out",
            file("x.plan"));
    assertEquals(1, stopped.code(), stopped.err());
    assertTrue(stopped.out().contains("DELETE        1  programs"), stopped.out());
    assertTrue(stopped.out().contains("Nothing was done: it deletes 1 of 0"), stopped.out());
    assertEquals(1, cli.run("apply", file("x.plan")).code());
    assertEquals(0, outbox());
    assertEquals(0, cli.run("apply", file("x.plan"), "--allow-deletes", "1").code());
    assertEquals(5, outbox());
    assertEquals(1, count("SELECT count(*) FROM outbox WHERE verb = 'DELETE'"));
  }

  @Test
  void aScopeThatNamesWhatIsNotThere_isRefused() {
    refused("1 of the 2 students", "resync", "a-2025", "--student", "1", "--student", "S77");
    refused("did you mean 'programs'?", "resync", "a-2025", "--resource", "program");
    refused("no connection 'a-2026'; did you mean 'a-2025'?", "resync", "a-2026");
    assertEquals(0, outbox());
  }

  @Test
  void withoutPlan_itIsDoneAtOnce_andAStoppedOneGoesOn() {
    assertEquals(0, cli.run("resync", "a-2025", "--student", "1").code());
    assertEquals(2, outbox());
    cli.run("resync", "a-2025", "--all-schools", "--plan");
    await(
        test.database()
            .run(
                "UPDATE resync_run SET state = 'comparing', compared_to = '1', plan_hash = NULL"
                    + " WHERE scope @> '{\"allSchools\":true}'"));
    Said resumed = cli.run("resync", "a-2025", "--all-schools");
    assertTrue(resumed.err().startsWith("going on with run "), resumed.err());
    assertEquals(0, resumed.code(), resumed.err());
    assertEquals(2, runs());
    Said fresh = cli.run("resync", "a-2025", "--all-schools", "--plan", "--fresh");
    assertEquals(0, fresh.code());
    assertEquals(3, runs());
  }

  @Test
  void delete_asksForAWord_andIsLiftedAgain() {
    assertEquals(0, cli.run("resync", "a-2025", "--all-schools").code());
    Said planned = cli.run("delete", "a-2025", "--where", "programName=Welding", "--plan");
    assertEquals(0, planned.code(), planned.err());
    assertTrue(
        planned.out().contains("Deleted in this order: " + ASSOCIATIONS + ", then programs\n"),
        planned.out());
    assertEquals(0, deletes());

    Said unconfirmed = cli.typing("a-2026\n", "delete", "a-2025", "--student", "S1");
    assertEquals(1, unconfirmed.code());
    assertTrue(unconfirmed.err().contains("They are sent again when"), unconfirmed.err());
    assertTrue(unconfirmed.err().endsWith("Not confirmed; nothing was done.\n"));
    assertEquals(0, deletes());

    Said done = cli.typing("a-2025\n", "delete", "a-2025", "--student", "S1", "--tombstone");
    assertEquals(0, done.code(), done.err() + done.out());
    assertTrue(done.err().contains("They stay away until"), done.err());
    assertEquals(1, deletes());
    assertTrue(cli.run("delete", "tombstones", "a-2025").out().contains(ASSOCIATIONS));
    Said lifted = cli.run("delete", "lift", "a-2025", "--student", "1");
    assertEquals("Tombstones lifted: 1.\n", lifted.out());
    assertEquals(1, cli.run("delete", "lift", "a-2025", "--all").code());
    assertEquals(
        "Nothing is kept away on a-2025.\n", cli.run("delete", "tombstones", "a-2025").out());
    assertEquals(2, count("SELECT count(*) FROM resync_run WHERE state = 'planned'"));
  }

  private static long deletes() {
    return count("SELECT count(*) FROM outbox WHERE verb = 'DELETE'");
  }

  @Test
  void anApiThatDoesNotAnswer_isTold() {
    cli.write(
        "connections/a-2025.yaml",
        """
        name: a-2025
        district: a
        school-year: 2025
        pack: core
        data-standard: "4.0"
        unique-id: state-id
        api: {base: "http://127.0.0.1:%d"}
        credentials: {key: "file:%s", secret: "file:%s"}
        """
            .formatted(sandbox.port(), folder.resolve("secret"), folder.resolve("secret")));
    Said said = cli.run("resync", "a-2025", "--all-schools", "--plan");
    assertEquals(1, said.code());
    assertTrue(said.err().startsWith("statecraft: nothing was done: "), said.err());
    assertEquals("", said.out());
  }

  private void refused(String why, String... args) {
    Said said = cli.run(args);
    assertEquals(1, said.code(), said.out());
    assertTrue(said.err().contains(why), said.err());
  }

  private void keep(List<RowChange> changes) {
    PackReader packs = new PackReader(Path.of("rules"), Path.of("descriptors"));
    await(
        new Ingestor(
                test.database(),
                packs::catalogue,
                () -> WatchedColumns.everything(packs.catalogue()),
                district -> List.of(new ConnectionName("a-2025")),
                IngestConfig.DEFAULT,
                IngestListener.NONE)
            .accept(new District("a"), changes));
  }

  private static void seed(String seeds) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + sandbox.port() + "/sandbox/seed"))
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(seeds))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertTrue(answer.statusCode() < 300, answer.body());
  }

  private static long outbox() {
    return count("SELECT count(*) FROM outbox");
  }

  private static long runs() {
    return count("SELECT count(*) FROM resync_run");
  }

  private static long count(String sql) {
    return await(test.database().run(sql)).iterator().next().getLong(0);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }
}

package org.statecraft.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.SchoolYear;
import org.statecraft.sandbox.EdFiClient.Reply;
import org.statecraft.testing.TestDatabase;

/** What the sandbox has beside an Ed-Fi API: journal, admin side, configuration. */
class SandboxTest {

  private static final String FORM = "grant_type=client_credentials";
  private static final String BASIC = EdFiClient.basic("sandbox", "sandbox-secret");

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-05T08:00:00Z"));

  private final Path folder;

  SandboxTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void close() {
    TestDatabase.await(vertx.close());
  }

  @Test
  void journal_keepsEveryAnsweredWrite_whenTheProcessIsKilledInTheMiddleOfOne() throws IOException {
    Path journal = folder.resolve("journal");
    Sandbox first = start(config().withJournal(journal));
    EdFiClient api = seeded(first);
    Reply kept = api.post("programs", program("kept"));
    String gone = api.post("programs", program("gone")).id();
    assertEquals(204, api.delete("programs", gone).status());
    Reply changed = api.post("programs", program("kept").put("programId", "7"));
    String state = state(first);

    // What a kill leaves: the file as it stands, here with half a line of a write in the making.
    Path left = folder.resolve("left");
    Files.copy(journal, left);
    long whole = Files.size(left);
    Files.writeString(left, "{\"body\":{\"prog", StandardOpenOption.APPEND);

    Sandbox second = start(config().withJournal(left));
    assertEquals(state, state(second));
    assertEquals(whole, Files.size(left), "the torn line is cut off");
    EdFiClient again = client(second);
    Reply item = again.get("programs", kept.id());
    assertEquals(changed.header("ETag"), item.header("ETag"));
    assertEquals("7", item.body().path("programId").asText());
    assertEquals(404, again.get("programs", gone).status());

    Reply later = again.post("programs", program("later"));
    assertEquals(201, later.status());
    assertNotEquals(changed.header("ETag"), later.header("ETag"));
    TestDatabase.await(second.close());
    Sandbox third = start(config().withJournal(left));
    assertEquals(2, counts(third).path("programs").asInt());
  }

  @Test
  void journal_isRefused_whenDamagedBeforeItsLastLine() throws IOException {
    Path journal = folder.resolve("journal");
    Files.writeString(journal, "{\"deleted\":\"1\",\"resource\":\"programs\"}\n{\"bo\n{}\n");
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> start(config().withJournal(journal)));
    assertTrue(refused.toString().endsWith("is damaged in line 2"), refused.toString());
  }

  @Test
  void journal_isRefused_whileAnotherSandboxHasIt() {
    Path journal = folder.resolve("journal");
    Sandbox first = start(config().withJournal(journal));
    assertThrows(IllegalStateException.class, () -> start(config().withJournal(journal)));
    TestDatabase.await(first.close());
    start(config().withJournal(journal));
  }

  @Test
  void journal_isCompacted_whenMostOfItsLinesAreDead() throws IOException {
    Path journal = folder.resolve("journal");
    Sandbox first = start(config().withJournal(journal));
    seeded(first);
    String state = state(first);
    TestDatabase.await(first.close());
    String dead = "{\"deleted\":\"0\",\"resource\":\"programs\"}\n".repeat(11_000);
    Files.writeString(journal, dead, StandardOpenOption.APPEND);
    Sandbox second = start(config().withJournal(journal));
    assertEquals(state, state(second));
    assertEquals(6, Files.readString(journal, StandardCharsets.UTF_8).lines().count());
    assertEquals(201, client(second).post("programs", program("new")).status());
    assertEquals(7, Files.readString(journal, StandardCharsets.UTF_8).lines().count());
  }

  @Test
  void requests_haveSequenceKeyStatusAndBodyHash() {
    Sandbox sandbox = start(config());
    EdFiClient api = seeded(sandbox);
    String id = api.post("programs", program("one")).id();
    api.delete("programs", id);
    JsonNode log = admin(sandbox, "requests?after=0").body();
    assertEquals(3, log.path("last").asLong());
    JsonNode token = log.path("requests").get(0);
    assertTrue(token.path("resource").isNull());
    assertEquals(200, token.path("status").asInt());
    JsonNode post = log.path("requests").get(1);
    assertEquals("POST", post.path("method").asText());
    assertEquals("programs", post.path("resource").asText());
    assertEquals(id, post.path("id").asText());
    assertEquals(201, post.path("status").asInt());
    assertEquals("2026-01-05T08:00:00Z", post.path("time").asText());
    assertEquals(ResourceBody.of(program("one")).hash().toString(), post.path("bodyHash").asText());
    assertEquals("created", post.path("effect").asText());
    assertEquals("programs", post.path("record").path(0).asText());
    assertEquals("[[\"educationOrganizations\",\"255901\"]]", post.path("refersTo").toString());
    JsonNode delete = log.path("requests").get(2);
    assertEquals("deleted", delete.path("effect").asText());
    assertEquals(post.path("record"), delete.path("record"));
    assertEquals(post.path("key"), delete.path("key"));
    assertTrue(delete.path("key").asText().contains("\"programName\":\"one\""));
    JsonNode after = admin(sandbox, "requests?after=2").body().path("requests");
    assertEquals(1, after.size());
    assertEquals("DELETE", after.get(0).path("method").asText());
  }

  @Test
  void latency_holdsAnswersBack_butNotTheAdminSide() {
    Sandbox sandbox = start(config().withLatency(Duration.ofMillis(300)));
    long start = System.nanoTime();
    EdFiClient api = Samples.client(sandbox);
    long waited = Duration.ofNanos(System.nanoTime() - start).toMillis();
    assertTrue(waited >= 300, "waited " + waited + " ms");
    assertEquals("7.3", api.discovery().path("version").asText());
    long before = System.nanoTime();
    counts(sandbox);
    long fast = Duration.ofNanos(System.nanoTime() - before).toMillis();
    assertTrue(fast < 300, "waited " + fast + " ms");
  }

  @Test
  void tokens_areAtMostFifteen_untilTheyExpire() {
    EdFiClient api = client(start(config()));
    for (int i = 2; i <= 15; i++) {
      assertEquals(200, api.token(FORM, BASIC).status(), "token " + i);
    }
    Reply refused = api.token(FORM, BASIC);
    assertEquals(429, refused.status());
    assertEquals("urn:ed-fi:api:security:authentication:too-many-tokens", refused.type());
    assertEquals(200, api.find("programs", Map.of()).status());
    now.updateAndGet(time -> time.plusSeconds(1800));
    assertEquals(401, api.find("programs", Map.of()).status());
    Reply fresh = api.token(FORM, BASIC);
    assertEquals(1800, fresh.body().path("expires_in").asInt());
  }

  @Test
  void token_takesTheClientInHeaderFormOrJson_butNotTwice() {
    EdFiClient api = Samples.client(start(config()));
    String inForm = FORM + "&client_id=sandbox&client_secret=sandbox-secret";
    assertEquals(200, api.token(inForm, "").status());
    Reply twice = api.token(inForm, BASIC);
    assertEquals(400, twice.status());
    assertEquals("invalid_client", twice.body().path("error").asText());
    Reply json =
        EdFiClient.send(
            EdFiClient.request(api.url("oauth"))
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        """
                        {"grant_type": "client_credentials", "client_id": "sandbox",
                         "client_secret": "sandbox-secret"}""")));
    assertEquals(200, json.status());
    Reply grant = api.token("grant_type=password", BASIC);
    assertEquals(400, grant.status());
    assertEquals("unsupported_grant_type", grant.body().path("error").asText());
  }

  @Test
  void seed_tellsWhichDocumentsWereRefused_andLoadsTheOthers() {
    Sandbox sandbox = start(config());
    Reply reply =
        seed(
            sandbox,
            """
            [{"resource": "students", "body": {"studentUniqueId": "1"}},
             {"resource": "nothing", "body": {}},
             {"resource": "students", "body": {"studentUniqueId": "2", "firstName": "A",
               "lastSurname": "B", "birthDate": "2008-01-01"}}]""");
    assertEquals(400, reply.status());
    assertEquals(1, reply.body().path("loaded").asInt());
    assertEquals(
        List.of(0, 1),
        reply.body().path("refused").findValuesAsText("index").stream()
            .map(Integer::valueOf)
            .toList());
    assertEquals(1, counts(sandbox).path("students").asInt());
    assertEquals(400, seed(sandbox, "{}").status());
  }

  @Test
  void state_isTheSame_whateverTheOrderOfWritesAndListItems() {
    Sandbox one = start(config());
    Sandbox two = start(config());
    EdFiClient first = seeded(one);
    EdFiClient second = seeded(two);
    first.post("programs", sponsored("a", "b"));
    first.post("programs", program("y"));
    second.post("programs", program("y"));
    second.post("programs", sponsored("b", "a"));
    assertEquals(state(one), state(two));
    assertTrue(state(one).contains("\"programName\":\"y\""), state(one));
    second.post("programs", program("y").put("programId", "1"));
    assertNotEquals(state(one), state(two));
  }

  @Test
  void organizations_limitWhatTheClientMayWriteAndSee() {
    Sandbox sandbox = start(config().withOrganizations(Set.of(255901L)));
    EdFiClient api = seeded(sandbox);
    seed(
        sandbox,
        """
        [{"resource": "localEducationAgencies", "body": {"localEducationAgencyId": 2,
           "nameOfInstitution": "Other", "categories": [{"educationOrganizationCategoryDescriptor":
             "uri://ed-fi.org/EducationOrganizationCategoryDescriptor#Any"}],
           "localEducationAgencyCategoryDescriptor":
             "uri://ed-fi.org/LocalEducationAgencyCategoryDescriptor#Any"}}]""");
    assertEquals(201, api.post("programs", program("own")).status());
    ObjectNode other = program("other");
    other.withObject("/educationOrganizationReference").put("educationOrganizationId", 2);
    Reply refused = api.post("programs", other);
    assertEquals(403, refused.status());
    assertEquals("urn:ed-fi:api:security:authorization", refused.type());
    ObjectNode atSchool = program("school");
    atSchool
        .withObject("/educationOrganizationReference")
        .put("educationOrganizationId", 255901001);
    assertEquals(201, api.post("programs", atSchool).status());
    assertEquals(
        200, seed(sandbox, "[{\"resource\": \"programs\", \"body\": " + other + "}]").status());
    assertEquals(2, api.find("programs", Map.of()).body().size());
    assertEquals(3, counts(sandbox).path("programs").asInt());
  }

  @Test
  void schoolAndDistrict_shareTheirKey() {
    EdFiClient api = seeded(start(config()));
    ObjectNode school =
        (ObjectNode)
            CanonicalJson.read(
                """
                {"schoolId": 255901, "nameOfInstitution": "Same id",
                 "educationOrganizationCategories": [{"educationOrganizationCategoryDescriptor":
                   "uri://ed-fi.org/EducationOrganizationCategoryDescriptor#Any"}],
                 "gradeLevels": [{"gradeLevelDescriptor":
                   "uri://ed-fi.org/GradeLevelDescriptor#Tenth grade"}]}
                """);
    assertEquals(409, api.post("schools", school).status());
  }

  @Test
  void family62_hasMessages_andKeepsTheKeySilently() {
    EdFiClient api = seeded(start(config().withFamily("6.2", new DataStandard("4.0"))));
    Reply missing = api.post("programs", (ObjectNode) CanonicalJson.read("{}"));
    assertEquals(400, missing.status());
    assertTrue(
        missing.body().path("message").asText().startsWith("Validation of 'Program' failed."));
    String id = api.post("programs", program("old")).id();
    assertEquals(204, api.put("programs", id, program("new").put("programId", "7")).status());
    JsonNode item = api.get("programs", id).body();
    assertEquals("old", item.path("programName").asText());
    assertEquals("7", item.path("programId").asText());
  }

  @Test
  void schoolYear_leadsAllAddresses() {
    Sandbox sandbox = start(config().withSchoolYear(new SchoolYear(2026)));
    EdFiClient api = new EdFiClient(Samples.base(sandbox) + "/2026", "sandbox", "sandbox-secret");
    assertEquals(Samples.base(sandbox) + "/2026/data/v3/", api.url("dataManagementApi"));
    api.authenticate();
    Samples.seed(sandbox);
    Reply made = api.post("programs", program("one"));
    assertEquals(201, made.status());
    assertTrue(made.header("Location").startsWith(api.url("dataManagementApi")));
  }

  private SandboxConfig config() {
    return Samples.config(now::get);
  }

  private Sandbox start(SandboxConfig config) {
    return TestDatabase.await(Sandbox.start(vertx, config));
  }

  private static EdFiClient client(Sandbox sandbox) {
    EdFiClient client = Samples.client(sandbox);
    client.authenticate();
    return client;
  }

  private static EdFiClient seeded(Sandbox sandbox) {
    EdFiClient client = client(sandbox);
    Samples.seed(sandbox);
    return client;
  }

  private static Reply admin(Sandbox sandbox, String path) {
    return EdFiClient.send(EdFiClient.request(Samples.base(sandbox) + "/sandbox/" + path).GET());
  }

  private static Reply seed(Sandbox sandbox, String seeds) {
    return EdFiClient.send(
        EdFiClient.request(Samples.base(sandbox) + "/sandbox/seed")
            .POST(HttpRequest.BodyPublishers.ofString(seeds)));
  }

  private static JsonNode counts(Sandbox sandbox) {
    return admin(sandbox, "counts").body();
  }

  private static String state(Sandbox sandbox) {
    return admin(sandbox, "state").body().asText();
  }

  private static ObjectNode sponsored(String one, String two) {
    ObjectNode program = program("x");
    for (String code : List.of(one, two)) {
      program
          .withArray("/sponsors")
          .addObject()
          .put("programSponsorDescriptor", "uri://ed-fi.org/ProgramSponsorDescriptor#" + code);
    }
    return program;
  }

  private static ObjectNode program(String name) {
    ObjectNode program =
        (ObjectNode)
            CanonicalJson.read(
                """
                {"educationOrganizationReference": {"educationOrganizationId": 255901},
                 "programTypeDescriptor": "uri://ed-fi.org/ProgramTypeDescriptor#CTE"}
                """);
    return program.put("programName", name);
  }
}

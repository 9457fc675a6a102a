package org.statecraft.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.sandbox.EdFiClient.Reply;
import org.statecraft.testing.TestDatabase;

/** Each server family in its own statuses and words. */
@NullUnmarked
class FamilyTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final String CTE = "studentCTEProgramAssociations";
  private static final String ENROLLMENTS = "studentSchoolAssociations";

  @AfterAll
  static void close() {
    TestDatabase.await(VERTX.close());
  }

  /** What the table of statuses says, row by row. */
  @ParameterizedTest
  @CsvSource({
    "5.3, invalid=400 unknownDescriptor=400 noStudent=400 noProgram=409 unrelated=403 noId=404"
        + " referenced=409 keyChange=204 wrongSecret=400 sibling=409 ifMatch=412 idInBody=400",
    "6.2, invalid=400 unknownDescriptor=400 noStudent=400 noProgram=409 unrelated=403 noId=404"
        + " referenced=409 keyChange=204 wrongSecret=401 sibling=409 ifMatch=412 idInBody=400",
    "7.1, invalid=400 unknownDescriptor=400 noStudent=409 noProgram=409 unrelated=403 noId=404"
        + " referenced=409 keyChange=400 wrongSecret=401 sibling=409 ifMatch=412 idInBody=400",
    "7.2, invalid=400 unknownDescriptor=400 noStudent=409 noProgram=409 unrelated=403 noId=404"
        + " referenced=409 keyChange=400 wrongSecret=401 sibling=409 ifMatch=412 idInBody=400",
    "7.3, invalid=400 unknownDescriptor=400 noStudent=409 noProgram=409 unrelated=403 noId=404"
        + " referenced=409 keyChange=400 wrongSecret=401 sibling=409 ifMatch=412 idInBody=400",
    "8, invalid=400 unknownDescriptor=400 noStudent=409 noProgram=409 unrelated=403 noId=404"
        + " referenced=409 keyChange=400 wrongSecret=401 sibling=409 ifMatch=412 idInBody=400"
  })
  void statuses_areThoseOfTheFamily(String family, String expected) {
    Map<String, Reply> replies = situations(family);
    StringBuilder statuses = new StringBuilder();
    replies.forEach(
        (name, reply) ->
            statuses.append(statuses.isEmpty() ? "" : " ").append(name + "=" + reply.status()));
    assertEquals(expected, statuses.toString());
  }

  /** Situation and the entry of errors.json that has its answer. */
  private static final Map<String, Map<String, String>> KNOWN =
      Map.of(
          "5.3",
          Map.of(
              "invalid", "v5-missing-property",
              "unknownDescriptor", "v5-unknown-descriptor",
              "noStudent", "v5-unknown-student",
              "noProgram", "v5-unresolved-reference",
              "unrelated", "v5-forbidden",
              "noId", "v5-not-found",
              "referenced", "v5-delete-referenced",
              "wrongSecret", "v5-token-bad-client",
              "ifMatch", "v5-if-match",
              "idInBody", "v5-client-id"),
          "6.2",
          Map.of(
              "noStudent", "v5-unknown-student",
              "noProgram", "v5-unresolved-reference",
              "referenced", "v5-delete-referenced",
              "wrongSecret", "v6-token-bad-client",
              "sibling", "v5-key-conflict"),
          "7.1",
          Map.of("noStudent", "v71-unknown-student", "keyChange", "v71-key-change"),
          "7.3",
          Map.of(
              "invalid", "v72-missing-property",
              "unknownDescriptor", "v72-unknown-descriptor",
              "noProgram", "v72-unresolved-reference",
              "noId", "v72-not-found",
              "referenced", "v72-dependent",
              "keyChange", "v72-key-change",
              "sibling", "v72-non-unique",
              "ifMatch", "v72-if-match",
              "idInBody", "v72-client-id"),
          "8",
          Map.of(
              "noProgram", "v8-unresolved-reference",
              "referenced", "v8-dependent",
              "keyChange", "v8-key-change",
              "sibling", "v8-identity-conflict"));

  @ParameterizedTest
  @ValueSource(strings = {"5.3", "6.2", "7.1", "7.3", "8"})
  void bodies_areBuiltAsThePublishedOnes(String family) throws IOException {
    Path file = Path.of(System.getProperty("edfi.documents", "none"), "errors.json");
    Assumptions.assumeTrue(Files.exists(file), "there is no " + file);
    Map<String, JsonNode> published = new LinkedHashMap<>();
    CanonicalJson.read(Files.readString(file))
        .path("errors")
        .forEach(each -> published.put(each.path("id").asText(), each));
    Map<String, Reply> replies = situations(family);
    KNOWN
        .get(family)
        .forEach(
            (situation, id) -> {
              JsonNode known = published.get(id);
              Reply reply = replies.get(situation);
              String told = situation + " " + reply;
              assertEquals(known.path("status").asInt(), reply.status(), told);
              assertEquals(names(known.path("body")), names(reply.body()), told);
              for (String same : List.of("type", "title", "error")) {
                assertEquals(known.path("body").path(same), reply.body().path(same), told);
              }
              assertEquals(
                  firstWords(known.path("body")), firstWords(reply.body()), "the text of " + told);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.3", "6.2", "7.1", "7.2", "7.3", "8"})
  void discovery_namesTheVersionAndTheAddress(String family) {
    Sandbox sandbox = start(family);
    EdFiClient api = Samples.client(sandbox);
    assertTrue(api.discovery().path("version").asText().startsWith(family));
    assertTrue(
        api.url("dataManagementApi").endsWith(family.equals("8") ? "/data/" : "/data/v3/"),
        api.url("dataManagementApi"));
    assertEquals(
        SandboxConfig.usualStandard(family) + ".0",
        api.discovery().path("dataModels").path(0).path("version").asText());
    TestDatabase.await(sandbox.close());
  }

  @ParameterizedTest
  @ValueSource(strings = "8")
  void put_needsTheIdInTheBody_andAllAbsentReferencesAreTold(String family) {
    Sandbox sandbox = start(family);
    EdFiClient api = client(sandbox);
    String id = api.post("programs", program("one")).id();
    assertEquals(36, id.length());
    assertEquals(400, api.put("programs", id, program("one")).status());
    assertEquals(204, api.put("programs", id, program("one").put("id", id)).status());
    ObjectNode enrollment = enrollment("nobody");
    enrollment.withObject("/schoolReference").put("schoolId", 1);
    Reply absent = api.post(ENROLLMENTS, enrollment);
    assertEquals(
        Set.of("$.schoolReference", "$.studentReference"),
        names(absent.body().path("validationErrors")));
    String inForm = "grant_type=client_credentials&client_id=sandbox&client_secret=sandbox-secret";
    assertEquals(401, api.token(inForm, "").status());
    TestDatabase.await(sandbox.close());
  }

  /** Every situation once, in the same order. */
  private static Map<String, Reply> situations(String family) {
    Sandbox sandbox = start(family);
    EdFiClient api = client(sandbox);
    Map<String, Reply> replies = new LinkedHashMap<>();
    ObjectNode noDate = association("S1", "one");
    noDate.remove("beginDate");
    replies.put("invalid", api.post(CTE, noDate));
    replies.put(
        "unknownDescriptor",
        api.post(
            "programs",
            program("x").put("programTypeDescriptor", "uri://ed-fi.org/ProgramTypeDescriptor#No")));
    replies.put("noStudent", api.post(ENROLLMENTS, enrollment("nobody")));
    replies.put("noProgram", api.post(CTE, association("S1", "absent")));
    replies.put("unrelated", api.post(CTE, association("S2", "one")));
    replies.put("noId", api.delete("programs", "00000000000000000000000000000000"));
    String program = api.post("programs", program("one")).id();
    String id = api.post(CTE, association("S1", "one")).id();
    replies.put("referenced", api.delete("programs", program));
    replies.put(
        "keyChange",
        api.put(CTE, id, association("S1", "one").put("beginDate", "2021-09-01").put("id", id)));
    replies.put(
        "wrongSecret",
        api.token("grant_type=client_credentials", EdFiClient.basic("sandbox", "wrong")));
    replies.put("sibling", api.post("studentProgramAssociations", association("S1", "one")));
    replies.put("ifMatch", api.delete(CTE, id, "If-Match", "\"1\""));
    replies.put("idInBody", api.post("programs", program("one").put("id", "1")));
    TestDatabase.await(sandbox.close());
    return replies;
  }

  private static Sandbox start(String family) {
    return TestDatabase.await(
        Sandbox.start(
            VERTX,
            Samples.config()
                .withStrictDescriptors()
                .withFamily(family, SandboxConfig.usualStandard(family))));
  }

  private static EdFiClient client(Sandbox sandbox) {
    EdFiClient client = Samples.client(sandbox);
    client.authenticate();
    Samples.seed(sandbox);
    String students =
        """
        [{"resource": "students", "body": {"studentUniqueId": "S1", "firstName": "A",
          "lastSurname": "B", "birthDate": "2007-01-01"}},
         {"resource": "students", "body": {"studentUniqueId": "S2", "firstName": "A",
          "lastSurname": "B", "birthDate": "2007-01-01"}},
         {"resource": "studentSchoolAssociations", "body": %s}]
        """
            .formatted(enrollment("S1"));
    Reply seeded =
        EdFiClient.send(
            EdFiClient.request(Samples.base(sandbox) + "/sandbox/seed")
                .POST(HttpRequest.BodyPublishers.ofString(students)));
    assertEquals(200, seeded.status(), seeded.toString());
    return client;
  }

  private static Set<String> names(JsonNode body) {
    Set<String> names = new TreeSet<>();
    body.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The text up to its first name in quotes, or its first sentence. */
  private static String firstWords(JsonNode body) {
    String text = body.path(body.has("message") ? "message" : "detail").asText();
    return text.replaceFirst("(?s)['(].*", "")
        .replaceFirst(
            "(?s)Hint.*|\\. .*|(the|The) \\w+ (item|resource|Program).*|by existing.*|for the .*",
            "")
        .strip();
  }

  private static ObjectNode program(String name) {
    ObjectNode program = JsonNodeFactory.instance.objectNode();
    program.putObject("educationOrganizationReference").put("educationOrganizationId", 255901);
    return program
        .put("programName", name)
        .put("programTypeDescriptor", "uri://ed-fi.org/ProgramTypeDescriptor#CTE");
  }

  private static ObjectNode enrollment(String student) {
    ObjectNode enrollment =
        JsonNodeFactory.instance
            .objectNode()
            .put("entryDate", "2021-08-20")
            .put("entryGradeLevelDescriptor", "uri://ed-fi.org/GradeLevelDescriptor#Tenth grade");
    enrollment.putObject("schoolReference").put("schoolId", 255901001);
    enrollment.putObject("studentReference").put("studentUniqueId", student);
    return enrollment;
  }

  private static ObjectNode association(String student, String program) {
    ObjectNode association = JsonNodeFactory.instance.objectNode().put("beginDate", "2021-08-30");
    association.putObject("educationOrganizationReference").put("educationOrganizationId", 255901);
    association
        .putObject("programReference")
        .put("educationOrganizationId", 255901)
        .put("programName", program)
        .put("programTypeDescriptor", "uri://ed-fi.org/ProgramTypeDescriptor#CTE");
    association.putObject("studentReference").put("studentUniqueId", student);
    return association;
  }
}

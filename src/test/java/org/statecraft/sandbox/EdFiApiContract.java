package org.statecraft.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statecraft.sandbox.EdFiClient.Reply;

/**
 * What we rely on in an Ed-Fi API of version 7.2 or later, written against its HTTP interface only.
 * Every record it makes has a random id and is deleted after the test, so that it can be pointed at
 * a real API.
 */
abstract class EdFiApiContract {

  private static final String STUDENTS = "students";
  private static final String ENROLLMENTS = "studentSchoolAssociations";
  private static final String PROGRAMS = "programs";
  private static final String ASSOCIATIONS = "studentProgramAssociations";
  private static final String CTE = "studentCTEProgramAssociations";
  private static final String INVALID = "urn:ed-fi:api:bad-request:data-validation-failed";

  /** Created in the test, newest first. */
  private final Deque<String[]> created = new ArrayDeque<>();

  private EdFiClient api;
  private long school;
  private long organization;
  private String unique;

  /** A client that holds a token. */
  abstract EdFiClient client();

  @BeforeEach
  void findTheOrganization() {
    api = client();
    unique = UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    JsonNode schools = api.find("schools", Map.of("limit", "1")).body();
    assumeTrue(!schools.isEmpty(), "the client sees no school to enroll students in");
    school = schools.get(0).path("schoolId").longValue();
    organization =
        schools
            .get(0)
            .path("localEducationAgencyReference")
            .path("localEducationAgencyId")
            .asLong(school);
  }

  @AfterEach
  void deleteWhatWasCreated() {
    created.forEach(each -> api.delete(each[0], each[1]));
  }

  @Test
  void discovery_namesTheAddressesAndTheDataStandard() {
    assertFalse(api.discovery().path("version").asText().isEmpty());
    assertEquals("Ed-Fi", api.discovery().path("dataModels").get(0).path("name").asText());
    for (String name : new String[] {"oauth", "dataManagementApi", "dependencies"}) {
      assertTrue(api.url(name).startsWith("http"), name);
    }
  }

  @Test
  void dependencies_putProgramsAndEnrollmentsBeforeAssociations() {
    Map<String, Integer> order = new HashMap<>();
    JsonNode entries =
        EdFiClient.send(
                EdFiClient.request(api.url("dependencies"))
                    .header("Authorization", "Bearer " + api.token())
                    .header("Accept", "application/json")
                    .GET())
            .body();
    entries.forEach(
        each -> order.merge(each.path("resource").asText(), each.path("order").asInt(), Math::min));
    assertBefore(order, PROGRAMS, CTE);
    assertBefore(order, ENROLLMENTS, CTE);
    assertBefore(order, STUDENTS, ENROLLMENTS);
    assertBefore(order, "localEducationAgencies", "schools");
    assertBefore(order, "schools", ENROLLMENTS);
    assertEquals(order.get("/ed-fi/" + ASSOCIATIONS), order.get("/ed-fi/" + CTE));
  }

  @Test
  void token_isRefused_forAWrongSecretAndAnotherGrant() {
    String wrong = EdFiClient.basic("nobody", "wrong");
    assertEquals(401, api.token("grant_type=client_credentials", wrong).status());
    Reply grant = api.token("grant_type=password", wrong);
    assertTrue(grant.status() == 400 || grant.status() == 401, grant.toString());
  }

  @Test
  void request_isRefusedWith401_withoutAValidToken() {
    String token = api.token();
    api.useToken("unknown");
    Reply reply = api.find(PROGRAMS, Map.of());
    api.useToken(token);
    assertEquals(401, reply.status());
    assertEquals("urn:ed-fi:api:security:authentication", reply.type());
  }

  @Test
  void post_createsThenUpdates_byTheNaturalKey() {
    Reply first = make(PROGRAMS, program());
    assertEquals(201, first.status());
    assertTrue(first.header("Location").endsWith("/ed-fi/programs/" + first.id()));
    assertTrue(first.header("ETag").startsWith("\""), first.header("ETag"));
    Reply same = api.post(PROGRAMS, program());
    assertEquals(200, same.status());
    assertEquals(first.id(), same.id());
    assertEquals(first.header("ETag"), same.header("ETag"), "an unchanged document");
    Reply changed = api.post(PROGRAMS, program().put("programId", "7"));
    assertEquals(200, changed.status());
    assertEquals(first.id(), changed.id());
    assertNotEquals(first.header("ETag"), changed.header("ETag"));
    assertTrue(changed.body().asText().isEmpty(), "an answer to a write has no body");
  }

  @Test
  void put_replacesTheWholeDocument() {
    String id = make(PROGRAMS, program().put("programId", "7")).id();
    Reply reply = api.put(PROGRAMS, id, program().put("id", id));
    assertEquals(204, reply.status());
    assertFalse(reply.header("ETag").isEmpty());
    JsonNode now = api.get(PROGRAMS, id).body();
    assertTrue(now.path("programId").isMissingNode() || now.path("programId").isNull());
  }

  @Test
  void putAndDelete_answer404_forAnUnknownId() {
    String unknown = UUID.randomUUID().toString().replace("-", "");
    assertEquals(404, api.put(PROGRAMS, unknown, program()).status());
    Reply reply = api.delete(PROGRAMS, unknown);
    assertEquals(404, reply.status());
    assertEquals("urn:ed-fi:api:not-found", reply.type());
    assertFalse(reply.body().path("correlationId").asText().isEmpty());
  }

  @Test
  void delete_removesTheRecordOnce() {
    String id = make(PROGRAMS, program()).id();
    assertEquals(204, api.delete(PROGRAMS, id).status());
    assertEquals(404, api.delete(PROGRAMS, id).status());
    assertEquals(404, api.get(PROGRAMS, id).status());
  }

  @Test
  void get_hasIdAndEtag_andAnswers304ToTheEtagWithoutQuotes() {
    Reply made = make(PROGRAMS, program());
    Reply item = api.get(PROGRAMS, made.id());
    assertEquals(200, item.status());
    assertEquals(made.id(), item.body().path("id").asText());
    assertFalse(item.body().path("_lastModifiedDate").asText().isEmpty());
    String etag = item.body().path("_etag").asText();
    assertEquals(made.header("ETag"), "\"" + etag + "\"");
    assertEquals(304, api.get(PROGRAMS, made.id(), "If-None-Match", etag).status());
    assertEquals(200, api.get(PROGRAMS, made.id(), "If-None-Match", "1").status());
  }

  @Test
  void query_findsByKey_andCounts() {
    String id = make(PROGRAMS, program()).id();
    Map<String, String> key =
        Map.of(
            "educationOrganizationId",
            "" + organization,
            "programName",
            "p" + unique,
            "programTypeDescriptor",
            descriptor("programTypeDescriptors"),
            "totalCount",
            "true");
    Reply found = api.find(PROGRAMS, key);
    assertEquals(1, found.body().size());
    assertEquals(id, found.body().get(0).path("id").asText());
    assertEquals("1", found.header("Total-Count"));
    Map<String, String> other = new HashMap<>(key);
    other.put("programName", "q" + unique);
    assertEquals(0, api.find(PROGRAMS, other).body().size());
  }

  @Test
  void query_usesFlatParameterNames() {
    enroll();
    make(PROGRAMS, program());
    String id = make(CTE, association()).id();
    Reply found =
        api.find(
            CTE,
            Map.of(
                "studentUniqueId", unique,
                "programEducationOrganizationId", "" + organization,
                "programName", "p" + unique));
    assertEquals(1, found.body().size());
    assertEquals(id, found.body().get(0).path("id").asText());
  }

  @Test
  void query_pages_andRefusesALimitOverTheMaximum() {
    make(PROGRAMS, program());
    make(PROGRAMS, program().put("programName", "q" + unique));
    assertEquals(1, api.find(PROGRAMS, Map.of("limit", "1", "offset", "1")).body().size());
    Reply refused = api.find(PROGRAMS, Map.of("limit", "100000"));
    assertEquals(400, refused.status());
    assertEquals("urn:ed-fi:api:bad-request:parameter-validation-failed", refused.type());
  }

  @Test
  void query_pagesByToken_andGivesEveryRecordOnceWhileOthersGo() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(make(PROGRAMS, program().put("programName", i + "t" + unique)).id());
    }
    Map<String, String> mine = Map.of("educationOrganizationId", "" + organization);
    Reply partitions = api.find(PROGRAMS + "/partitions", with(mine, "number", "1"));
    assumeTrue(partitions.status() != 404, "7.3 and later have pages by token");
    assertEquals(200, partitions.status(), partitions::toString);
    String token = partitions.body().path("pageTokens").path(0).asText();
    List<String> seen = new ArrayList<>();
    while (!token.isEmpty()) {
      Reply page = api.find(PROGRAMS, with(with(mine, "pageToken", token), "pageSize", "2"));
      assertEquals(200, page.status(), page::toString);
      page.body().forEach(each -> seen.add(each.path("id").asText()));
      token = page.header("Next-Page-Token");
      if (!seen.isEmpty() && ids.contains(seen.get(0))) {
        api.delete(PROGRAMS, seen.get(0));
      }
    }
    seen.retainAll(ids);
    assertEquals(new TreeSet<>(ids), new TreeSet<>(seen));
    assertEquals(ids.size(), seen.size());
    Reply mixed = api.find(PROGRAMS, Map.of("pageToken", "x", "pageSize", "2", "offset", "1"));
    assertEquals(400, mixed.status());
  }

  private static Map<String, String> with(Map<String, String> some, String name, String value) {
    Map<String, String> more = new HashMap<>(some);
    more.put(name, value);
    return more;
  }

  @Test
  void validation_namesThePropertyByJsonPath() {
    ObjectNode noName = program();
    noName.remove("programName");
    Reply missing = api.post(PROGRAMS, noName);
    assertEquals(400, missing.status());
    assertEquals(INVALID, missing.type());
    assertTrue(missing.body().path("validationErrors").has("$.programName"), missing.toString());
    assertEquals(400, make(PROGRAMS, program().put("programName", "n".repeat(61))).status());
    assertEquals(400, make(PROGRAMS, program().put("programName", " " + unique)).status());
    Reply id = api.post(PROGRAMS, program().put("id", "1"));
    assertEquals(400, id.status());
    assertEquals(400, api.call("POST", PROGRAMS, "{\"programName\":").status());
    assertEquals(415, api.call("POST", PROGRAMS, "x", "Content-Type", "text/plain").status());
  }

  @Test
  void unknownDescriptor_isABadRequest() {
    Reply reply =
        make(
            PROGRAMS,
            program()
                .put("programTypeDescriptor", "uri://ed-fi.org/ProgramTypeDescriptor#" + unique));
    assertEquals(400, reply.status());
    assertEquals(INVALID, reply.type());
    assertTrue(reply.body().path("validationErrors").has("$.programTypeDescriptor"));
  }

  @Test
  void unknownProperty_isDroppedSilently() {
    String id = make(PROGRAMS, program().put("notThere", 1)).id();
    assertFalse(api.get(PROGRAMS, id).body().has("notThere"));
  }

  @Test
  void association_isRefusedWith403_untilTheStudentIsEnrolled() {
    make(STUDENTS, student());
    make(PROGRAMS, program());
    Reply refused = make(CTE, association());
    assertEquals(403, refused.status());
    assertTrue(refused.type().startsWith("urn:ed-fi:api:security:authorization"));
    make(ENROLLMENTS, enrollment("2021-08-20"));
    assertEquals(201, make(CTE, association()).status());
  }

  @Test
  void freshStudent_cannotBeReadOrUpdated_untilEnrolled() {
    String id = make(STUDENTS, student()).id();
    assertEquals(403, api.get(STUDENTS, id).status());
    assertEquals(0, api.find(STUDENTS, Map.of("studentUniqueId", unique)).body().size());
    assertEquals(403, api.post(STUDENTS, student()).status());
    make(ENROLLMENTS, enrollment("2021-08-20"));
    assertEquals(200, api.get(STUDENTS, id).status());
    assertEquals(200, api.post(STUDENTS, student()).status());
  }

  @Test
  void missingReference_isAConflict() {
    enroll();
    Reply program = make(CTE, association());
    assertEquals(409, program.status());
    assertEquals("urn:ed-fi:api:data-conflict:unresolved-reference", program.type());
    ObjectNode nobody = enrollment("2021-08-20");
    nobody.putObject("studentReference").put("studentUniqueId", "x" + unique);
    assertEquals(409, make(ENROLLMENTS, nobody).status());
  }

  @Test
  void delete_isRefused_whileReferenced() {
    enroll();
    String program = make(PROGRAMS, program()).id();
    String association = make(CTE, association()).id();
    Reply refused = api.delete(PROGRAMS, program);
    assertEquals(409, refused.status());
    assertEquals("urn:ed-fi:api:data-conflict:dependent-item-exists", refused.type());
    assertEquals(204, api.delete(CTE, association).status());
    assertEquals(204, api.delete(PROGRAMS, program).status());
  }

  @Test
  void siblingSubclasses_shareOneKey() {
    enroll();
    make(PROGRAMS, program());
    String id = make(ASSOCIATIONS, association()).id();
    Reply refused = make(CTE, association());
    assertEquals(409, refused.status());
    assertEquals("urn:ed-fi:api:data-conflict:non-unique-identity", refused.type());
    assertEquals(204, api.delete(ASSOCIATIONS, id).status());
    assertEquals(201, make(CTE, association()).status());
  }

  @Test
  void keyChange_isRefused_whereTheResourceDoesNotAllowIt() {
    enroll();
    make(PROGRAMS, program());
    String id = make(CTE, association()).id();
    Reply refused = api.put(CTE, id, association().put("beginDate", "2021-09-01").put("id", id));
    assertEquals(400, refused.status());
    assertEquals(INVALID + ":key-change-not-supported", refused.type());
    assertEquals("2021-08-30", api.get(CTE, id).body().path("beginDate").asText());
  }

  @Test
  void keyChange_isTaken_whereTheResourceAllowsIt() {
    String id = enroll();
    assertEquals(204, api.put(ENROLLMENTS, id, enrollment("2021-08-25").put("id", id)).status());
    assertEquals("2021-08-25", api.get(ENROLLMENTS, id).body().path("entryDate").asText());
    String other = make(ENROLLMENTS, enrollment("2021-10-01")).id();
    assertNotEquals(id, other);
    assertEquals(
        409, api.put(ENROLLMENTS, other, enrollment("2021-08-25").put("id", other)).status());
  }

  @Test
  void ifMatch_isHonoured_onPutPostAndDelete() {
    String id = make(PROGRAMS, program()).id();
    Reply stale = api.put(PROGRAMS, id, program().put("programId", "1"), "If-Match", "\"1\"");
    assertEquals(412, stale.status());
    assertEquals("urn:ed-fi:api:optimistic-lock-failed", stale.type());
    assertEquals(412, api.post(PROGRAMS, program(), "If-Match", "\"1\"").status());
    assertEquals(412, api.delete(PROGRAMS, id, "If-Match", "\"1\"").status());
    String etag = api.get(PROGRAMS, id).header("ETag");
    assertEquals(204, api.delete(PROGRAMS, id, "If-Match", etag).status());
  }

  @Test
  void method_isRefusedWith405_whereItHasNoMeaning() {
    String id = make(PROGRAMS, program()).id();
    String body = program().toString();
    assertEquals(405, api.call("PATCH", PROGRAMS + "/" + id, body).status());
    assertEquals(405, api.call("PUT", PROGRAMS, body).status());
    assertEquals(405, api.call("DELETE", PROGRAMS, "").status());
    assertEquals(405, api.call("POST", PROGRAMS + "/" + id, body).status());
  }

  private static void assertBefore(Map<String, Integer> order, String first, String second) {
    int one = order.getOrDefault("/ed-fi/" + first, Integer.MAX_VALUE);
    int two = order.getOrDefault("/ed-fi/" + second, Integer.MIN_VALUE);
    assertTrue(one < two, first + " " + one + ", " + second + " " + two);
  }

  /** Posts, and remembers what was created for the clean-up. */
  private Reply make(String resource, JsonNode body) {
    Reply reply = api.post(resource, body);
    if (reply.status() == 201) {
      created.push(new String[] {resource, reply.id()});
    }
    return reply;
  }

  private String enroll() {
    make(STUDENTS, student());
    return make(ENROLLMENTS, enrollment("2021-08-20")).id();
  }

  private ObjectNode program() {
    ObjectNode program = object();
    program
        .putObject("educationOrganizationReference")
        .put("educationOrganizationId", organization);
    return program
        .put("programName", "p" + unique)
        .put("programTypeDescriptor", descriptor("programTypeDescriptors"));
  }

  private ObjectNode student() {
    return object()
        .put("studentUniqueId", unique)
        .put("firstName", "Contract")
        .put("lastSurname", "Test")
        .put("birthDate", "2007-05-06");
  }

  private ObjectNode enrollment(String entryDate) {
    ObjectNode enrollment =
        object()
            .put("entryDate", entryDate)
            .put("entryGradeLevelDescriptor", descriptor("gradeLevelDescriptors"));
    enrollment.putObject("schoolReference").put("schoolId", school);
    enrollment.putObject("studentReference").put("studentUniqueId", unique);
    return enrollment;
  }

  private ObjectNode association() {
    ObjectNode association = object().put("beginDate", "2021-08-30");
    association
        .putObject("educationOrganizationReference")
        .put("educationOrganizationId", organization);
    association
        .putObject("programReference")
        .put("educationOrganizationId", organization)
        .put("programName", "p" + unique)
        .put("programTypeDescriptor", descriptor("programTypeDescriptors"));
    association.putObject("studentReference").put("studentUniqueId", unique);
    return association;
  }

  /** Any descriptor the API has at an endpoint. */
  private String descriptor(String endpoint) {
    JsonNode first = api.find(endpoint, Map.of("limit", "1")).body().get(0);
    return first.path("namespace").asText() + "#" + first.path("codeValue").asText();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}

package org.statecraft.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.app.ServerUnderTest;
import org.statecraft.campus.RowChange;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.simulation.ApiSeeds;
import org.statecraft.testing.SampleRows;

/**
 * Every operation of the document, carried out by a whole server over HTTP. Students 7 and 8 are
 * known to the Ed-Fi API, student 9 is not. Later tests find what earlier ones left.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdminApiPgTest {

  private static final String CTE = "studentCTEProgramAssociations";
  private static final String HERE = "/api/connections/springfield-2025";
  private static final String ELSEWHERE = "/api/connections/elsewhere-2025";
  private static final Map<String, String> TOKENS =
      Map.of(
          "viewer", "token-of-a-viewer-0123456789",
          "analyst", "token-of-an-analyst-0123456789",
          "operator", "token-of-an-operator-0123456789",
          "neighbour", "token-of-a-neighbour-0123456789",
          "stranger", "token-that-nobody-knows-0123456789");

  private static ServerUnderTest server;
  private static ApiClient api;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = new ServerUnderTest(folder, ApiSeeds.of(List.of("S7", "S8")));
    SampleRows sample = new SampleRows();
    List<RowChange> rows = new ArrayList<>(sample.district());
    for (long student : List.of(7L, 8L, 9L)) {
      rows.addAll(sample.student(student, 9, 3));
    }
    StringBuilder tokens = new StringBuilder("packs: {poll: 24h}\napi:\n  tokens:\n");
    for (String role : List.of("viewer", "analyst", "operator")) {
      tokens.append(token(role, role, ""));
    }
    tokens.append(token("neighbour", "operator", ", districts: [elsewhere]"));
    server.start(tokens.toString());
    // After the start: choices that the connection's file brings hold for what comes behind them.
    server.keep(rows);
    api = new ApiClient(server.address(), TOKENS);
    Set<String> sent = new TreeSet<>();
    for (int i = 0; i < 4; i++) {
      sent.add(String.valueOf(server.nextSent()));
    }
    assertTrue(sent.contains(CTE + " created"), sent.toString());
  }

  private static String token(String name, String role, String more) throws Exception {
    return "    %s: {secret: \"%s\", role: %s%s}\n"
        .formatted(name, server.secret("token-" + name, TOKENS.get(name)), role, more);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  @Order(1)
  void document_isWhatTheRoutesAre() throws Exception {
    assertEquals(
        CanonicalJson.read(ApiDocument.load().json().toString()), api.get("", "/api/openapi.json"));
    assertEquals("operator", api.get("neighbour", "/api/me").path("role").asText());
    assertEquals("[\"elsewhere\"]", api.get("neighbour", "/api/me").path("districts").toString());
    assertEquals(404, api.send("operator", "GET", "/api/nothing", "").statusCode());
  }

  @Test
  @Order(1)
  void tokens_decideWhoMayDoWhat() throws Exception {
    for (Operation each : ApiDocument.load().operations()) {
      if (each.role().isEmpty()) {
        continue;
      }
      String path = each.path().replace("{connection}", "springfield-2025");
      path = path.replaceAll("\\{\\w+}", "1");
      for (String nobody : List.of("", "stranger")) {
        HttpResponse<String> answer = api.send(nobody, each.method(), path, "");
        assertEquals(401, answer.statusCode(), each.id());
        assertEquals("Bearer", answer.headers().firstValue("WWW-Authenticate").orElse(""));
      }
      for (String who : List.of("viewer", "analyst")) {
        String role = each.role().get().word();
        boolean may = role.equals("viewer") || role.equals(who);
        if (!may) {
          assertTrue(
              api.refused(403, who, each.method(), path, "").contains("takes the role " + role));
        }
      }
    }
  }

  @Test
  @Order(1)
  void reach_isThisMachine_withoutAProxy() throws Exception {
    for (String header : List.of("Forwarded", "X-Forwarded-For")) {
      HttpResponse<String> answer =
          api.send("operator", "GET", "/api/me", "", header, "for=192.0.2.1");
      assertEquals(403, answer.statusCode());
    }
  }

  @Test
  @Order(1)
  void districts_hideTheConnectionsOfOthers() throws Exception {
    assertEquals(2, api.get("operator", "/api/connections").path("items").size());
    JsonNode own = api.get("neighbour", "/api/connections").path("items");
    assertEquals(1, own.size());
    assertEquals("elsewhere-2025", own.at("/0/connection").asText());
    for (String path : List.of("", "/actions", "/preferences", "/tombstones", "/unmapped")) {
      assertEquals(
          "there is no connection 'springfield-2025'",
          api.refused(404, "neighbour", "GET", HERE + path, ""));
    }
    assertEquals(0, api.get("neighbour", "/api/errors").path("items").size());
    api.refused(404, "neighbour", "GET", "/api/errors?connection=springfield-2025", "");
    api.refused(404, "neighbour", "POST", HERE + "/pause", "{}");
    api.refused(403, "neighbour", "POST", "/api/packs/core/rollback", "{\"revision\": \"a\"}");
  }

  @Test
  @Order(1)
  void requests_thatAreWrong_areToldInOne() throws Exception {
    String detail =
        api.refused(
            400,
            "operator",
            "POST",
            HERE + "/errors/retry",
            "{\"cause\": [\"a\"], \"resourc\": 1}");
    assertTrue(detail.contains("unknown key 'cause'; did you mean 'causes'?"), detail);
    assertTrue(detail.contains("unknown key 'resourc'; did you mean 'resource'?"), detail);
    assertTrue(detail.contains("'causes' is missing here"), detail);
    assertTrue(
        api.refused(400, "viewer", "GET", "/api/errors?limit=0&curser=x", "").contains("curser"));
    api.refused(400, "viewer", "GET", "/api/audit?cursor=%25", "");
    api.refused(400, "operator", "POST", HERE + "/pause", "{");
    api.refused(400, "operator", "POST", HERE + "/pause", "{\"resource\": \"no\"}");
    api.refused(413, "operator", "POST", HERE + "/pause", "x".repeat(9 << 20));
  }

  @Test
  @Order(1)
  void requests_thatBreakTheirSchema_areRefused_namingThePlace() throws Exception {
    ApiDocument document = ApiDocument.load();
    int tried = 0;
    for (Operation operation : document.operations()) {
      for (RequestViolations.Violation each : RequestViolations.of(document, operation)) {
        String path = operation.path().replace("{connection}", "springfield-2025");
        path = path.replace("{pack}", "core").replaceAll("\\{\\w+}", "1") + each.query();
        String detail = api.refused(400, "operator", operation.method(), path, each.body());
        assertTrue(detail.contains(each.says()), operation.id() + " " + each + ": " + detail);
        tried++;
      }
    }
    assertTrue(tried > 100, "only " + tried);
    assertEquals(0, api.get("operator", "/api/audit").path("items").size());
  }

  @Test
  @Order(2)
  void status_tellsEverythingAtOnce() throws Exception {
    JsonNode status = api.get("viewer", "/api/status");
    JsonNode here = found(status.path("connections"), "connection", "springfield-2025");
    assertEquals(1, here.path("processes").size());
    assertEquals("core", here.path("pack").asText());
    assertEquals(0, here.at("/events/available").asInt());
    assertTrue(status.at("/packs/0/asOnDisk").asBoolean());
    assertEquals(1, api.get("neighbour", "/api/status").path("connections").size());
  }

  @Test
  @Order(2)
  void connections_arePausedAndResumed_andTheAuditLogKnows() throws Exception {
    JsonNode connection = api.get("viewer", HERE);
    assertEquals("core", connection.path("pack").asText());
    assertEquals(1, connection.path("processes").size());
    JsonNode paused =
        api.post("operator", HERE + "/pause", "{\"resource\": \"" + CTE + "\", \"reason\": \"r\"}");
    assertEquals("operator", paused.at("/paused/0/by").asText());
    assertEquals(
        0,
        api.post("operator", HERE + "/resume", "{\"resource\": \"" + CTE + "\"}")
            .path("paused")
            .size());
    api.post("neighbour", ELSEWHERE + "/pause", "");

    JsonNode entries = api.get("operator", "/api/audit?limit=2").path("items");
    assertEquals("pauseConnection", entries.at("/0/action").asText());
    assertEquals("neighbour", entries.at("/0/who").asText());
    JsonNode resumed = entries.path(1);
    assertEquals("resumeConnection", resumed.path("action").asText());
    assertEquals("operator", resumed.path("who").asText());
    assertEquals("springfield-2025", resumed.path("connection").asText());
    assertEquals(CTE, resumed.at("/asked/resource").asText());
    assertEquals(1, resumed.path("before").size());
    assertEquals(0, resumed.path("after").size());
    assertEquals("done", resumed.path("outcome").asText());
    assertEquals("***", api.get("viewer", "/api/audit").at("/items/0/asked").asText());
    assertEquals(Set.of("elsewhere-2025"), texts(api.get("neighbour", "/api/audit"), "connection"));
  }

  @Test
  @Order(2)
  void errors_areListedByCause_retriedAndArchived() throws Exception {
    JsonNode causes = api.get("viewer", "/api/errors?connection=springfield-2025").path("items");
    JsonNode cause = found(causes, "type", "not-related");
    assertEquals("***", cause.path("detail").asText());
    String id = cause.path("cause").asText();
    String entries = HERE + "/errors/" + id + "/entries";
    JsonNode entry = api.get("analyst", entries).at("/items/0");
    assertFalse(entry.path("detail").asText().contains("***"));
    JsonNode masked = api.get("viewer", entries).at("/items/0");
    assertEquals("***", masked.path("detail").asText());
    assertEquals(entry.path("id"), masked.path("id"));
    api.refused(404, "viewer", "GET", HERE + "/errors/nothing/entries", "");

    String body = "{\"causes\": [\"" + id + "\"]}";
    assertEquals(1, api.post("operator", HERE + "/errors/archive", body).path("entries").asInt());
    JsonNode archived = api.get("viewer", "/api/errors?archived=true&cause=" + id);
    assertEquals(1, archived.at("/items/0/archived").asInt());
    JsonNode retried = api.post("operator", HERE + "/errors/retry", body);
    assertTrue(retried.path("actions").asInt() + retried.path("students").asInt() > 0);
    api.refused(404, "operator", "POST", HERE + "/errors/retry", "{\"causes\": [\"nothing\"]}");
    JsonNode audit = api.get("operator", "/api/audit").path("items");
    assertEquals("done", found(audit, "action", "retryErrors").path("outcome").asText());
  }

  @Test
  @Order(2)
  void lists_comeInPages() throws Exception {
    List<String> all = new ArrayList<>();
    String path = HERE + "/actions?limit=1";
    JsonNode page = api.get("viewer", path);
    while (true) {
      page.path("items").forEach(each -> all.add(each.path("action").asText()));
      if (!page.has("next")) {
        break;
      }
      page = api.get("viewer", path + "&cursor=" + page.path("next").asText());
    }
    JsonNode whole = api.get("viewer", HERE + "/actions").path("items");
    assertTrue(whole.size() >= 4, whole.toString());
    List<String> inOne = new ArrayList<>();
    whole.forEach(each -> inOne.add(each.path("action").asText()));
    assertEquals(inOne, all);
    assertEquals("POST", api.get("viewer", HERE + "/actions/" + all.get(0)).path("verb").asText());
    assertEquals(Set.of("done"), texts(api.get("viewer", HERE + "/actions?state=done"), "state"));
    api.refused(404, "viewer", "GET", HERE + "/actions/999999", "");
  }

  @Test
  @Order(2)
  void preferences_arePlannedAndChanged() throws Exception {
    JsonNode before = api.get("viewer", HERE + "/preferences");
    assertEquals(
        "uri://ed-fi.org/CareerPathwayDescriptor#Metal",
        before.at("/mappings/CareerPathway/3").asText());
    String body =
        "{\"mappings\": {\"CareerPathway\": {\"3\": \"uri://ed-fi.org/CareerPathwayDescriptor#New\"}}}";
    JsonNode planned = api.post("analyst", HERE + "/preferences/plan", body);
    assertFalse(planned.path("done").asBoolean());
    assertEquals(before, api.get("viewer", HERE + "/preferences"));
    JsonNode whole = api.post("analyst", HERE + "/preferences/plan?whole=true", body);
    assertTrue(whole.at("/counts/removed").asInt() > planned.at("/counts/removed").asInt());
    assertEquals(
        1, api.done("analyst", "PATCH", HERE + "/preferences", body).at("/counts/changed").asInt());
    ((com.fasterxml.jackson.databind.node.ObjectNode) before)
        .remove(List.of("connection", "pack", "waitingForResync"));
    api.done("analyst", "PUT", HERE + "/preferences", before.toString());
    assertEquals(
        "uri://ed-fi.org/CareerPathwayDescriptor#Metal",
        api.get("viewer", HERE + "/preferences").at("/mappings/CareerPathway/3").asText());
    String detail =
        api.refused(
            400, "analyst", "PUT", HERE + "/preferences", "{\"mappings\": {\"CareerPathwy\": {}}}");
    assertTrue(detail.contains("CareerPathway"), detail);
    JsonNode audit = api.get("operator", "/api/audit?limit=1").at("/items/0");
    assertEquals("putPreferences", audit.path("action").asText());
    assertEquals(
        "uri://ed-fi.org/CareerPathwayDescriptor#New",
        audit.at("/before/mappings/CareerPathway/3").asText());
    assertTrue(
        api.get("viewer", HERE + "/unmapped?onlyInYear=true").path("preferences").size() > 1);
  }

  @Test
  @Order(2)
  void packs_areCheckedAsTheyAre_andEdited() throws Exception {
    JsonNode pack = api.get("viewer", "/api/packs").at("/items/0");
    assertTrue(pack.path("asOnDisk").asBoolean());
    JsonNode well = api.post("analyst", "/api/check", "{\"packs\": [\"core\"]}");
    assertEquals(0, well.path("problems").size());
    assertEquals(pack.path("revision"), well.at("/packs/0/revision"));
    JsonNode broken =
        api.post(
            "analyst",
            "/api/check",
            "{\"files\": {\"rules/core/%s/derive-certification.drl\": %s}}"
                .formatted(
                    CTE, json(rule().replace("certificationID > $key", "certificatonID > 1"))));
    JsonNode problem = broken.at("/problems/0");
    assertEquals("rules/core/" + CTE + "/derive-certification.drl", problem.path("file").asText());
    assertTrue(problem.path("suggestion").asText().contains("certificationID"));
    assertTrue(problem.path("quoted").asText().contains("certificatonID"));
    api.refused(400, "analyst", "POST", "/api/check", "{\"files\": {\"rules/../../x.drl\": \"\"}}");
    api.refused(404, "analyst", "POST", "/api/check", "{\"packs\": [\"cor\"]}");
  }

  @Test
  @Order(2)
  void shadows_areStartedShownAndStopped() throws Exception {
    String path = HERE + "/shadow";
    api.refused(404, "viewer", "GET", path, "");
    JsonNode live = api.get("viewer", HERE);
    JsonNode shadow =
        api.done(
            "analyst",
            "PUT",
            path,
            "{\"files\": {\"rules/core/%s/derive-certification.drl\": %s}}"
                .formatted(CTE, json(rule() + "\n// looked through\n")));
    assertFalse(shadow.path("revision").equals(live.path("revision")));
    assertEquals("analyst", shadow.path("startedBy").asText());
    assertEquals(shadow, api.get("viewer", path));
    assertEquals(live, api.get("viewer", HERE));
    assertEquals(0, api.get("viewer", path + "/differences").path("items").size());
    api.refused(
        422,
        "analyst",
        "PUT",
        path,
        "{\"files\": {\"rules/core/%s/derive-certification.drl\": \"rule\"}}".formatted(CTE));
    assertEquals(shadow, api.get("viewer", path));
    assertTrue(api.done("analyst", "DELETE", path, "").path("stopped").asBoolean());
    api.refused(404, "analyst", "DELETE", path, "");
  }

  @Test
  @Order(2)
  void plans_areMadeOfEditedFiles_andDoNothing() throws Exception {
    String file = "rules/core/" + CTE + "/elements.yaml";
    String edited = Files.readString(Path.of(file));
    String body =
        "{\"pack\": \"core\", \"connections\": [\"springfield-2025\"], \"files\": {\"%s\": %s}}"
            .formatted(file, json(edited.replaceFirst("(?m)^", "# edited\n")));
    JsonNode begun = api.post("analyst", "/api/plans", body);
    JsonNode plan = finished(begun.path("plan").asText());
    assertEquals("done", plan.path("state").asText(), plan.toString());
    assertEquals(3, plan.at("/connections/0/students").asInt());
    assertEquals(
        0,
        api.get("viewer", "/api/plans/" + begun.path("plan").asText() + "/changes")
            .path("items")
            .size());
    assertEquals(1, api.get("viewer", "/api/plans").path("items").size());
    assertEquals(0, api.get("neighbour", "/api/plans").path("items").size());

    JsonNode bad =
        finished(
            api.post(
                    "analyst",
                    "/api/plans",
                    "{\"pack\": \"core\", \"files\": {\"%s\": \"a: [\"}}".formatted(file))
                .path("plan")
                .asText());
    assertEquals("failed", bad.path("state").asText());
    assertTrue(bad.path("problem").asText().startsWith(file), bad.toString());
    api.refused(400, "analyst", "POST", "/api/plans", "{\"pack\": \"nope\"}");
    api.refused(409, "viewer", "GET", "/api/plans/" + bad.path("plan").asText() + "/changes", "");
  }

  @Test
  @Order(2)
  void explain_tellsOfStudentRecordErrorEventAndFacts() throws Exception {
    JsonNode student =
        api.post(
            "analyst",
            "/api/explain",
            "{\"connection\": \"springfield-2025\", \"student\": \"7\", \"resources\": [\""
                + CTE
                + "\"]}");
    JsonNode told = student.at("/resources/0");
    assertEquals(CTE, told.path("resource").asText());
    assertTrue(told.path("records").path(0).path("desired").asBoolean());
    assertEquals(0, told.at("/records/0/differsFromSent").size());
    assertTrue(found(told.path("rules"), "rule", "CORE-CTE-33").has("stoppedBy"));
    assertEquals("done", told.at("/attempts/0/state").asText());

    String id = told.at("/records/0/kept/odsId").asText();
    JsonNode record =
        api.post(
            "analyst",
            "/api/explain",
            "{\"connection\": \"springfield-2025\", \"record\": {\"resource\": \"%s\", \"id\": \"%s\"}}"
                .formatted(CTE, id));
    assertEquals("7", record.path("student").asText());

    long entry =
        await(
                server
                    .database()
                    .database()
                    .run("SELECT max(id) AS id FROM error_log WHERE type = 'not-related'"))
            .iterator()
            .next()
            .getLong("id");
    String byError = "{\"error\": " + entry + "}";
    assertEquals("9", api.post("analyst", "/api/explain", byError).path("student").asText());
    api.refused(404, "neighbour", "POST", "/api/explain", byError);

    String event = "{\"connection\": \"springfield-2025\", \"event\": \"8\"}";
    api.refused(404, "analyst", "POST", "/api/explain", event);
    await(
        server
            .database()
            .database()
            .run(
                "INSERT INTO event_queue (connection, student_id, state, cause, changed_at)"
                    + " VALUES ('springfield-2025', '8', 'discarded', 'Enrollment', now())"));
    JsonNode waiting = api.post("analyst", "/api/explain", event);
    assertEquals("Enrollment", waiting.at("/event/cause").asText());
    await(server.database().database().run("DELETE FROM event_queue"));

    String facts =
        """
        {"pack": "core", "facts": "facts:\\n  Student: [{personID: 1, stateID: \\"S1\\"}]\\n"}
        """;
    JsonNode pasted = api.post("analyst", "/api/explain", facts);
    assertEquals("Student/1", pasted.at("/facts/0/fact").asText());
    api.refused(400, "analyst", "POST", "/api/explain", "{\"student\": \"1\", \"error\": 2}");
    api.refused(
        400, "analyst", "POST", "/api/explain", "{\"pack\": \"core\", \"facts\": \"a: b\"}");
    api.refused(404, "analyst", "POST", "/api/explain", "{\"error\": 999999}");
  }

  @Test
  @Order(3)
  void resync_isPlanned_seenAndApplied() throws Exception {
    JsonNode begun =
        api.post("operator", HERE + "/resync", "{\"students\": [\"7\"], \"fresh\": true}");
    JsonNode run = planned(begun.path("run").asText());
    assertEquals("planned", run.path("state").asText(), run.toString());
    assertEquals(0, run.path("summary").size(), run.toString());
    assertEquals("***", api.get("viewer", "/api/runs").at("/items/0/scope/students").asText());
    assertEquals(
        1, api.get("operator", "/api/runs?connection=springfield-2025").path("items").size());
    api.refused(
        409,
        "operator",
        "POST",
        "/api/runs/" + run.path("run").asText() + "/apply",
        "{\"hash\": \"x\"}");
    api.refused(404, "operator", "POST", HERE + "/resync", "{\"resources\": [\"nothing\"]}");
    api.refused(
        400, "operator", "POST", HERE + "/resync", "{\"allSchools\": true, \"students\": [\"7\"]}");
  }

  @Test
  @Order(4)
  void delete_isPlanned_seen_applied_andLifted() throws Exception {
    JsonNode begun =
        api.post(
            "operator",
            HERE + "/delete",
            "{\"students\": [\"8\"], \"tombstone\": true, \"allowedDeletes\": 5}");
    JsonNode run = planned(begun.path("run").asText());
    String path = "/api/runs/" + run.path("run").asText();
    assertEquals(1, run.at("/counts/DELETE").asInt(), run.toString());
    JsonNode action = api.get("operator", path + "/actions").at("/items/0");
    assertEquals("S8", action.at("/key/studentReference.studentUniqueId").asText());
    assertEquals("***", api.get("viewer", path + "/actions").at("/items/0/key").asText());
    api.refused(404, "neighbour", "GET", path, "");
    String body = "{\"hash\": \"" + run.path("hash").asText() + "\"}";
    api.post("operator", path + "/apply", body);
    String sent;
    do {
      sent = String.valueOf(server.nextSent());
    } while (!sent.equals(CTE + " deleted"));
    api.refused(409, "operator", "POST", path + "/apply", body);

    JsonNode tombstone = api.get("operator", HERE + "/tombstones").at("/items/0");
    assertEquals("8", tombstone.path("student").asText());
    assertEquals("***", api.get("viewer", HERE + "/tombstones").at("/items/0/student").asText());
    api.refused(400, "operator", "POST", HERE + "/tombstones/lift", "{}");
    assertEquals(
        1,
        api.post("operator", HERE + "/tombstones/lift", "{\"students\": [\"8\"]}")
            .path("lifted")
            .asInt());
    assertEquals(0, api.get("operator", HERE + "/tombstones").path("items").size());
  }

  @Test
  @Order(5)
  void packs_areRolledBack() throws Exception {
    String now = api.get("viewer", "/api/revisions?pack=core").at("/items/0/revision").asText();
    await(
        server
            .database()
            .database()
            .run(
                "INSERT INTO pack_revision (pack, revision, state, files, rules)"
                    + " SELECT pack, 'feed0000', 'earlier', files, rules FROM pack_revision"));
    api.refused(404, "analyst", "POST", "/api/packs/core/rollback", "{\"revision\": \"zz\"}");
    JsonNode back =
        api.post(
            "analyst", "/api/packs/core/rollback", "{\"revision\": \"feed\", \"reason\": \"r\"}");
    assertEquals("feed0000", back.path("revision").asText());
    assertEquals("live", back.path("state").asText());
    assertEquals("analyst", back.path("movedBy").asText());
    assertEquals(
        "withdrawn",
        found(api.get("viewer", "/api/revisions").path("items"), "revision", now)
            .path("state")
            .asText());
    JsonNode audit = api.get("operator", "/api/audit?limit=1").at("/items/0");
    assertEquals(now, audit.path("before").asText());
    assertEquals("feed0000", audit.path("after").asText());
  }

  /** A document that says what nobody ever sees answered is not tested. */
  @Test
  @Order(9)
  void everyOperation_wasCarriedOut() {
    assertEquals(
        ApiDocument.load().operations().stream()
            .map(Operation::id)
            .collect(Collectors.toCollection(TreeSet::new)),
        new TreeSet<>(api.succeeded()));
  }

  private static JsonNode finished(String plan) throws Exception {
    return until("/api/plans/" + plan, each -> !each.path("state").asText().equals("running"));
  }

  private static JsonNode planned(String run) throws Exception {
    return until("/api/runs/" + run, each -> !each.path("underWay").asBoolean());
  }

  /** Asks until it is so; every question waits for its answer. */
  private static JsonNode until(String path, java.util.function.Predicate<JsonNode> isSo)
      throws Exception {
    for (int i = 0; i < 20_000; i++) {
      JsonNode now = api.get("operator", path);
      if (isSo.test(now)) {
        return now;
      }
    }
    throw new AssertionError(path + " does not come to an end");
  }

  private static JsonNode found(JsonNode list, String member, String value) {
    for (JsonNode each : list) {
      if (each.path(member).asText().equals(value)) {
        return each;
      }
    }
    throw new AssertionError("no " + member + " " + value + " in " + list);
  }

  private static Set<String> texts(JsonNode page, String member) {
    Set<String> texts = new TreeSet<>();
    page.path("items").forEach(each -> texts.add(each.path(member).asText()));
    return texts;
  }

  private static String rule() throws Exception {
    return Files.readString(Path.of("rules/core/" + CTE + "/derive-certification.drl"));
  }

  private static String json(String text) {
    return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
  }
}

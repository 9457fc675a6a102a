package org.statecraft.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.statecraft.sandbox.EdFiClient.Reply;
import org.statecraft.testing.TestDatabase;

/** Each fault: what the client sees, what the record is afterwards, and what the log says. */
@NullUnmarked
class FaultsTest {

  private static final String BASIC = EdFiClient.basic("sandbox", "sandbox-secret");
  private static final String FORM = "grant_type=client_credentials";

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-05T08:00:00Z"));

  @AfterEach
  void close() {
    TestDatabase.await(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.3", "6.2", "7.1", "7.3", "8"})
  void throttled_hasNoRetryAfter_andDoesNothing(String family) {
    Sandbox sandbox = start(family, always(Fault.THROTTLED));
    Reply reply = client(sandbox).post("programs", program("a"));
    assertEquals(429, reply.status());
    assertEquals("", reply.header("Retry-After"));
    assertFalse(isThere(sandbox, "a"));
    assertLogged(sandbox, Fault.THROTTLED, 429, "none");
  }

  @Test
  void throttledSeconds_asksForWholeSeconds() {
    Reply reply =
        client(start("7.3", always(Fault.THROTTLED_SECONDS))).post("programs", program("a"));
    assertEquals(429, reply.status());
    assertTrue(reply.header("Retry-After").matches("[0-9]+"), reply.toString());
    Reply eight =
        client(start("8", always(Fault.THROTTLED_SECONDS))).post("programs", program("a"));
    assertEquals("urn:ed-fi:api:too-many-requests", eight.body().path("type").asText());
  }

  @Test
  void throttledDate_asksForADateNotInThePast() {
    Reply reply = client(start("7.3", always(Fault.THROTTLED_DATE))).post("programs", program("a"));
    assertEquals(429, reply.status());
    ZonedDateTime date =
        ZonedDateTime.parse(reply.header("Retry-After"), DateTimeFormatter.RFC_1123_DATE_TIME);
    assertFalse(date.toInstant().isBefore(now.get()), date.toString());
  }

  @Test
  void errorBefore_answers5xx_andDoesNothing() {
    Sandbox sandbox = start("7.3", always(Fault.ERROR_BEFORE));
    Reply reply = client(sandbox).post("programs", program("a"));
    assertTrue(reply.status() >= 500, reply.toString());
    assertFalse(isThere(sandbox, "a"));
    assertLogged(sandbox, Fault.ERROR_BEFORE, reply.status(), "none");
  }

  @Test
  void unavailable_answers503_andDoesNothing() {
    Sandbox sandbox = start("7.3", always(Fault.UNAVAILABLE));
    Reply reply = client(sandbox).post("programs", program("a"));
    assertEquals(503, reply.status());
    assertFalse(isThere(sandbox, "a"));
    assertLogged(sandbox, Fault.UNAVAILABLE, 503, "none");
  }

  @Test
  void errorAfter_answers5xx_andTheWorkIsDone() {
    Sandbox sandbox = start("7.3", always(Fault.ERROR_AFTER));
    Reply reply = client(sandbox).post("programs", program("a"));
    assertTrue(reply.status() >= 500, reply.toString());
    assertTrue(isThere(sandbox, "a"));
    assertLogged(sandbox, Fault.ERROR_AFTER, reply.status(), "created");
  }

  @Test
  void resetBefore_givesNoAnswer_andDoesNothing() {
    Sandbox sandbox = start("7.3", always(Fault.RESET_BEFORE));
    EdFiClient api = client(sandbox);
    assertThrows(UncheckedIOException.class, () -> api.put("programs", "1", program("a")));
    assertFalse(isThere(sandbox, "a"));
    assertLogged(sandbox, Fault.RESET_BEFORE, 0, "none");
  }

  @Test
  void resetAfter_givesNoAnswer_andTheWorkIsDone() {
    Sandbox sandbox = start("7.3", always(Fault.RESET_AFTER));
    EdFiClient api = client(sandbox);
    assertThrows(UncheckedIOException.class, () -> api.post("programs", program("a")));
    assertTrue(isThere(sandbox, "a"));
    assertLogged(sandbox, Fault.RESET_AFTER, 0, "created");
  }

  @Test
  void slow_holdsTheAnswerBack_afterTheWork() {
    Sandbox sandbox =
        start(
            "7.3",
            always(Fault.SLOW).withTimes(Duration.ofMillis(400), Duration.ZERO, Duration.ZERO));
    long begun = System.nanoTime();
    assertEquals(201, client(sandbox).post("programs", program("a")).status());
    JsonNode logged = last(sandbox);
    Duration held =
        Duration.between(
            Instant.parse(logged.path("time").asText()),
            Instant.parse(logged.path("answered").asText()));
    assertTrue(held.toMillis() > 0 && held.toMillis() <= 400, held.toString());
    assertTrue(System.nanoTime() - begun >= held.toNanos(), held.toString());
  }

  @Test
  void tokenExpired_answers401UntilAnotherTokenIsTaken() {
    Sandbox sandbox = start("7.3", always(Fault.TOKEN_EXPIRED));
    EdFiClient api = client(sandbox);
    assertEquals(401, api.post("programs", program("a")).status());
    admin(sandbox, "faults", "quiet");
    assertEquals(401, api.post("programs", program("a")).status());
    api.authenticate();
    assertEquals(201, api.post("programs", program("a")).status());
  }

  @Test
  void tooManyTokens_meetsTokenRequestsOfFamiliesThatHaveALimit() {
    assertEquals(
        429,
        Samples.client(start("7.3", always(Fault.TOO_MANY_TOKENS))).token(FORM, BASIC).status());
    assertEquals(
        200,
        Samples.client(start("6.2", always(Fault.TOO_MANY_TOKENS))).token(FORM, BASIC).status());
  }

  @Test
  void lateAuthorization_answers403_untilSomeTimeAfterTheEnrollment() {
    SandboxFaults faults =
        new SandboxFaults(3, Map.of(), Duration.ZERO, Duration.ZERO, Duration.ofMinutes(10));
    Sandbox sandbox = start("7.3", faults);
    EdFiClient api = client(sandbox);
    api.post("students", student());
    api.post("studentSchoolAssociations", enrollment());
    api.post("programs", program("a"));
    assertEquals(403, api.post("studentProgramAssociations", association()).status());
    assertEquals(0, api.find("studentSchoolAssociations", Map.of()).body().size());
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(10)));
    assertEquals(201, api.post("studentProgramAssociations", association()).status());
    assertEquals(1, api.find("studentSchoolAssociations", Map.of()).body().size());
  }

  @Test
  void down_resetsEverything_untilToldOtherwise() {
    Sandbox sandbox =
        start("7.3", new SandboxFaults(1, Map.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO));
    EdFiClient api = client(sandbox);
    admin(sandbox, "faults", "down");
    assertThrows(UncheckedIOException.class, () -> api.find("programs", Map.of()));
    admin(sandbox, "faults", "drawn");
    assertEquals(200, api.find("programs", Map.of()).status());
  }

  @Test
  void faults_dependOnTheSeedAndTheNumberOfTheRequestOnly() {
    List<String> first = drawn(5);
    assertEquals(first, drawn(5));
    assertFalse(first.equals(drawn(6)));
    assertTrue(first.stream().filter(each -> !each.isEmpty()).count() > 20, first.toString());
  }

  @Test
  void rates_areReadOneByOne_andRefusedWithReason() {
    SandboxFaults read = SandboxFaults.parse(1, List.of("0", "reset-after=0.25"));
    assertEquals(Optional.of(0.25), Optional.ofNullable(read.rates().get(Fault.RESET_AFTER)));
    assertEquals(Optional.of(0.0), Optional.ofNullable(read.rates().get(Fault.SLOW)));
    for (String wrong : List.of("many", "reset=0.1", "slow=2", "slow=-1")) {
      assertThrows(
          IllegalArgumentException.class, () -> SandboxFaults.parse(1, List.of(wrong)), wrong);
    }
  }

  @Test
  void requestLog_keepsAllRequests_theOldOnesInAFile(@TempDir Path folder) {
    try (RequestLog log = new RequestLog(Optional.of(folder.resolve("requests")), 10)) {
      for (int i = 0; i < 57; i++) {
        log.add(LoggedRequest.ofToken(200 + i, Optional.empty(), now.get(), now.get()));
      }
      for (int after : List.of(0, 4, 5, 23, 49, 55, 57, 99)) {
        JsonNode told = org.statecraft.edfi.CanonicalJson.read(log.after(after));
        List<Integer> sequences = new ArrayList<>();
        told.path("requests").forEach(each -> sequences.add(each.path("sequence").asInt()));
        List<Integer> expected = new ArrayList<>();
        for (int sequence = after + 1; sequence <= 57; sequence++) {
          expected.add(sequence);
        }
        assertEquals(expected, sequences, "after " + after);
        assertEquals(57, told.path("last").asInt());
      }
      JsonNode first = org.statecraft.edfi.CanonicalJson.read(log.after(0)).path("requests").get(0);
      assertEquals(200, first.path("status").asInt());
    }
  }

  private List<String> drawn(long seed) {
    FaultPlan plan =
        new FaultPlan(Optional.of(SandboxFaults.of(seed, 0.5)), ServerFamily.of("7.3"), now::get);
    List<String> drawn = new ArrayList<>();
    for (int number = 1; number <= 100; number++) {
      drawn.add(plan.ofData(number).map(Fault::word).orElse(""));
    }
    return drawn;
  }

  private static SandboxFaults always(Fault fault) {
    return new SandboxFaults(
        1, Map.of(fault, 1.0), Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ZERO);
  }

  private Sandbox start(String family, SandboxFaults faults) {
    return TestDatabase.await(
        Sandbox.start(
            vertx,
            Samples.config(now::get)
                .withFamily(family, SandboxConfig.usualStandard(family))
                .withFaults(faults)));
  }

  /** A client that got its token in a quiet moment. */
  private static EdFiClient client(Sandbox sandbox) {
    admin(sandbox, "faults", "quiet");
    EdFiClient client = Samples.client(sandbox);
    client.authenticate();
    Samples.seed(sandbox);
    admin(sandbox, "faults", "drawn");
    return client;
  }

  private static void admin(Sandbox sandbox, String path, String body) {
    Reply reply =
        EdFiClient.send(
            EdFiClient.request(Samples.base(sandbox) + "/sandbox/" + path)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    assertEquals(204, reply.status(), reply.toString());
  }

  private static boolean isThere(Sandbox sandbox, String name) {
    return get(sandbox, "state").body().asText().contains("\"programName\":\"" + name + "\"");
  }

  private static void assertLogged(Sandbox sandbox, Fault fault, int status, String effect) {
    JsonNode logged = last(sandbox);
    assertEquals(fault.word(), logged.path("fault").asText(), logged.toString());
    assertEquals(status, logged.path("status").asInt(), logged.toString());
    assertEquals(effect, logged.path("effect").asText(), logged.toString());
  }

  private static JsonNode last(Sandbox sandbox) {
    JsonNode requests = get(sandbox, "requests").body().path("requests");
    return requests.get(requests.size() - 1);
  }

  private static Reply get(Sandbox sandbox, String path) {
    return EdFiClient.send(EdFiClient.request(Samples.base(sandbox) + "/sandbox/" + path).GET());
  }

  private static ObjectNode program(String name) {
    ObjectNode program = JsonNodeFactory.instance.objectNode();
    program.putObject("educationOrganizationReference").put("educationOrganizationId", 255901);
    return program
        .put("programName", name)
        .put("programTypeDescriptor", "uri://ed-fi.org/ProgramTypeDescriptor#CTE");
  }

  private static ObjectNode student() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("studentUniqueId", "S1")
        .put("firstName", "A")
        .put("lastSurname", "B")
        .put("birthDate", "2007-01-01");
  }

  private static ObjectNode enrollment() {
    ObjectNode enrollment =
        JsonNodeFactory.instance
            .objectNode()
            .put("entryDate", "2021-08-20")
            .put("entryGradeLevelDescriptor", "uri://ed-fi.org/GradeLevelDescriptor#Tenth grade");
    enrollment.putObject("schoolReference").put("schoolId", 255901001);
    enrollment.putObject("studentReference").put("studentUniqueId", "S1");
    return enrollment;
  }

  private static ObjectNode association() {
    ObjectNode association = JsonNodeFactory.instance.objectNode().put("beginDate", "2021-08-30");
    association.putObject("educationOrganizationReference").put("educationOrganizationId", 255901);
    association
        .putObject("programReference")
        .put("educationOrganizationId", 255901)
        .put("programName", "a")
        .put("programTypeDescriptor", "uri://ed-fi.org/ProgramTypeDescriptor#CTE");
    association.putObject("studentReference").put("studentUniqueId", "S1");
    return association;
  }
}

package org.statecraft.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.statecraft.deliver.DeliveryOutcome.DependencyMissing;
import org.statecraft.deliver.DeliveryOutcome.NotFound;
import org.statecraft.deliver.DeliveryOutcome.NotPermitted;
import org.statecraft.deliver.DeliveryOutcome.NotRelated;
import org.statecraft.deliver.DeliveryOutcome.NotTheApi;
import org.statecraft.deliver.DeliveryOutcome.Unavailable;
import org.statecraft.deliver.Refusal.KeyChangeRefused;
import org.statecraft.deliver.Refusal.KeyConflict;
import org.statecraft.deliver.Refusal.Rejected;
import org.statecraft.deliver.Refusal.StillReferenced;
import org.statecraft.deliver.Success.AlreadyGone;
import org.statecraft.deliver.Success.Created;
import org.statecraft.deliver.Success.Deleted;
import org.statecraft.deliver.Success.Updated;
import org.statecraft.deliver.Untried.TokenExpired;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.OdsId;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.outbox.AbsentRecord;
import org.statecraft.plan.Verb;

class ResponseReaderTest {

  /** Every published answer means what its class says. */
  @TestFactory
  List<DynamicTest> read_everyPublishedErrorAccordingToItsClass() throws IOException {
    Path file = Path.of(System.getProperty("edfi.documents", "absent"), "errors.json");
    assumeTrue(Files.exists(file), "the published error answers are not here: " + file);
    JsonNode document = CanonicalJson.read(Files.readString(file));
    List<DynamicTest> tests = new ArrayList<>();
    document
        .path("errors")
        .forEach(
            error ->
                tests.add(DynamicTest.dynamicTest(error.path("id").asText(), () -> check(error))));
    assertEquals(54, tests.size());
    return tests;
  }

  private static void check(JsonNode error) {
    Answer answer =
        new Answer(
            error.path("status").asInt(),
            null,
            Optional.of(error.path("headers").path("Retry-After").asText(""))
                .filter(text -> !text.isEmpty())
                .map(text -> Duration.ofSeconds(Long.parseLong(text))),
            error.path("body").toString());
    String type = error.path("class").asText();
    switch (type) {
      case "credentials" -> assertEquals(ErrorType.CREDENTIALS_REFUSED, token(answer).type());
      case "token-throttle" -> {
        assertEquals(ErrorType.API_FAULT, token(answer).type());
        assertEquals(Optional.of(Duration.ofMinutes(1)), token(answer).retryAfter());
      }
      case "gone" -> {
        assertEquals(new AlreadyGone(), ResponseReader.read(Verb.DELETE, answer));
        assertEquals(new NotFound(), ResponseReader.read(Verb.PUT, answer));
      }
      default -> check(type, ResponseReader.read(Verb.POST, answer));
    }
  }

  private static ConnectionFault token(Answer answer) {
    return TokenRequest.refusal(answer).orElseThrow();
  }

  private static void check(String type, DeliveryOutcome outcome) {
    switch (type) {
      case "data" -> assertEquals(new Rejected(ErrorType.REJECTED), outcome);
      case "client-bug" -> assertEquals(new Rejected(ErrorType.OUR_FAULT), outcome);
      case "dependency" -> {
        DependencyMissing missing = assertInstanceOf(DependencyMissing.class, outcome);
        List<String> names = missing.absent().stream().map(AbsentRecord::name).sorted().toList();
        assertEquals(true, names.contains("student") || names.contains("program"), "" + names);
      }
      case "conflict" -> assertEquals(new KeyConflict(), outcome);
      case "order" -> assertEquals(new StillReferenced(), outcome);
      case "refetch", "transient" ->
          assertEquals(new Unavailable(true, false, Optional.empty()), outcome);
      case "throttle" -> {
        Unavailable unavailable = assertInstanceOf(Unavailable.class, outcome);
        assertEquals(true, unavailable.throttled());
        assertEquals(true, unavailable.retryAfter().isPresent());
      }
      case "reauth" -> assertEquals(new TokenExpired(), outcome);
      case "authorization" -> assertEquals(new NotRelated(), outcome);
      case "configuration" -> assertEquals(new NotPermitted(), outcome);
      case "delete-then-post" -> assertEquals(new KeyChangeRefused(), outcome);
      default -> throw new AssertionError("a class of errors we do not know: " + type);
    }
  }

  @Test
  void read_takesTheIdFromTheLastSegmentOfLocation() {
    assertEquals(
        new Created(new OdsId("5a1b")),
        ResponseReader.read(Verb.POST, answer(201, "http://wrong:81/data/v3/ed-fi/x/5a1b/", "")));
    assertEquals(
        new Updated(new OdsId("7c")),
        ResponseReader.read(Verb.POST, answer(200, "/data/x/7c?y=1", "")));
    assertNull(((Created) ResponseReader.read(Verb.POST, answer(201, null, ""))).id());
    assertEquals(new Deleted(), ResponseReader.read(Verb.DELETE, answer(204, null, "")));
  }

  @Test
  void read_namesEveryAbsentRecord() {
    String body =
        "{\"type\":\"urn:ed-fi:api:data-conflict:unresolved-reference\",\"validationErrors\":"
            + "{\"$.programReference\":[\"?\"],\"$.list[0].schoolReference\":[\"?\"]}}";
    assertEquals(
        new DependencyMissing(
            List.of(new AbsentRecord("program", "{}"), new AbsentRecord("school", "{}"))),
        ResponseReader.read(Verb.POST, answer(409, null, body)));
  }

  @Test
  void read_survivesWhatIsNoJson() {
    assertEquals(
        new Unavailable(false, false, Optional.empty()),
        ResponseReader.read(Verb.PUT, answer(502, null, "<html>Bad gateway</html>")));
    assertEquals(
        new Unavailable(false, false, Optional.empty()),
        ResponseReader.read(Verb.PUT, answer(500, null, "<html>Server Error</html>")));
    assertEquals(
        new Unavailable(true, false, Optional.empty()),
        ResponseReader.read(Verb.PUT, answer(500, null, "{\"message\":\"oops\"}")));
    assertEquals(
        new KeyConflict(), ResponseReader.read(Verb.POST, answer(409, null, "[1, {\"a\":")));
    assertEquals(new TokenExpired(), ResponseReader.read(Verb.POST, answer(401, null, "")));
    assertEquals(new NotRelated(), ResponseReader.read(Verb.POST, answer(403, null, "")));
  }

  /** A page for people must never pass for what the API did. */
  @Test
  void read_aPageForPeopleIsNotTheApisAnswer() {
    String page = "\n <!DOCTYPE html><html><body>Sign in</body></html>";
    for (Verb verb : Verb.values()) {
      for (int status : new int[] {200, 201, 204, 403, 404, 410}) {
        assertEquals(
            new NotTheApi(),
            ResponseReader.read(verb, answer(status, null, page)),
            verb + " " + status);
      }
      assertEquals(new NotTheApi(), ResponseReader.read(verb, answer(302, "https://login/", "")));
    }
    assertEquals(
        new Rejected(ErrorType.REJECTED),
        ResponseReader.read(Verb.POST, answer(413, null, "<html>too large</html>")));
    assertEquals(
        new Unavailable(true, true, Optional.empty()),
        ResponseReader.read(Verb.POST, answer(429, null, page)));
  }

  @Test
  void read_theTypeDecidesBeforeTheSentenceAndTheSentenceBeforeTheStatus() {
    assertEquals(
        new KeyConflict(),
        ResponseReader.read(
            Verb.POST,
            answer(
                400,
                null,
                "{\"type\":\"urn:ed-fi:api:identity-conflict\",\"detail\":\"The referenced 'A'"
                    + " item does not exist.\"}")));
    assertEquals(
        new DependencyMissing(List.of(new AbsentRecord("student", "{}"))),
        ResponseReader.read(
            Verb.POST,
            answer(
                403,
                null,
                "{\"message\":\"Access to the resource item could not be authorized because the"
                    + " 'Student' was not found.\"}")));
    assertEquals(
        new StillReferenced(),
        ResponseReader.read(Verb.DELETE, answer(409, null, "{\"type\":\"urn:ed-fi:api:new\"}")));
  }

  @Test
  void read_aPostNamesNoIdSoTheResourceIsMissing() {
    assertEquals(new NotPermitted(), ResponseReader.read(Verb.POST, answer(404, null, "")));
  }

  /** The table of the API's situations, for the generations without an example of their own. */
  @Test
  void read_whatOnlyTheTableOfSituationsTells() {
    String[][] rows = {
      {
        "409",
        "{\"message\":\"The value supplied for the related 'school' resource does not"
            + " exist.\",\"correlationId\":\"c\"}",
        "dependency-missing"
      },
      {
        "400",
        "{\"message\":\"Validation of 'X' failed.\\n\\tProgram reference could not be"
            + " resolved.\"}",
        "dependency-missing"
      },
      {
        "403",
        "{\"type\":\"urn:ed-fi:api:security:authorization:access-denied:resource\"}",
        "not-permitted"
      },
      {
        "403",
        "{\"message\":\"The API client's assigned claim set must grant permission of the"
            + " action\",\"correlationId\":\"c\"}",
        "not-permitted"
      },
      {"500", "{\"message\":\"x\",\"traceId\":\"t\"}", "unavailable"},
      {"503", "{\"type\":\"urn:ed-fi:api:service-unavailable\"}", "throttled"},
      {"404", "{\"error\":\"not found\"}", "not-found"},
      {
        "409",
        "{\"error\":{\"message\":\"Write conflict due to concurrent access to this\"}}",
        "unavailable"
      },
      {"412", "", "unavailable"},
      {"408", "", "unavailable"},
      {"415", "", "rejected"}
    };
    for (String[] row : rows) {
      assertEquals(
          row[2],
          ResponseReader.read(Verb.PUT, answer(Integer.parseInt(row[0]), null, row[1])).word(),
          row[0] + " " + row[1]);
    }
  }

  @Test
  void read_aGatewaysTimeOutIsNoAnswer() {
    assertEquals(
        new Unavailable(false, false, Optional.empty()),
        ResponseReader.read(Verb.POST, answer(504, null, "")));
  }

  @Test
  void keyQuery_flattensPathsAsPublished() throws IOException {
    Path file = Path.of(System.getProperty("edfi.documents", "absent"), "resources.json");
    assumeTrue(Files.exists(file), "the published resources are not here: " + file);
    JsonNode standards = CanonicalJson.read(Files.readString(file)).path("standards");
    standards.forEach(
        standard ->
            standard
                .path("resources")
                .properties()
                .forEach(resource -> checkKeyQuery(resource.getKey(), resource.getValue())));
  }

  private static void checkKeyQuery(String name, JsonNode resource) {
    com.fasterxml.jackson.databind.node.ObjectNode key =
        com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    resource.path("identity").forEach(path -> key.put(path.asText().substring(2), "v"));
    List<String> expected = new ArrayList<>();
    resource.path("keyQuery").forEach(parameter -> expected.add(parameter.asText()));
    Map<String, String> parameters =
        KeyQuery.parameters(org.statecraft.edfi.NaturalKey.of(CanonicalJson.write(key)));
    assertEquals(
        expected.stream().sorted().toList(), parameters.keySet().stream().sorted().toList(), name);
  }

  private static Answer answer(
      int status, @org.jspecify.annotations.Nullable String location, String body) {
    return new Answer(status, location, Optional.empty(), body);
  }
}

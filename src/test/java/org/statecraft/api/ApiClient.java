package org.statecraft.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.statecraft.edfi.CanonicalJson;

/**
 * Speaks to the API by HTTP, and holds every answer against the document: its status, its media
 * type, its schema.
 */
final class ApiClient {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final ApiDocument document = ApiDocument.load();
  private final String address;
  private final Map<String, String> tokens;
  private final Set<String> succeeded = new HashSet<>();

  /**
   * @param tokens by the name that requests are made with
   */
  ApiClient(String address, Map<String, String> tokens) {
    this.address = address;
    this.tokens = Map.copyOf(tokens);
  }

  /** The operations that were carried out. */
  Set<String> succeeded() {
    return Set.copyOf(succeeded);
  }

  /** What is answered with 200 or 202. */
  JsonNode get(String who, String path) throws Exception {
    return done(who, "GET", path, "");
  }

  JsonNode post(String who, String path, String body) throws Exception {
    return done(who, "POST", path, body);
  }

  JsonNode done(String who, String method, String path, String body) throws Exception {
    HttpResponse<String> answer = send(who, method, path, body);
    assertEquals(2, answer.statusCode() / 100, answer.body());
    return CanonicalJson.read(answer.body());
  }

  /** The detail of a problem. */
  String refused(int status, String who, String method, String path, String body) throws Exception {
    HttpResponse<String> answer = send(who, method, path, body);
    assertEquals(status, answer.statusCode(), answer.body());
    return CanonicalJson.read(answer.body()).path("detail").asText();
  }

  HttpResponse<String> send(String who, String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(Duration.ofMinutes(2))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    Optional.ofNullable(tokens.get(who))
        .ifPresent(token -> request.header("Authorization", "Bearer " + token));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    check(method, path, answer);
    return answer;
  }

  private void check(String method, String path, HttpResponse<String> answer) {
    String plain = path.replaceFirst("\\?.*", "");
    Optional<Operation> operation = document.find(method, plain);
    JsonNode body = CanonicalJson.read(answer.body());
    boolean success = answer.statusCode() / 100 == 2;
    JsonNode schema =
        success
            ? document.answer(operation.orElseThrow(), answer.statusCode())
            : document.schema("Problem");
    assertEquals(
        success ? "application/json" : "application/problem+json",
        answer.headers().firstValue("Content-Type").orElse(""));
    if (!plain.equals("/api/openapi.json")) {
      assertEquals(
          List.of(),
          SchemaFaults.of(document, body, schema),
          () -> method + " " + path + " " + body);
    }
    if (success) {
      succeeded.add(operation.orElseThrow().id());
    } else {
      assertEquals(answer.statusCode(), body.path("status").asInt());
      assertEquals(
          answer.headers().firstValue("X-Correlation-Id"),
          Optional.of(body.path("correlationId").asText()));
    }
  }
}

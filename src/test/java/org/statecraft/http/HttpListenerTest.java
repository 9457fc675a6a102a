package org.statecraft.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.statecraft.config.HttpConfig;

class HttpListenerTest {

  private static final HttpConfig ANY_PORT = new HttpConfig("127.0.0.1", 0, Duration.ofSeconds(30));

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void live_answersWhateverElseIsDown() throws Exception {
    HttpListener listener = open(new HealthRoutes(List.of(check("x", Future.failedFuture("no")))));
    assertEquals(200, get(listener, "/health/live").statusCode());
  }

  @Test
  void upgradeToHttp2_isNotTaken() throws Exception {
    HttpListener listener = open(new HealthRoutes(List.of()));
    assertEquals(HttpClient.Version.HTTP_1_1, get(listener, "/health/live").version());
  }

  @Test
  void ready_allChecksWell_is200() throws Exception {
    HttpListener listener =
        open(new HealthRoutes(List.of(check("database", Future.succeededFuture()))));
    HttpResponse<String> answer = get(listener, "/health/ready");
    assertEquals(200, answer.statusCode());
    assertEquals(
        new JsonObject("{\"status\":\"up\",\"checks\":{\"database\":\"up\"}}"),
        new JsonObject(answer.body()));
  }

  @Test
  void ready_oneCheckFails_is503AndSaysWhich() throws Exception {
    HttpListener listener =
        open(
            new HealthRoutes(
                List.of(
                    check("database", Future.failedFuture("it is read-only")),
                    check("packs", Future.succeededFuture()))));
    HttpResponse<String> answer = get(listener, "/health/ready");
    assertEquals(503, answer.statusCode());
    assertEquals(
        new JsonObject(
            "{\"status\":\"down\",\"checks\":{\"database\":\"down: it is read-only\","
                + "\"packs\":\"up\"}}"),
        new JsonObject(answer.body()));
  }

  @Test
  void ready_checkNeverAnswers_is503AfterItsLimit() throws Exception {
    HttpListener listener =
        open(new HealthRoutes(List.of(check("database", Promise.<Void>promise().future()))));
    HttpResponse<String> answer = get(listener, "/health/ready");
    assertEquals(503, answer.statusCode());
    assertTrue(answer.body().contains("no answer within"), answer.body());
  }

  @Test
  void ready_checkThrows_is503() throws Exception {
    HealthCheck broken =
        new HealthCheck(
            "database",
            () -> {
              throw new IllegalStateException("broken");
            });
    assertEquals(503, get(open(new HealthRoutes(List.of(broken))), "/health/ready").statusCode());
  }

  @Test
  void unknownAddress_isAProblemWithTheCorrelationIdOfTheCaller() throws Exception {
    HttpListener listener = open();
    HttpResponse<String> answer = get(listener, "/nothing", "X-Correlation-Id", "abc-1");
    assertEquals(404, answer.statusCode());
    assertEquals(
        "application/problem+json", answer.headers().firstValue("Content-Type").orElse(""));
    assertEquals("abc-1", answer.headers().firstValue("X-Correlation-Id").orElse(""));
    JsonObject problem = new JsonObject(answer.body());
    assertEquals(404, problem.getInteger("status"));
    assertEquals("abc-1", problem.getString("correlationId"));
  }

  @Test
  void correlationIdThatIsNoPlainWord_isReplaced() throws Exception {
    HttpResponse<String> answer = get(open(), "/x", "X-Correlation-Id", "a b\"c");
    String id = answer.headers().firstValue("X-Correlation-Id").orElse("");
    assertNotEquals("a b\"c", id);
    assertEquals(36, id.length());
  }

  @Test
  void routeThatThrows_isA500ThatTellsNothing() throws Exception {
    HttpListener listener =
        open(
            router ->
                router
                    .get("/broken")
                    .handler(
                        context -> {
                          throw new IllegalStateException("Ada Lovelace");
                        }));
    HttpResponse<String> answer = get(listener, "/broken");
    assertEquals(500, answer.statusCode());
    assertFalse(answer.body().contains("Ada"), answer.body());
    assertEquals(500, new JsonObject(answer.body()).getInteger("status"));
  }

  @Test
  void metrics_areTextOfPrometheus() throws Exception {
    HttpResponse<String> answer = get(open(new MetricsRoutes(() -> "a 1\n")), "/metrics");
    assertEquals("a 1\n", answer.body());
    assertTrue(
        answer.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"),
        answer.headers().toString());
  }

  @Test
  void open_portTaken_failsWithBindException() {
    HttpListener first = open();
    HttpConfig same = new HttpConfig("127.0.0.1", first.port(), Duration.ofSeconds(30));
    // Another Vert.x, because one and the same would share the port.
    Vertx other = Vertx.vertx();
    try {
      IllegalStateException error =
          assertThrows(
              IllegalStateException.class, () -> await(HttpListener.open(other, same, List.of())));
      assertTrue(error.getCause() instanceof BindException, String.valueOf(error.getCause()));
    } finally {
      await(other.close());
    }
  }

  @Test
  void close_letsARequestUnderWayFinish() throws Exception {
    Promise<Void> arrived = Promise.promise();
    Promise<String> answer = Promise.promise();
    HttpListener listener =
        open(
            router ->
                router
                    .get("/slow")
                    .handler(
                        context -> {
                          arrived.complete();
                          answer.future().onSuccess(context.response()::end);
                        }));
    var slow =
        client.sendAsync(
            HttpRequest.newBuilder(URI.create(listener.address() + "/slow")).build(),
            HttpResponse.BodyHandlers.ofString());
    await(arrived.future());
    Future<Void> closed = listener.close(20_000);
    answer.complete("done");
    assertEquals("done", slow.get().body());
    await(closed);
  }

  private HttpListener open(Routes... routes) {
    return await(HttpListener.open(vertx, ANY_PORT, List.of(routes)));
  }

  private static HealthCheck check(String name, Future<Void> result) {
    return new HealthCheck(name, () -> result);
  }

  private HttpResponse<String> get(HttpListener listener, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(listener.address() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}

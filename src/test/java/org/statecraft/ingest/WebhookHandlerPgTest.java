package org.statecraft.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.ingest.IngestFixture.FIRST;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statecraft.config.Secret;
import org.statecraft.db.Database;
import org.statecraft.testing.TestDatabase;

class WebhookHandlerPgTest {

  private static final Secret SECRET =
      new Secret("whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=");
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final IngestConfig CONFIG =
      new IngestConfig(10_000, 100, 100, 1 << 20, Duration.ofSeconds(7), Duration.ofMinutes(5));

  private static IngestFixture fixture;
  private static HttpServer server;
  private static WebClient client;

  @BeforeAll
  static void open() {
    fixture = new IngestFixture();
    server = serve(fixture.ingestor(CONFIG));
    client = WebClient.create(fixture.test.vertx(), new WebClientOptions());
  }

  @AfterAll
  static void close() {
    client.close();
    TestDatabase.await(server.close());
    fixture.close();
  }

  @BeforeEach
  void empty() {
    fixture.forgetEvents();
    TestDatabase.await(fixture.database.run("DELETE FROM campus_row"));
  }

  private static HttpServer serve(Ingestor ingestor) {
    Router router = Router.router(fixture.test.vertx());
    router
        .post("/webhook/:district")
        .handler(
            new WebhookHandler(
                name ->
                    name.equals("springfield") ? Optional.of(List.of(SECRET)) : Optional.empty(),
                new ChangeReader(fixture.catalogue),
                ingestor,
                CONFIG,
                InstantSource.fixed(NOW)));
    return TestDatabase.await(
        fixture.test.vertx().createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
  }

  private static HttpRequest<Buffer> signed(HttpServer to, String id, Buffer body) {
    return client
        .post(to.actualPort(), "127.0.0.1", "/webhook/springfield")
        .putHeader("Content-Type", "application/json")
        .putHeader("webhook-id", id)
        .putHeader("webhook-timestamp", Long.toString(NOW.getEpochSecond()))
        .putHeader("webhook-signature", WebhookSignature.sign(SECRET, id, NOW, body.getBytes()));
  }

  private static HttpResponse<Buffer> post(String body) {
    return post(body, "id-1", request -> request);
  }

  private static HttpResponse<Buffer> post(
      String body, String id, UnaryOperator<HttpRequest<Buffer>> otherwise) {
    Buffer buffer = Buffer.buffer(body.replace('\'', '"'));
    return TestDatabase.await(otherwise.apply(signed(server, id, buffer)).sendBuffer(buffer));
  }

  private static String enrollment(long lsn, String columns) {
    return "{'op':'c','source':{'table':'Enrollment','lsn':"
        + lsn
        + ",'ts_ms':1755000000000},"
        + "'after':{"
        + columns
        + "}}";
  }

  private static final String GOOD =
      enrollment(1, "'enrollmentID':1,'personID':7,'startDate':20315");

  private static JsonObject problem(HttpResponse<Buffer> answer, int status) {
    assertEquals(status, answer.statusCode(), answer.bodyAsString());
    assertEquals("application/problem+json", answer.getHeader("Content-Type"));
    JsonObject problem = answer.bodyAsJsonObject();
    assertEquals(status, problem.getInteger("status"));
    assertFalse(problem.getString("title").isBlank());
    assertFalse(problem.getString("detail").isBlank());
    return problem;
  }

  @Test
  void post_answers202WithCountsAfterTheCommit() {
    HttpResponse<Buffer> answer = post(GOOD);
    assertEquals(202, answer.statusCode(), answer.bodyAsString());
    assertEquals(
        new JsonObject()
            .put("accepted", 1)
            .put("applied", 1)
            .put("superseded", 0)
            .put("unwatched", 0),
        answer.bodyAsJsonObject());
    assertEquals("7", fixture.student("springfield", "Enrollment/1"));
    assertEquals(Map.of("7", 1L), fixture.events(FIRST));
  }

  @Test
  void post_recognisesARedeliveryUnderAnotherWebhookId() {
    post(GOOD);
    HttpResponse<Buffer> answer = post(GOOD, "id-2", request -> request);
    assertEquals(202, answer.statusCode());
    assertEquals(1, answer.bodyAsJsonObject().getInteger("superseded"));
    assertEquals(Map.of("7", 1L), fixture.events(FIRST));
  }

  @Test
  void post_takesAnEmptyBodyForATombstone() {
    HttpResponse<Buffer> answer = post("");
    assertEquals(202, answer.statusCode(), answer.bodyAsString());
    assertEquals(0, answer.bodyAsJsonObject().getInteger("accepted"));
  }

  @Test
  void post_readsCloudEventsAndIgnoresTheirHeaders() {
    String event = "{'specversion':'1.0','data':" + GOOD + "}";
    UnaryOperator<HttpRequest<Buffer>> batch =
        request -> request.putHeader("Content-Type", "application/cloudevents-batch+json");
    assertEquals(202, post("[" + event + "]", "1", batch).statusCode());
    UnaryOperator<HttpRequest<Buffer>> binary =
        request -> request.putHeader("ce-specversion", "1.0").putHeader("ce-type", "leaked");
    HttpResponse<Buffer> again = post(GOOD, "2", binary);
    assertEquals(1, again.bodyAsJsonObject().getInteger("superseded"), again.bodyAsString());
  }

  @Test
  void post_answers404ForAnUnknownDistrict() {
    problem(post(GOOD, "1", request -> request.uri("/webhook/shelbyville")), 404);
  }

  @Test
  void post_answers401AndReadsNothingWhenTheSignatureIsWrong() {
    HttpResponse<Buffer> answer =
        post("not json at all", "1", request -> request.putHeader("webhook-id", "other"));
    assertEquals(
        "no signature fits the body with a key of this district",
        problem(answer, 401).getString("detail"));
    assertTrue(answer.getHeader("WWW-Authenticate") != null);
    long old = NOW.minusSeconds(301).getEpochSecond();
    String detail =
        problem(post(GOOD, "1", request -> request.putHeader("webhook-timestamp", "" + old)), 401)
            .getString("detail");
    assertTrue(detail.contains("past"), detail);
    assertEquals(Map.of(), fixture.rows("springfield"));
  }

  @Test
  void post_answers415ForAnotherMediaType() {
    problem(post(GOOD, "1", request -> request.putHeader("Content-Type", "text/csv")), 415);
  }

  @Test
  void post_answers400ForWhatIsNoJson() {
    String detail = problem(post("{'op':"), 400).getString("detail");
    assertTrue(detail.contains("line 1"), detail);
  }

  @Test
  void post_answers422NamingTheBadEventsAndKeepsTheGoodOnes() {
    HttpResponse<Buffer> answer =
        post(
            "["
                + enrollment(1, "'enrollmentID':1,'startDate':'31.12.2025'")
                + ","
                + GOOD
                + ","
                + "{'op':'c','source':{'table':'Enrolment','lsn':1},'after':{}}]");
    JsonObject problem = problem(answer, 422);
    assertEquals(1, problem.getInteger("accepted"));
    assertEquals(2, problem.getInteger("refusedEvents"));
    JsonArray refused = problem.getJsonArray("refused");
    assertEquals(0, refused.getJsonObject(0).getInteger("place"));
    assertTrue(refused.getJsonObject(0).getString("reason").contains("'startDate'"));
    assertFalse(answer.bodyAsString().contains("31.12.2025"));
    assertEquals(2, refused.getJsonObject(1).getInteger("place"));
    assertTrue(refused.getJsonObject(1).getString("reason").contains("'Enrollment'"));
    assertEquals("7", fixture.student("springfield", "Enrollment/1"));
  }

  @Test
  void post_answers413BeforeTheBodyIsRead() {
    problem(post(" ".repeat(10_001)), 413);
    assertEquals(202, post(" ".repeat(10_000)).statusCode());
  }

  @Test
  void post_answers413WhileABodyOfUnknownLengthStreams() {
    ReadStream<Buffer> stream = new EndlessStream(4_000, 5);
    HttpResponse<Buffer> answer =
        TestDatabase.await(signed(server, "1", Buffer.buffer()).sendStream(stream));
    problem(answer, 413);
  }

  @Test
  void post_answers503WhenTheDatabaseIsGone() {
    Database gone =
        new Database(
            PgBuilder.pool()
                .with(new PoolOptions())
                .connectingTo(new PgConnectOptions().setHost("127.0.0.1").setPort(1))
                .using(fixture.test.vertx())
                .build());
    HttpServer without =
        serve(
            new Ingestor(
                gone,
                () -> fixture.catalogue,
                () -> fixture.watched,
                district -> List.of(FIRST),
                CONFIG,
                IngestListener.NONE));
    Buffer body = Buffer.buffer(GOOD.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    HttpResponse<Buffer> answer = TestDatabase.await(signed(without, "1", body).sendBuffer(body));
    problem(answer, 503);
    assertEquals("7", answer.getHeader("Retry-After"));
    TestDatabase.await(without.close());
    TestDatabase.await(gone.close());
  }

  @Test
  void post_answers503WhenTheServerEndsItsConnections() {
    post(GOOD);
    // The connection is ended while the change waits for the district.
    IngestFixture.Hold blocked = fixture.hold("springfield");
    Buffer body = Buffer.buffer(GOOD.replace('\'', '"'));
    var answer = signed(server, "9", body).sendBuffer(body);
    fixture.awaitWaiting(1);
    TestDatabase.await(
        fixture
            .test
            .database()
            .run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE wait_event_type = 'Lock' AND pid <> pg_backend_pid()"
                    + " AND query LIKE '%pg_advisory_xact_lock%'"));
    problem(TestDatabase.await(answer), 503);
    blocked.letGo();
    assertEquals(202, post(GOOD).statusCode());
  }
}

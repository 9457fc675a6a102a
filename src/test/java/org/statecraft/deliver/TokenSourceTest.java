package org.statecraft.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.statecraft.testing.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statecraft.config.Secret;
import org.statecraft.connections.Credentials;
import org.statecraft.errorlog.ErrorType;

class TokenSourceTest {

  private final Vertx vertx = Vertx.vertx();
  private volatile Instant now = Instant.parse("2025-01-02T03:04:05Z");
  private final AtomicInteger requests = new AtomicInteger();
  private volatile String answer = "{\"access_token\":\"t$\",\"expires_in\":1800}";
  private volatile int status = 200;
  private volatile String lastForm = "";
  private HttpServer server = vertx.createHttpServer();
  private TokenSource tokens = source(0);

  @BeforeEach
  void start() {
    server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .body()
                            .onSuccess(
                                body -> {
                                  lastForm = body + " " + request.getHeader("authorization");
                                  int number = requests.incrementAndGet();
                                  request
                                      .response()
                                      .setStatusCode(status)
                                      .end(answer.replace("$", "" + number));
                                }))
                .listen(0, "localhost"));
    tokens = source(server.actualPort());
  }

  private TokenSource source(int port) {
    HttpExchange http =
        HttpExchange.open(
            vertx,
            TestConnection.to(URI.create("http://localhost:" + port + "/"), 4),
            DeliverConfig.defaults(),
            () -> now);
    TokenRequest request =
        new TokenRequest(
            http,
            () -> Future.succeededFuture(URI.create("http://localhost:" + port + "/oauth/token")),
            new Credentials(new Secret("key"), new Secret("secret")));
    return new TokenSource(vertx, request, TokenShelf.NONE, Duration.ofSeconds(60), () -> now);
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  @Test
  void token_isAskedForOnceByBasicHeaderAndForm() {
    List<Future<String>> asked = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      asked.add(tokens.token());
    }
    asked.forEach(token -> assertEquals("t1", await(token)));
    assertEquals("t1", await(tokens.token()));
    assertEquals(1, requests.get());
    assertEquals("grant_type=client_credentials Basic a2V5OnNlY3JldA==", lastForm);
  }

  @Test
  void token_isRenewedShortlyBeforeItsEnd() {
    await(tokens.token());
    pass(1739);
    assertEquals("t1", await(tokens.token()));
    pass(2);
    assertEquals("t2", await(tokens.token()));
  }

  @Test
  void token_isUsedToItsEndWhenItCannotBeRenewed() {
    await(tokens.token());
    status = 503;
    pass(1750);
    assertEquals("t1", await(tokens.token()));
    pass(60);
    assertThrows(ConnectionFault.class, () -> await(tokens.token()));
    status = 200;
    assertEquals("t4", await(tokens.token()));
  }

  @Test
  void token_anEpochTimeIsTheTimeOfItsEnd() {
    answer =
        "{\"access_token\":\"t$\",\"expires_in\":" + now.plusSeconds(600).getEpochSecond() + "}";
    await(tokens.token());
    pass(530);
    assertEquals("t1", await(tokens.token()));
    pass(20);
    assertEquals("t2", await(tokens.token()));
  }

  @Test
  void insteadOf_renewsOnceHoweverManyWereRefused() {
    String refused = await(tokens.token());
    List<Future<String>> asked = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      asked.add(tokens.insteadOf(refused));
    }
    asked.forEach(token -> assertEquals("t2", await(token)));
    assertEquals("t2", await(tokens.insteadOf(refused)));
    assertEquals(2, requests.get());
  }

  @Test
  void token_wrongCredentialsAreAFaultOfTheConnection() {
    status = 401;
    answer = "{\"error\":\"invalid_client\"}";
    ConnectionFault fault = assertThrows(ConnectionFault.class, () -> await(tokens.token()));
    assertEquals(ErrorType.CREDENTIALS_REFUSED, fault.type());
    assertEquals("the API refuses key and secret (401 invalid_client)", fault.detail());
  }

  @Test
  void token_anAnswerThatIsNoTokenIsAFault() {
    answer = "{\"welcome\":true}";
    assertEquals(
        ErrorType.CREDENTIALS_REFUSED,
        assertThrows(ConnectionFault.class, () -> await(tokens.token())).type());
    answer = "<html>welcome</html>";
    assertEquals(
        ErrorType.API_UNREACHABLE,
        assertThrows(ConnectionFault.class, () -> await(tokens.token())).type());
  }

  @Test
  void token_tooManyTokensIsWaitedFor() {
    status = 429;
    ConnectionFault fault = assertThrows(ConnectionFault.class, () -> await(tokens.token()));
    assertEquals(Optional.of(Duration.ofMinutes(1)), fault.retryAfter());
  }

  @Test
  void token_nobodyThereIsUnreachable() {
    await(server.close());
    assertEquals(
        ErrorType.API_UNREACHABLE,
        assertThrows(ConnectionFault.class, () -> await(tokens.token())).type());
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
  }
}

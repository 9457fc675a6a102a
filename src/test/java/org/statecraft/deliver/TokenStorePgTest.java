package org.statecraft.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statecraft.config.Secret;
import org.statecraft.connections.Connection;
import org.statecraft.connections.Credentials;
import org.statecraft.testing.TestDatabase;

/** The token that the processes of a connection share. */
class TokenStorePgTest {

  private static TestDatabase test;

  private ScriptedApi api;

  @BeforeAll
  static void open() {
    test = TestDatabase.open();
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @BeforeEach
  void empty() {
    api = ScriptedApi.start(test.vertx(), 0);
    await(test.database().run("TRUNCATE api_token"));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void token_isAskedForOnceByAllProcessesTogether() {
    List<TokenSource> processes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      processes.add(process("secret"));
    }
    List<Future<String>> asked = processes.stream().map(TokenSource::token).toList();
    asked.forEach(token -> assertEquals("token-1", await(token)));
    assertEquals(1, api.tokensGiven());
    assertEquals("token-1", await(process("secret").token()), "a restart needs no new one");
    assertEquals(1, api.tokensGiven());
  }

  @Test
  void insteadOf_aRefusedTokenIsRenewedOnceByAllProcessesTogether() {
    TokenSource one = process("secret");
    TokenSource other = process("secret");
    await(one.token());
    await(other.token());
    List<Future<String>> asked = List.of(one.insteadOf("token-1"), other.insteadOf("token-1"));
    asked.forEach(token -> assertEquals("token-2", await(token)));
    assertEquals(2, api.tokensGiven());
  }

  @Test
  void token_whoFailsToGetOneLetsTheNextTry() {
    api.refuseTokens(true);
    TokenSource one = process("secret");
    assertThrows(ConnectionFault.class, () -> await(one.token()));
    api.refuseTokens(false);
    assertEquals("token-1", await(process("secret").token()));
  }

  @Test
  void shelf_keepsNothingThatAReaderOfTheTableCouldUse() {
    await(process("secret").token());
    String row =
        await(test.database().run("SELECT sealed FROM api_token")).iterator().next().getString(0);
    assertFalse(row.contains("token-1"));
    Optional<Token> read = await(new TokenStore(test.database(), connection("secret")).read());
    assertEquals("token-1", read.orElseThrow().value());
    assertFalse(read.toString().contains("token-1"), "nor in a log");
    assertEquals(
        Optional.empty(), await(new TokenStore(test.database(), connection("other")).read()));
  }

  @Test
  void takeTurn_isOnesOwnUntilGivenUp() {
    TokenStore one = new TokenStore(test.database(), connection("secret"));
    TokenStore other = new TokenStore(test.database(), connection("secret"));
    assertTrue(await(one.takeTurn()));
    assertFalse(await(other.takeTurn()));
    await(one.giveUpTurn());
    assertTrue(await(other.takeTurn()));
    Instant now = Instant.parse("2025-01-02T03:04:05Z");
    await(other.keep(new Token("t", now, now.plusSeconds(60))));
    assertTrue(await(one.takeTurn()));
  }

  private TokenSource process(String secret) {
    Connection connection = connection(secret);
    HttpExchange http =
        HttpExchange.open(
            test.vertx(), connection, DeliverConfig.defaults(), InstantSource.system());
    return new TokenSource(
        test.vertx(),
        new TokenRequest(
            http,
            () -> Future.succeededFuture(URI.create(api.base() + "oauth/token")),
            connection.credentials()),
        new TokenStore(test.database(), connection),
        Duration.ofSeconds(60),
        InstantSource.system());
  }

  private Connection connection(String secret) {
    Connection usual = TestConnection.to(api.base(), 4);
    return new Connection(
        usual.name(),
        usual.district(),
        usual.schoolYear(),
        usual.pack(),
        usual.dataStandard(),
        usual.uniqueId(),
        usual.api(),
        new Credentials(new Secret("key"), new Secret(secret)),
        usual.timeout(),
        usual.concurrency());
  }
}

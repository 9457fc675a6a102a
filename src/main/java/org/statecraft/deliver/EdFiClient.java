package org.statecraft.deliver;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.statecraft.connections.Connection;
import org.statecraft.edfi.OdsId;
import org.statecraft.errorlog.ErrorType;

/**
 * Speaks to the Ed-Fi API of one connection: finds its addresses, carries its token, sends one
 * document per request. Paths are those below the data address, such as {@code /schema/resource}.
 *
 * <p>Futures fail with {@link ConnectionFault} when the connection as a whole can send nothing,
 * with {@link NotOurs} when nothing may be sent, and with {@link NoAnswer} when a request got no
 * answer.
 */
public final class EdFiClient {

  private final HttpExchange http;
  private final ApiDiscovery discovery;
  private final TokenSource tokens;
  private final BooleanSupplier maySend;

  private EdFiClient(
      HttpExchange http, ApiDiscovery discovery, TokenSource tokens, BooleanSupplier maySend) {
    this.http = http;
    this.discovery = discovery;
    this.tokens = tokens;
    this.maySend = maySend;
  }

  /** A client of its own for a connection. Nothing is sent before it is used. */
  public static EdFiClient open(
      Vertx vertx, Connection connection, DeliverConfig config, InstantSource clock) {
    return open(vertx, connection, config, clock, TokenShelf.NONE, () -> true);
  }

  /**
   * The same, sharing its token with other processes.
   *
   * @param maySend is asked before every request about a record; when false, none is sent
   */
  static EdFiClient open(
      Vertx vertx,
      Connection connection,
      DeliverConfig config,
      InstantSource clock,
      TokenShelf shelf,
      BooleanSupplier maySend) {
    HttpExchange http = HttpExchange.open(vertx, connection, config, clock);
    ApiDiscovery discovery = new ApiDiscovery(http, connection.api());
    TokenSource tokens =
        new TokenSource(
            vertx,
            new TokenRequest(
                http, () -> discovery.urls().map(ApiUrls::oauth), connection.credentials()),
            shelf,
            config.tokenMargin(),
            clock);
    return new EdFiClient(http, discovery, tokens, maySend);
  }

  /** The addresses of the API. */
  public Future<ApiUrls> urls() {
    return discovery.urls();
  }

  /** Creates the record, or replaces the one with the same natural key. */
  public Future<Answer> post(String path, String body) {
    return send(HttpMethod.POST, path, Map.of(), body);
  }

  /** Replaces a record. Some servers want the id in the body too, the others overlook it. */
  public Future<Answer> put(String path, OdsId id, String body) {
    return send(HttpMethod.PUT, path + "/" + id.value(), Map.of(), withId(id, body));
  }

  /** Deletes a record. */
  public Future<Answer> delete(String path, OdsId id) {
    return send(HttpMethod.DELETE, path + "/" + id.value(), Map.of(), null);
  }

  /** Asks for records, such as those with the elements of a natural key. */
  public Future<Answer> find(String path, Map<String, String> parameters) {
    return send(HttpMethod.GET, path, parameters, null);
  }

  private Future<Answer> send(
      HttpMethod method, String path, Map<String, String> query, @Nullable String body) {
    return tokens
        .token()
        .compose(
            token ->
                send(method, path, query, body, token)
                    .compose(
                        answer ->
                            answer.status() == 401
                                ? again(method, path, query, body, token)
                                : Future.succeededFuture(answer)))
        .onFailure(this::afterFailure);
  }

  private Future<Answer> again(
      HttpMethod method,
      String path,
      Map<String, String> query,
      @Nullable String body,
      String refused) {
    return tokens
        .insteadOf(refused)
        .compose(token -> send(method, path, query, body, token))
        .map(EdFiClient::notRefused);
  }

  /** A fresh token that is refused too is no matter of time. */
  private static Answer notRefused(Answer answer) {
    if (answer.status() == 401) {
      throw new ConnectionFault(
          ErrorType.CREDENTIALS_REFUSED, "the API refuses the token it has just given (401)");
    }
    return answer;
  }

  private Future<Answer> send(
      HttpMethod method,
      String path,
      Map<String, String> query,
      @Nullable String body,
      String token) {
    return discovery
        .urls()
        .compose(
            urls ->
                maySend.getAsBoolean()
                    ? http.send(
                        method,
                        urls.data() + path,
                        Map.of("authorization", "Bearer " + token),
                        query,
                        body)
                    : Future.failedFuture(new NotOurs()));
  }

  private void afterFailure(Throwable error) {
    if (error instanceof ConnectionFault) {
      discovery.forget();
    }
  }

  private static String withId(OdsId id, String body) {
    String rest = body.substring(1);
    return "{\"id\":\"" + id.value() + "\"" + (rest.equals("}") ? "" : ",") + rest;
  }

  /** Breaks off the requests under way; their outcome is unknown. The client stays usable. */
  void breakOff() {
    http.breakOff();
  }

  /** Closes its connections. */
  public void close() {
    http.close();
  }
}

package org.statecraft.deliver;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.statecraft.connections.Connection;
import org.statecraft.errorlog.ErrorType;

/**
 * One request, one answer, over connections that are kept and never carry two requests at once.
 *
 * <p>A future fails with {@link ConnectionFault} when nothing was sent, and with {@link NoAnswer}
 * when something may have been.
 */
final class HttpExchange {

  /** Shorter than what common servers allow, so that we close an idle connection first. */
  private static final int KEEP_ALIVE_SECONDS = 45;

  private final Supplier<WebClient> clients;
  private final Duration timeout;
  private final InstantSource clock;
  private volatile WebClient client;

  private HttpExchange(Supplier<WebClient> clients, Duration timeout, InstantSource clock) {
    this.clients = clients;
    this.client = clients.get();
    this.timeout = timeout;
    this.clock = clock;
  }

  static HttpExchange open(
      Vertx vertx, Connection connection, DeliverConfig config, InstantSource clock) {
    WebClientOptions options =
        new WebClientOptions()
            .setUserAgent("statecraft")
            .setFollowRedirects(false)
            .setKeepAlive(true)
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setPipelining(false)
            .setTcpNoDelay(true)
            .setDecompressionSupported(true)
            .setConnectTimeout((int) config.connectTimeout().toMillis());
    // One more than the slots: a token is fetched beside the requests that wait for it.
    PoolOptions pool = new PoolOptions().setHttp1MaxSize(connection.concurrency() + 1);
    return new HttpExchange(
        () -> WebClient.create(vertx, options, pool), connection.timeout(), clock);
  }

  Future<Answer> get(URI uri, Map<String, String> headers) {
    return send(HttpMethod.GET, uri.toString(), headers, Map.of(), null);
  }

  Future<Answer> postForm(URI uri, Map<String, String> headers, Map<String, String> form) {
    MultiMap fields = MultiMap.caseInsensitiveMultiMap();
    form.forEach(fields::add);
    HttpRequest<Buffer> request = client.postAbs(uri.toString()).timeout(timeout.toMillis());
    headers.forEach(request::putHeader);
    long began = System.nanoTime();
    return request
        .sendForm(fields)
        .map(response -> answer(response, began))
        .recover(HttpExchange::failed);
  }

  Future<Answer> send(
      HttpMethod method,
      String uri,
      Map<String, String> headers,
      Map<String, String> query,
      @Nullable String json) {
    HttpRequest<Buffer> request =
        client
            .requestAbs(method, uri)
            .timeout(timeout.toMillis())
            .putHeader("accept", "application/json");
    headers.forEach(request::putHeader);
    query.forEach(request::addQueryParam);
    long began = System.nanoTime();
    try {
      Future<HttpResponse<Buffer>> sent =
          json == null
              ? request.send()
              : request
                  .putHeader("content-type", "application/json")
                  .sendBuffer(Buffer.buffer(json));
      return sent.map(response -> answer(response, began)).recover(HttpExchange::failed);
    } catch (IllegalStateException e) {
      return Future.failedFuture(
          new ConnectionFault(ErrorType.API_UNREACHABLE, "the client is closed"));
    }
  }

  private Answer answer(HttpResponse<Buffer> response, long began) {
    String body = response.bodyAsString();
    return new Answer(
        response.statusCode(),
        response.getHeader("location"),
        RetryAfter.read(
            response.getHeader("retry-after"), response.getHeader("date"), clock.instant()),
        body == null ? "" : body,
        Optional.ofNullable(response.getHeader("next-page-token")),
        Duration.ofNanos(System.nanoTime() - began));
  }

  private static Future<Answer> failed(Throwable error) {
    boolean unsent =
        error instanceof ConnectException
            || error instanceof UnknownHostException
            || error instanceof NoRouteToHostException
            || error instanceof SSLHandshakeException
            || error.getCause() instanceof SSLHandshakeException
            || error.getCause() instanceof UnknownHostException;
    return Future.failedFuture(
        unsent
            ? new ConnectionFault(
                ErrorType.API_UNREACHABLE,
                "no connection to the API: " + error.getClass().getSimpleName())
            : new NoAnswer(error));
  }

  /** Closes all connections, whatever is under way on them. */
  void breakOff() {
    WebClient old = client;
    client = clients.get();
    old.close();
  }

  void close() {
    client.close();
  }
}

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
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
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

  private final WebClient client;
  private final Duration timeout;
  private final InstantSource clock;

  private HttpExchange(WebClient client, Duration timeout, InstantSource clock) {
    this.client = client;
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
    return new HttpExchange(WebClient.create(vertx, options, pool), connection.timeout(), clock);
  }

  Future<Answer> get(URI uri, Map<String, String> headers) {
    return send(HttpMethod.GET, uri.toString(), headers, Map.of(), null);
  }

  Future<Answer> postForm(URI uri, Map<String, String> headers, Map<String, String> form) {
    MultiMap fields = MultiMap.caseInsensitiveMultiMap();
    form.forEach(fields::add);
    HttpRequest<Buffer> request = client.postAbs(uri.toString()).timeout(timeout.toMillis());
    headers.forEach(request::putHeader);
    return request.sendForm(fields).map(this::answer).recover(HttpExchange::failed);
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
    try {
      Future<HttpResponse<Buffer>> sent =
          json == null
              ? request.send()
              : request
                  .putHeader("content-type", "application/json")
                  .sendBuffer(Buffer.buffer(json));
      return sent.map(this::answer).recover(HttpExchange::failed);
    } catch (IllegalStateException e) {
      return Future.failedFuture(
          new ConnectionFault(ErrorType.API_UNREACHABLE, "the client is closed"));
    }
  }

  private Answer answer(HttpResponse<Buffer> response) {
    String body = response.bodyAsString();
    return new Answer(
        response.statusCode(),
        response.getHeader("location"),
        retryAfter(response.getHeader("retry-after")),
        body == null ? "" : body);
  }

  /** Seconds or a date; anything else is overlooked. */
  private Optional<Duration> retryAfter(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    String value = header.trim();
    if (value.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      ZonedDateTime at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(clock.instant(), at.toInstant()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Future<Answer> failed(Throwable error) {
    boolean unsent =
        error instanceof ConnectException
            || error instanceof UnknownHostException
            || error instanceof NoRouteToHostException
            || error instanceof SSLException
            || error.getCause() instanceof UnknownHostException;
    return Future.failedFuture(
        unsent
            ? new ConnectionFault(
                ErrorType.API_UNREACHABLE,
                "no connection to the API: " + error.getClass().getSimpleName())
            : new NoAnswer(error));
  }

  void close() {
    client.close();
  }
}

package org.statecraft.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.statecraft.connections.Credentials;
import org.statecraft.errorlog.ErrorType;

/**
 * The one token of a connection. It is renewed shortly before its end, and when the API does not
 * know it any more; never twice at a time. Servers limit how many tokens a client may hold.
 */
final class TokenSource {

  private static final Duration TOO_MANY_TOKENS = Duration.ofMinutes(1);

  /** Longer lives are points in time: one server sends an epoch time. */
  private static final Duration LONGEST_LIFE = Duration.ofDays(180);

  private static final long LEAST_EPOCH_MILLIS = 100_000_000_000L;

  private record Token(String value, Instant renewAt, Instant endsAt) {}

  private final HttpExchange http;
  private final Supplier<Future<URI>> address;
  private final Credentials credentials;
  private final Duration margin;
  private final InstantSource clock;
  private @Nullable Token token;
  private @Nullable Future<String> renewal;

  TokenSource(
      HttpExchange http,
      Supplier<Future<URI>> address,
      Credentials credentials,
      Duration margin,
      InstantSource clock) {
    this.http = http;
    this.address = address;
    this.credentials = credentials;
    this.margin = margin;
    this.clock = clock;
  }

  /** A token that is valid as far as we know; fails with {@link ConnectionFault}. */
  synchronized Future<String> token() {
    Token held = token;
    Instant now = clock.instant();
    if (held == null || !now.isBefore(held.endsAt())) {
      return renew();
    }
    if (now.isBefore(held.renewAt())) {
      return Future.succeededFuture(held.value());
    }
    // What we hold is still good, should the renewal fail.
    return renew().otherwise(held.value());
  }

  /** Another token than one the API refused. If somebody renewed it meanwhile, that one. */
  synchronized Future<String> insteadOf(String refused) {
    Token held = token;
    if (held != null && held.value().equals(refused)) {
      token = null;
    }
    return token();
  }

  private Future<String> renew() {
    Future<String> underWay = renewal;
    if (underWay != null && !underWay.isComplete()) {
      return underWay;
    }
    Future<String> fresh =
        address
            .get()
            .compose(this::request)
            .recover(error -> Future.failedFuture(fault(error)))
            .map(this::keep);
    renewal = fresh;
    return fresh;
  }

  private Future<Answer> request(URI uri) {
    String pair = credentials.key().reveal() + ":" + credentials.secret().reveal();
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return http.postForm(
        uri,
        Map.of("authorization", "Basic " + basic, "accept", "application/json"),
        Map.of("grant_type", "client_credentials"));
  }

  private static Throwable fault(Throwable error) {
    return error instanceof NoAnswer
        ? new ConnectionFault(ErrorType.API_UNREACHABLE, "the token: " + error.getMessage())
        : error;
  }

  private synchronized String keep(Answer answer) {
    Optional<ConnectionFault> refused = refusal(answer);
    if (refused.isPresent()) {
      throw refused.get();
    }
    JsonNode json = Problem.of(answer.body()).json();
    String value = json.path("access_token").asText("");
    if (value.isBlank()) {
      throw new ConnectionFault(
          ErrorType.CREDENTIALS_REFUSED, "the answer to the token request has no access_token");
    }
    Instant now = clock.instant();
    Duration life = life(json.path("expires_in").asLong(0), now);
    Duration early = min(margin, life.dividedBy(2));
    token = new Token(value, now.plus(life).minus(early), now.plus(life));
    return value;
  }

  /** Why the answer to a token request brings no token. */
  static Optional<ConnectionFault> refusal(Answer answer) {
    int status = answer.status();
    if (answer.isSuccess()) {
      return Optional.empty();
    }
    if (status == 429) {
      return Optional.of(
          new ConnectionFault(
              ErrorType.API_FAULT,
              "the API gives out no more tokens at the moment (429)",
              answer.retryAfter().or(() -> Optional.of(TOO_MANY_TOKENS))));
    }
    if (status >= 500 || status == 408) {
      return Optional.of(
          new ConnectionFault(
              ErrorType.API_FAULT,
              "the token request is answered with " + status,
              answer.retryAfter()));
    }
    String error = Problem.of(answer.body()).json().path("error").asText("");
    return Optional.of(
        new ConnectionFault(
            ErrorType.CREDENTIALS_REFUSED,
            "the API refuses key and secret ("
                + status
                + (error.matches("[a-z_]{1,40}") ? " " + error : "")
                + ")"));
  }

  private static Duration life(long expiresIn, Instant now) {
    if (expiresIn <= 0) {
      return Duration.ofMinutes(5);
    }
    if (expiresIn <= LONGEST_LIFE.toSeconds()) {
      return Duration.ofSeconds(expiresIn);
    }
    Instant end =
        expiresIn >= LEAST_EPOCH_MILLIS
            ? Instant.ofEpochMilli(expiresIn)
            : Instant.ofEpochSecond(expiresIn);
    Duration life = Duration.between(now, end);
    return life.isNegative() ? Duration.ofSeconds(1) : life;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}

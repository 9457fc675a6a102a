package org.statecraft.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.statecraft.connections.Credentials;
import org.statecraft.errorlog.ErrorType;

/** Asks an API for a token. */
final class TokenRequest {

  private static final Duration TOO_MANY_TOKENS = Duration.ofMinutes(1);
  private static final Duration LIFE_IF_UNSAID = Duration.ofMinutes(5);

  /** Longer lives are points in time: one server sends an epoch time. */
  private static final Duration LONGEST_LIFE = Duration.ofDays(180);

  private static final long LEAST_EPOCH_MILLIS = 100_000_000_000L;

  private final HttpExchange http;
  private final Supplier<Future<URI>> address;
  private final Credentials credentials;

  TokenRequest(HttpExchange http, Supplier<Future<URI>> address, Credentials credentials) {
    this.http = http;
    this.address = address;
    this.credentials = credentials;
  }

  /** A new token; fails with {@link ConnectionFault}. */
  Future<Token> send(Supplier<Instant> now, Duration margin) {
    return address
        .get()
        .compose(this::post)
        .recover(error -> Future.failedFuture(fault(error)))
        .map(answer -> token(answer, now.get(), margin));
  }

  private Future<Answer> post(URI uri) {
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

  private static Token token(Answer answer, Instant now, Duration margin) {
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
    Duration life = life(json.path("expires_in").asLong(0), now);
    Duration early = min(margin, life.dividedBy(2));
    return new Token(value, now.plus(life).minus(early), now.plus(life));
  }

  /** Why the answer to a token request brings no token. */
  static Optional<ConnectionFault> refusal(Answer answer) {
    int status = answer.status();
    if (answer.isSuccess()) {
      return Optional.empty();
    }
    if (status < 400 || answer.isMarkup()) {
      return Optional.of(
          new ConnectionFault(
              ErrorType.API_UNREACHABLE,
              "something else than the API answers the token request (" + status + ")",
              answer.retryAfter()));
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
      return LIFE_IF_UNSAID;
    }
    if (expiresIn <= LONGEST_LIFE.toSeconds()) {
      return Duration.ofSeconds(expiresIn);
    }
    Instant end =
        expiresIn >= LEAST_EPOCH_MILLIS
            ? Instant.ofEpochMilli(Math.min(expiresIn, Instant.MAX.getEpochSecond()))
            : Instant.ofEpochSecond(expiresIn);
    Duration life = Duration.between(now, end);
    return life.isNegative() || life.isZero() ? Duration.ofSeconds(1) : min(life, LONGEST_LIFE);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}

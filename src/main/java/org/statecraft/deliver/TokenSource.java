package org.statecraft.deliver;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;
import org.statecraft.errorlog.ErrorType;

/**
 * The one token of a connection. It is renewed shortly before its end, and when the API does not
 * know it any more; never twice at a time, by however many processes. Servers limit how many tokens
 * a client may hold.
 */
final class TokenSource {

  private static final Logger LOG = LoggerFactory.getLogger(TokenSource.class);

  /** How often, and after which times, another process is asked whether it has the new one. */
  private static final int MOST_LOOKS = 60;

  private static final long LOOK_MILLIS = 250;

  private final Vertx vertx;
  private final TokenRequest request;
  private final TokenShelf shelf;
  private final Duration margin;
  private final InstantSource clock;
  private @Nullable Token token;
  private @Nullable String refused;
  private @Nullable Future<String> renewal;

  TokenSource(
      Vertx vertx, TokenRequest request, TokenShelf shelf, Duration margin, InstantSource clock) {
    this.vertx = vertx;
    this.request = request;
    this.shelf = shelf;
    this.margin = margin;
    this.clock = clock;
  }

  /** A token that is valid as far as we know; fails with {@link ConnectionFault}. */
  synchronized Future<String> token() {
    Token held = token;
    Instant now = clock.instant();
    if (held == null || !held.isGood(now)) {
      return renew();
    }
    if (held.isFresh(now)) {
      return Future.succeededFuture(held.value());
    }
    // What we hold is still good, should the renewal fail.
    return renew().otherwise(held.value());
  }

  /** Another token than one the API refused. If somebody renewed it meanwhile, that one. */
  synchronized Future<String> insteadOf(String value) {
    Token held = token;
    if (held != null && held.value().equals(value)) {
      token = null;
      refused = value;
    }
    return token();
  }

  private Future<String> renew() {
    Future<String> underWay = renewal;
    if (underWay != null && !underWay.isComplete()) {
      return underWay;
    }
    Future<String> fresh = look(1).map(this::keep);
    renewal = fresh;
    return fresh;
  }

  /** The token another process has put there, or a new one. */
  private Future<Token> look(int times) {
    return shelved()
        .compose(kept -> kept.map(Future::succeededFuture).orElseGet(() -> takeTurn(times)));
  }

  private Future<Optional<Token>> shelved() {
    return shelf
        .read()
        .onFailure(error -> LOG.warn("the shared token cannot be read", Trace.of(error)))
        .otherwise(Optional.empty())
        .map(kept -> kept.filter(this::isOfUse));
  }

  private synchronized boolean isOfUse(Token kept) {
    return kept.isFresh(clock.instant()) && !kept.value().equals(refused);
  }

  private Future<Token> takeTurn(int times) {
    return shelf
        .takeTurn()
        .otherwise(true)
        .compose(
            ours -> {
              if (ours) {
                return shelved().compose(kept -> onTurn(kept));
              }
              return times >= MOST_LOOKS
                  ? Future.failedFuture(
                      new ConnectionFault(
                          ErrorType.API_UNREACHABLE, "another process gets no token"))
                  : vertx
                      .timer(LOOK_MILLIS, TimeUnit.MILLISECONDS)
                      .compose(over -> look(times + 1));
            });
  }

  /** Another process may have had its turn between our look and ours. */
  private Future<Token> onTurn(Optional<Token> kept) {
    return kept.map(Future::succeededFuture)
        .orElseGet(() -> request.send(clock::instant, margin))
        .transform(
            result ->
                result.succeeded() && kept.isEmpty()
                    ? share(result.result())
                    : shelf.giveUpTurn().transform(done -> again(result)));
  }

  private static Future<Token> again(AsyncResult<Token> result) {
    return result.succeeded()
        ? Future.succeededFuture(result.result())
        : Future.failedFuture(result.cause());
  }

  private Future<Token> share(Token fresh) {
    return shelf
        .keep(fresh)
        .onFailure(error -> LOG.warn("the token cannot be shared", Trace.of(error)))
        .transform(kept -> Future.succeededFuture(fresh));
  }

  private synchronized String keep(Token fresh) {
    token = fresh;
    return fresh.value();
  }
}

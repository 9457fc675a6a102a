package org.statecraft.resync;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.statecraft.deliver.Answer;
import org.statecraft.deliver.EdFiClient;
import org.statecraft.edfi.CanonicalJson;

/**
 * Asks an Ed-Fi API for pages of records, one after the other and no faster than it is told to. An
 * answer of 429, a fault of the API and no answer at all are waited for.
 */
final class OdsPages {

  /** The most records a page has at a host with default settings. */
  static final int SIZE = 500;

  static final int MOST_ATTEMPTS = 6;

  /** How an older API says that there is no such address: it takes it for the id of a record. */
  private static final Set<Integer> UNKNOWN_WAY = Set.of(400, 404, 405);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private final Vertx vertx;
  private final EdFiClient client;
  private final Duration pause;
  private long next = System.nanoTime();

  /**
   * @param pause from one page to the next at least, to bound the load of the API
   */
  OdsPages(Vertx vertx, EdFiClient client, Duration pause) {
    this.vertx = vertx;
    this.client = client;
    this.pause = pause;
  }

  /**
   * A page.
   *
   * @param query beside the size of the page
   * @return failed with {@link ReadRefused} if the API does not give it
   */
  Future<Answer> page(String path, Map<String, String> query) {
    Duration left = Duration.ofNanos(next - System.nanoTime());
    return after(left)
        .compose(
            waited -> {
              next = System.nanoTime() + pause.toNanos();
              return attempt(path, query, 1);
            });
  }

  /**
   * The tokens by which the pages of a resource begin: one for all of it, none if it is empty.
   *
   * @return empty if the API has no pages by token
   */
  Future<Optional<List<String>>> tokens(String path) {
    return page(path + "/partitions", Map.of("number", "1"))
        .map(
            answer -> {
              List<String> tokens = new ArrayList<>();
              JsonNode told = CanonicalJson.read(answer.body()).path("pageTokens");
              told.forEach(each -> tokens.add(each.asText()));
              return told.isArray() ? Optional.of(tokens) : Optional.<List<String>>empty();
            })
        .recover(
            error ->
                error instanceof ReadRefused refused && UNKNOWN_WAY.contains(refused.status())
                    ? Future.succeededFuture(Optional.empty())
                    : Future.failedFuture(error));
  }

  private Future<Answer> attempt(String path, Map<String, String> query, int attempt) {
    return client
        .find(path, query)
        .compose(
            answer ->
                answer.status() == 200
                    ? Future.succeededFuture(answer)
                    : Future.failedFuture(
                        new ReadRefused(
                            "the API answered GET " + path + " with " + answer.status(),
                            answer.status())))
        .recover(
            error ->
                attempt >= MOST_ATTEMPTS || !mayPass(error)
                    ? Future.failedFuture(error)
                    : after(FIRST_PAUSE.multipliedBy(1L << attempt))
                        .compose(waited -> attempt(path, query, attempt + 1)));
  }

  private static boolean mayPass(Throwable error) {
    return !(error instanceof ReadRefused refused)
        || refused.status() == 429
        || refused.status() >= 500;
  }

  private Future<Void> after(Duration time) {
    if (time.isZero() || time.isNegative()) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    vertx.setTimer(Math.max(1, time.toMillis()), timer -> promise.complete());
    return promise.future();
  }
}

package org.statecraft.app;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Steps of starting, waited for on the starting thread, which is none of Vert.x. */
final class StartStep {

  /** More than any step of starting takes that does not set a limit of its own. */
  static final Duration LIMIT = Duration.ofMinutes(2);

  private StartStep() {}

  /** Waits; fails with what a person is told. */
  static <T> T await(Future<T> future, Duration limit) {
    try {
      return future
          .recover(
              error ->
                  Future.failedFuture(
                      error instanceof RuntimeException
                          ? error
                          : new StartFailure(String.valueOf(error.getMessage()), error)))
          .await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new StartFailure("a step of starting took longer than " + limit, e);
    }
  }
}

package org.statecraft.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.statecraft.admin.Waiting;

/**
 * Threads for work that blocks, away from the event loops and from the road. They are few, and only
 * so much may wait for them: who comes then is told to come again.
 */
final class Workers {

  private final ThreadPoolExecutor threads;

  /**
   * @param waiting how much may wait for a thread
   */
  Workers(String name, int threads, int waiting) {
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            work -> {
              Thread own = new Thread(work, name);
              own.setDaemon(true);
              own.setPriority(Thread.MIN_PRIORITY);
              return own;
            });
  }

  /** Runs work; failed with a problem for the caller if there is too much of it. */
  <T> Future<T> run(Callable<T> work) {
    Promise<T> done = Promise.promise();
    try {
      threads.execute(
          () -> {
            try {
              done.complete(work.call());
            } catch (Exception | LinkageError e) {
              done.fail(e);
            }
          });
    } catch (RejectedExecutionException e) {
      done.fail(
          new ApiProblem(503, "Not now", "too much of this is under way; ask again in a while"));
    }
    return done.future();
  }

  /** Waits on a thread of ours, at most so long. */
  static Waiting atMost(Duration limit) {
    return new Waiting() {
      @Override
      public <T> T await(Future<T> work) {
        try {
          return work.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          throw new ApiProblem(503, "Not now", "it took longer than " + limit.toSeconds() + " s");
        }
      }
    };
  }

  void stop() {
    threads.shutdownNow();
  }
}

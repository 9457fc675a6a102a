package org.statecraft.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One step after the other. Nothing of a step is held when it is done; futures composed one behind
 * the other hold all they have seen until the last of them ends.
 */
public final class Steps {

  private Steps() {}

  /**
   * Takes steps until one says that there is nothing more to do, or fails.
   *
   * @param step says whether there may be another
   */
  public static Future<Void> whileTrue(Supplier<Future<Boolean>> step) {
    Promise<Void> done = Promise.promise();
    takeFrom(step, done);
    return done.future();
  }

  /**
   * Works through pages, each behind the last item of the one before, until one is empty.
   *
   * @param next the page behind an item; null for the first page
   */
  public static <T> Future<Void> throughPages(
      Function<@Nullable T, Future<List<T>>> next, Function<List<T>, Future<Void>> work) {
    AtomicReference<@Nullable T> last = new AtomicReference<>();
    return whileTrue(
        () ->
            next.apply(last.get())
                .compose(
                    page -> {
                      if (page.isEmpty()) {
                        return Future.succeededFuture(false);
                      }
                      last.set(page.get(page.size() - 1));
                      return work.apply(page).map(true);
                    }));
  }

  /** A loop for steps that are done at once, so that the stack does not grow with them. */
  private static void takeFrom(Supplier<Future<Boolean>> step, Promise<Void> done) {
    Future<Boolean> taken = take(step);
    while (taken.isComplete()) {
      if (!goesOn(taken, done)) {
        return;
      }
      taken = take(step);
    }
    Future<Boolean> underWay = taken;
    underWay.onComplete(
        ended -> {
          if (goesOn(underWay, done)) {
            takeFrom(step, done);
          }
        });
  }

  private static Future<Boolean> take(Supplier<Future<Boolean>> step) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static boolean goesOn(Future<Boolean> taken, Promise<Void> done) {
    if (taken.failed()) {
      done.fail(taken.cause());
      return false;
    }
    if (!taken.result()) {
      done.complete();
    }
    return taken.result();
  }
}

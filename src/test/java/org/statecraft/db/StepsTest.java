package org.statecraft.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StepsTest {

  @Test
  void stepsDoneAtOnce_doNotGrowTheStack() {
    AtomicInteger taken = new AtomicInteger();
    Future<Void> done =
        Steps.whileTrue(() -> Future.succeededFuture(taken.incrementAndGet() < 100_000));
    assertTrue(done.succeeded());
    assertEquals(100_000, taken.get());
  }

  @Test
  void nextStep_isTakenWhenTheOneBeforeIsDone() {
    Deque<Promise<Boolean>> open = new ArrayDeque<>();
    AtomicInteger taken = new AtomicInteger();
    Future<Void> done =
        Steps.whileTrue(
            () -> {
              taken.incrementAndGet();
              Promise<Boolean> step = Promise.promise();
              open.push(step);
              return step.future();
            });
    assertEquals(1, taken.get());
    open.pop().complete(true);
    assertEquals(2, taken.get());
    assertFalse(done.isComplete());
    open.pop().complete(false);
    assertTrue(done.succeeded());
  }

  @Test
  void failure_endsIt() {
    IllegalStateException fault = new IllegalStateException("fault");
    assertSame(fault, Steps.whileTrue(() -> Future.failedFuture(fault)).cause());
    assertSame(
        fault,
        Steps.whileTrue(
                () -> {
                  throw fault;
                })
            .cause());
  }
}

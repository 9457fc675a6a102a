package org.statecraft.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class BoundedWorkerTest {

  private static final long MUCH = 1L << 40;

  @Test
  void run_workWithinItsBounds_isDone() throws Exception {
    BoundedWorker worker = new BoundedWorker(Duration.ofMinutes(1), MUCH);
    assertEquals("pack-check", worker.run(() -> Thread.currentThread().getName()));
    ExecutionException failed =
        assertThrows(
            ExecutionException.class,
            () ->
                worker.run(
                    () -> {
                      throw new IllegalStateException("no");
                    }));
    assertEquals("java.lang.IllegalStateException: no", String.valueOf(failed.getCause()));
  }

  @Test
  void run_overTime_isToldToEndAndNothingElseBegins() throws Exception {
    BoundedWorker worker = new BoundedWorker(Duration.ofMillis(200), MUCH);
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    BoundedWorker.NotDone late =
        assertThrows(
            BoundedWorker.NotDone.class,
            () ->
                worker.run(
                    () -> {
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        told.countDown();
                        end.await();
                      }
                      return 1;
                    }));
    assertEquals("checking took longer than 0 seconds", late.getMessage());
    told.await();
    BoundedWorker.NotDone busy =
        assertThrows(BoundedWorker.NotDone.class, () -> worker.run(() -> 2));
    assertEquals("what was begun before has not ended yet", busy.getMessage());
    end.countDown();
  }

  @Test
  void run_askingForTooMuchMemory_isToldToEnd() {
    BoundedWorker worker = new BoundedWorker(Duration.ofMinutes(5), 64L << 20);
    BoundedWorker.NotDone large =
        assertThrows(
            BoundedWorker.NotDone.class,
            () ->
                worker.run(
                    () -> {
                      long sum = 0;
                      while (!Thread.currentThread().isInterrupted()) {
                        List<byte[]> some = new ArrayList<>();
                        some.add(new byte[1 << 16]);
                        sum += some.get(0).length;
                      }
                      return sum;
                    }));
    assertEquals("checking asked for more than 64 MiB of memory", large.getMessage());
  }
}

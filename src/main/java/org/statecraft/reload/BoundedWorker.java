package org.statecraft.reload;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on packs on a thread of its own, below all others in priority, for so long and with so
 * much memory handed out and no more. Work that goes over is told to end; while it has not, nothing
 * else is begun.
 */
final class BoundedWorker {

  private static final Duration STEP = Duration.ofMillis(100);

  private final Duration limit;
  private final long mostBytes;
  private @Nullable Thread running;

  /**
   * @param mostBytes how much memory the work may ask for in all, what it gave back included
   */
  BoundedWorker(Duration limit, long mostBytes) {
    this.limit = limit;
    this.mostBytes = mostBytes;
  }

  /** Work that was not done. */
  static final class NotDone extends Exception {
    private static final long serialVersionUID = 1;

    NotDone(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * Runs work and waits for it; blocking.
   *
   * @throws NotDone when it went over its bounds, or the work before has not ended yet
   * @throws ExecutionException when it failed
   */
  <T> T run(Callable<T> work) throws NotDone, ExecutionException, InterruptedException {
    Thread before = running;
    if (before != null) {
      // Work that was done has a thread that ends at once, but not in the same moment.
      before.join(STEP.toMillis());
      if (before.isAlive()) {
        throw new NotDone("what was begun before has not ended yet");
      }
    }
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "pack-check");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    running = thread;
    thread.start();
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        return task.get(STEP.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        String over = over(thread, deadline);
        if (!over.isEmpty()) {
          task.cancel(true);
          throw new NotDone(over);
        }
      } catch (InterruptedException e) {
        task.cancel(true);
        throw e;
      }
    }
  }

  private String over(Thread thread, long deadline) {
    if (System.nanoTime() > deadline) {
      return "checking took longer than " + limit.toSeconds() + " seconds";
    }
    if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
        && threads.getThreadAllocatedBytes(thread.getId()) > mostBytes) {
      return "checking asked for more than " + (mostBytes >> 20) + " MiB of memory";
    }
    return "";
  }
}

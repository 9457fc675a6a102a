package org.statecraft.demo;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the demo speaks: whole lines, and never silent for much longer than a second. */
public final class Screen implements AutoCloseable {

  private static final long TICK_MILLIS = 1_000;

  private final PrintWriter out;
  private final long begun = System.nanoTime();
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "demo-progress");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable Supplier<String> doing;
  private long lastLine = begun;

  public Screen(PrintWriter out) {
    this.out = out;
    ticks.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS / 4, TimeUnit.MILLISECONDS);
  }

  /** A line with the time since the start before it. */
  public synchronized void say(String text) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    out.println(String.format(java.util.Locale.ROOT, "%6.1fs  %s", seconds, text));
    lastLine = System.nanoTime();
  }

  /** Lines as they are. */
  public synchronized void show(String text) {
    out.println(text);
    lastLine = System.nanoTime();
  }

  /** What to say again while nothing else is said. */
  public synchronized void doing(Supplier<String> what) {
    doing = what;
  }

  /** Nothing takes its time any more. */
  public synchronized void idle() {
    doing = null;
  }

  private synchronized void tick() {
    Supplier<String> what = doing;
    if (what != null && System.nanoTime() - lastLine >= TICK_MILLIS * 1_000_000) {
      say(what.get());
    }
  }

  @Override
  public void close() {
    ticks.shutdownNow();
  }
}

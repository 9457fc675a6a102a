package org.statecraft.app;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;

/**
 * What has been started, to be stopped in the opposite order. Stopping may begin while starting is
 * still under way, by a signal; a part that comes too late is stopped at once.
 */
final class Parts {

  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private record Part(String name, Supplier<Future<Void>> stop) {}

  private final InstantSource clock;
  private final Deque<Part> started = new ArrayDeque<>();
  private boolean stopping;

  Parts(InstantSource clock) {
    this.clock = clock;
  }

  /** Remembers how to stop a part that was just started. */
  synchronized void add(String name, Supplier<Future<Void>> stop) {
    Part part = new Part(name, stop);
    if (stopping) {
      stop(part, Duration.ofSeconds(1));
      throw new StartFailure("stopped while starting");
    }
    started.push(part);
  }

  /**
   * Stops all parts, the newest first. One that is not done when the time is over is left behind.
   * Calling it again does nothing.
   */
  synchronized void stop(Duration limit) {
    stopping = true;
    Instant deadline = clock.instant().plus(limit);
    while (!started.isEmpty()) {
      Duration left = Duration.between(clock.instant(), deadline);
      stop(
          started.pop(),
          left.compareTo(Duration.ofMillis(100)) < 0 ? Duration.ofMillis(100) : left);
    }
  }

  private static void stop(Part part, Duration limit) {
    try {
      part.stop().get().await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("not stopped in time part={}", part.name());
    } catch (RuntimeException e) {
      LOG.warn("not stopped cleanly part={}", part.name(), Trace.of(e));
    }
  }
}

package org.statecraft.reload;

import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;

/** Looks at packs again and again on a thread of its own, whatever becomes of a look. */
final class RepeatedLook {

  private static final Logger LOG = LoggerFactory.getLogger(RepeatedLook.class);

  private final PackReload reload;
  private final boolean atFiles;
  private String lastFault = "";

  /**
   * @param atFiles whether at the files too, or only at what people decided about revisions
   */
  RepeatedLook(PackReload reload, boolean atFiles) {
    this.reload = reload;
    this.atFiles = atFiles;
  }

  /** Begins to look; to be stopped by what it returns, which completes {@code stopped}. */
  Runnable start(Duration poll, Promise<Void> stopped) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread own = new Thread(work, "packs");
              own.setDaemon(true);
              return own;
            });
    long millis = poll.toMillis();
    thread.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    return () -> {
      thread.shutdownNow();
      stopped.complete();
    };
  }

  private void look() {
    try {
      reload.followPeople();
      if (atFiles) {
        reload.look();
      }
      lastFault = "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      tellOnce("the folders cannot be read: " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      tellOnce(String.valueOf(e.getMessage()));
      LOG.debug("packs=not_looked_at", Trace.of(e));
    }
  }

  /** A folder that stays away would be told every second. */
  private void tellOnce(String fault) {
    if (!fault.equals(lastFault)) {
      LOG.warn("packs=not_looked_at because=\"{}\"", fault);
      lastFault = fault;
    }
  }
}

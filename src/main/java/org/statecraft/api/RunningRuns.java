package org.statecraft.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.resync.ResyncRun;
import org.statecraft.resync.ResyncRunner;

/** The runs that this process is working on, one per connection, and what stopped the last ones. */
final class RunningRuns {

  private static final Logger LOG = LoggerFactory.getLogger(RunningRuns.class);
  private static final int MOST_REMEMBERED = 100;

  private final Scene scene;
  private final Map<ConnectionName, Long> running = new LinkedHashMap<>();
  private final Map<Long, RunProgressTold> progress = new LinkedHashMap<>();
  private final Map<Long, String> stopped =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  RunningRuns(Scene scene) {
    this.scene = scene;
  }

  /** Begins work on a run, of which nobody waits for the end. */
  void begin(ResyncRun run, Function<ResyncRunner, Future<?>> work) {
    RunProgressTold told = new RunProgressTold();
    synchronized (this) {
      if (running.putIfAbsent(run.connection(), run.id()) != null) {
        throw ApiProblem.conflict("another run of " + run.connection() + " is under way");
      }
      progress.put(run.id(), told);
      stopped.remove(run.id());
    }
    Future<?> done;
    try {
      done = work.apply(new ResyncRunner(scene.vertx(), scene.database(), scene.clock(), told));
    } catch (RuntimeException e) {
      done = Future.failedFuture(e);
    }
    done.onComplete(ended -> end(run, ended.cause()));
  }

  private synchronized void end(ResyncRun run, @Nullable Throwable why) {
    running.remove(run.connection());
    progress.remove(run.id());
    if (why == null) {
      return;
    }
    if (Refused.of(why) instanceof ApiProblem problem) {
      stopped.put(run.id(), problem.problem().detail());
    } else {
      LOG.warn("run={} connection={} failed", run.id(), run.connection(), Trace.of(why));
      stopped.put(run.id(), "something went wrong here; the log has the details");
    }
  }

  /** Whether a run of the connection is under way here. */
  synchronized boolean isBusy(ConnectionName connection) {
    return running.containsKey(connection);
  }

  /** The runs that are under way now; to be asked before a run is read, which may end meanwhile. */
  synchronized Set<Long> underWay() {
    return Set.copyOf(progress.keySet());
  }

  /**
   * Adds what this process knows of a run.
   *
   * @param before the runs that were under way before it was read
   */
  synchronized void tell(ResyncRun run, Set<Long> before, ObjectNode to) {
    RunProgressTold told = progress.get(run.id());
    to.put("underWay", told != null || before.contains(run.id()));
    to.put("stoppedBy", stopped.get(run.id()));
    if (told != null) {
      told.tell(to.putObject("progress"));
    }
  }
}

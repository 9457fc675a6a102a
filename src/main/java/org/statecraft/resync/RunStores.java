package org.statecraft.resync;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import org.statecraft.db.Database;
import org.statecraft.identity.IdentityStore;
import org.statecraft.sync.Evaluator;

/** What all steps of a run read and write. */
record RunStores(
    Vertx vertx,
    Database database,
    IdentityStore identity,
    RunStore runs,
    RunStepStore steps,
    FoundStore found,
    StudentStore students,
    SharedStore shared,
    ActionStore actions,
    PlanFigureStore figures) {

  static RunStores of(Vertx vertx, Database database) {
    return new RunStores(
        vertx,
        database,
        new IdentityStore(),
        new RunStore(),
        new RunStepStore(),
        new FoundStore(),
        new StudentStore(),
        new SharedStore(),
        new ActionStore(),
        new PlanFigureStore());
  }

  /** Compares students of a run under the rules and preferences of now. */
  Future<StudentComparer> comparer(ResyncRun run, ResyncSubject subject) {
    return Evaluator.open(database, subject.connection(), subject.rules(), subject.preferences())
        .map(evaluator -> new StudentComparer(this, evaluator, subject, run));
  }

  /** Runs blocking work away from the event loop. */
  <T> Future<T> onWorker(Callable<T> work) {
    return vertx.executeBlocking(work, false);
  }

  /** The run as it stands now. */
  Future<ResyncRun> reload(ResyncRun run) {
    return runs.get(database, run.id()).map(now -> now.orElseThrow());
  }
}

package org.statecraft.resync;

import io.vertx.core.Future;
import org.statecraft.connections.DecisionGroundStore;
import org.statecraft.connections.MappingInForceStore;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.connections.ResyncDueStore;
import org.statecraft.db.Tx;

/**
 * What a plan stands on while it is handed over: preferences, mappings in force, tombstones. It is
 * held in every transaction, before anything else is locked, as all do who change it.
 */
final class PlanGround {

  /** Something of it has changed since the run went on. */
  static final class Moved extends RuntimeException {

    private static final long serialVersionUID = 1;

    Moved() {
      super(
          "the Resource Preferences or tombstones changed while it was handed to delivery; what was"
              + " handed over is sent, the rest is not; plan again");
    }
  }

  private final ResyncRun run;
  private final ResyncSubject subject;
  private final RunStore runs;
  private final RunStepStore steps;
  private final PreferenceStore preferences = new PreferenceStore();
  private final DecisionGroundStore grounds = new DecisionGroundStore();
  private volatile long version;

  PlanGround(ResyncRun run, ResyncSubject subject, RunStores stores) {
    this.run = run;
    this.subject = subject;
    this.runs = stores.runs();
    this.steps = stores.steps();
    this.version = subject.version();
  }

  /** Changed mappings come into force with the first action of the plan that was made by them. */
  Future<Void> begin(Tx tx) {
    if (subject.puttingIntoForce().isEmpty()) {
      return hold(tx).compose(held -> runs.begin(tx, run.id()));
    }
    return move(tx)
        .compose(
            moved ->
                new MappingInForceStore().release(tx, run.connection(), subject.puttingIntoForce()))
        .compose(released -> steps.movedGround(tx, run.id(), version - 1, version))
        .compose(noted -> runs.begin(tx, run.id()));
  }

  /**
   * Holds the ground until the transaction ends. A run that sets tombstones moves it.
   *
   * @return failed with {@link Moved} if it is another one
   */
  Future<Void> hold(Tx tx) {
    return run.tombstone()
        ? move(tx)
        : preferences.hold(tx, run.connection()).compose(this::same).mapEmpty();
  }

  private Future<Void> move(Tx tx) {
    return preferences
        .lock(tx, run.connection())
        .compose(locked -> preferences.version(tx, run.connection()))
        .compose(this::same)
        .compose(same -> grounds.move(tx, run.connection()))
        .onSuccess(moved -> version++);
  }

  private Future<Void> same(long now) {
    return now == version ? Future.succeededFuture() : Future.failedFuture(new Moved());
  }

  /**
   * Takes away the notes that a resync is due, if nothing was changed since the run began. What was
   * changed meanwhile waits for another run, and so does all else: one too many is noted rather
   * than one too few.
   */
  Future<Void> carriedOut(Tx tx) {
    if (run.kind() != ResyncRun.RunKind.RESYNC || !run.scope().allSchools()) {
      return Future.succeededFuture();
    }
    return preferences
        .hold(tx, run.connection())
        .compose(
            now ->
                steps
                    .hasGround(tx, run.id(), now)
                    .compose(
                        same ->
                            same
                                ? new ResyncDueStore()
                                    .remove(tx, run.connection(), subject.settled(run.scope()))
                                : Future.<Void>succeededFuture()));
  }
}

package org.statecraft.resync;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.statecraft.campus.StudentId;
import org.statecraft.connections.DecisionGroundStore;
import org.statecraft.connections.MappingInForceStore;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.connections.ResyncDueStore;
import org.statecraft.db.Database;
import org.statecraft.db.Tx;
import org.statecraft.identity.TombstoneStore;
import org.statecraft.resync.PlannedAction.Kind;
import org.statecraft.resync.ResyncRun.AppliedTo;

/** Hands a plan to the outbox, batch by batch, and goes on where it stopped. */
final class PlanDoer {

  private static final int ACTIONS_TOGETHER = 1_000;
  private static final int MOST_ROUNDS = 4;

  private final Database database;
  private final RunStores stores;
  private final RunStore runs;
  private final ActionStore actions;
  private final PlanApplier applier;
  private final RunProgress progress;
  private final PreferenceStore preferences = new PreferenceStore();
  private final TombstoneStore tombstones = new TombstoneStore();
  private final MappingInForceStore inForce = new MappingInForceStore();

  PlanDoer(RunStores stores, PlanApplier applier, RunProgress progress) {
    this.stores = stores;
    this.database = stores.database();
    this.runs = stores.runs();
    this.actions = stores.actions();
    this.applier = applier;
    this.progress = progress;
  }

  /**
   * Hands a plan to the outbox.
   *
   * @param exactly refuse it as a whole when something has happened to one of its records since it
   *     was made, and leave alone what is touched while it is done; else such records are compared
   *     anew
   * @return the run, done or refused
   */
  Future<ResyncRun> apply(ResyncRun run, ResyncSubject subject, boolean exactly) {
    if (run.state() != RunState.PLANNED && run.state() != RunState.APPLYING) {
      return Future.succeededFuture(run);
    }
    return obstacle(run, subject, exactly)
        .compose(
            obstacle ->
                obstacle.isEmpty()
                    ? applyAll(run, subject, exactly)
                    : run.problem().isPresent()
                        ? Future.<Void>succeededFuture()
                        : runs.enter(database, run.id(), RunState.REFUSED, obstacle))
        .compose(done -> stores.reload(run));
  }

  private Future<String> obstacle(ResyncRun run, ResyncSubject subject, boolean exactly) {
    if (run.problem().isPresent()) {
      return Future.succeededFuture(run.problem().get());
    }
    if (!run.revision().equals(subject.rules().revision())) {
      return Future.succeededFuture("the rules have changed since the plan was made; plan again");
    }
    if (!run.preferences().equals(subject.preferencesHash())) {
      return Future.succeededFuture(
          "the Resource Preferences have changed since the plan was made; plan again");
    }
    if ((!exactly && !run.exactly()) || run.state() == RunState.APPLYING) {
      return Future.succeededFuture("");
    }
    return actions
        .moved(database, run)
        .map(
            moved ->
                moved == 0
                    ? ""
                    : moved
                        + " of its records were changed by something else since the plan was made;"
                        + " plan again");
  }

  private Future<Void> applyAll(ResyncRun run, ResyncSubject subject, boolean exactly) {
    return (exactly ? runs.exactly(database, run.id()) : Future.<Void>succeededFuture())
        .compose(done -> begin(run, subject))
        .compose(done -> stores.reload(run))
        .compose(
            now ->
                stores
                    .comparer(now, subject)
                    .compose(comparer -> applyFrom(now, comparer, now.appliedTo())))
        .compose(done -> end(run, subject))
        .compose(done -> stores.found().drop(database, run.id()))
        .compose(done -> stores.shared().drop(database, run.id()));
  }

  /** Changed mappings come into force with the first action of the plan that was made by them. */
  private Future<Void> begin(ResyncRun run, ResyncSubject subject) {
    if (subject.puttingIntoForce().isEmpty()) {
      return runs.enter(database, run.id(), RunState.APPLYING, null);
    }
    return database.inTransaction(
        tx ->
            preferences
                .lock(tx, run.connection())
                .compose(locked -> preferences.version(tx, run.connection()))
                .compose(
                    version ->
                        version == subject.version()
                            ? inForce.release(tx, run.connection(), subject.puttingIntoForce())
                            : Future.failedFuture(
                                new IllegalStateException(
                                    "the preferences changed at this moment; plan again")))
                .compose(released -> new DecisionGroundStore().move(tx, run.connection()))
                .compose(moved -> runs.begin(tx, run.id())));
  }

  private Future<Void> end(ResyncRun run, ResyncSubject subject) {
    boolean carriedOut = run.kind() == ResyncRun.RunKind.RESYNC && run.scope().allSchools();
    return database
        .inTransaction(
            tx ->
                carriedOut
                    ? new ResyncDueStore()
                        .carriedOut(
                            tx, run.connection(), subject.settled(run.scope()), run.createdAt())
                    : Future.<Void>succeededFuture())
        .compose(done -> runs.enter(database, run.id(), RunState.DONE, null));
  }

  private Future<Void> applyFrom(ResyncRun run, StudentComparer comparer, AppliedTo after) {
    return actions
        .next(database, run.id(), after, ACTIONS_TOGETHER)
        .map(PlanDoer::wholeStudents)
        .compose(
            batch -> {
              if (batch.isEmpty()) {
                return Future.succeededFuture();
              }
              AppliedTo last = batch.get(batch.size() - 1).place();
              boolean exactly = run.exactly();
              List<PlannedAction> planned =
                  batch.stream()
                      .map(ActionStore.Placed::action)
                      .filter(each -> each.kind() != Kind.REPORT)
                      .toList();
              return database
                  .inTransaction(
                      tx ->
                          ground(tx, run)
                              .compose(
                                  held ->
                                      applier.apply(tx, run.connection(), run.revision(), planned))
                              .compose(moved -> bury(tx, run, planned, moved).map(moved))
                              .compose(
                                  moved -> runs.appliedTo(tx, run.id(), last, after).map(moved)))
                  .compose(
                      moved ->
                          exactly ? Future.<Void>succeededFuture() : again(run, comparer, moved, 1))
                  .compose(
                      done -> {
                        progress.applied(planned.size());
                        return applyFrom(run, comparer, last);
                      });
            });
  }

  /** Before anything else is locked, as all do who change what decisions are made by. */
  private Future<Void> ground(Tx tx, ResyncRun run) {
    return run.tombstone()
        ? preferences
            .lock(tx, run.connection())
            .compose(locked -> new DecisionGroundStore().move(tx, run.connection()))
        : Future.succeededFuture();
  }

  private Future<Void> bury(
      Tx tx, ResyncRun run, List<PlannedAction> planned, Set<StudentId> moved) {
    List<TombstoneStore.Buried> buried = new ArrayList<>();
    for (PlannedAction each : planned) {
      if (run.tombstone() && (each.student() == null || !moved.contains(each.student()))) {
        buried.add(new TombstoneStore.Buried(each.record(), each.student()));
      }
    }
    return tombstones.add(tx, run.connection(), run.requestedBy(), buried);
  }

  /** The last student may have more actions, which must not come in another transaction. */
  private static List<ActionStore.Placed> wholeStudents(List<ActionStore.Placed> page) {
    if (page.size() < ACTIONS_TOGETHER) {
      return page;
    }
    StudentId last = page.get(page.size() - 1).action().student();
    int end = page.size();
    while (last != null && end > 1 && last.equals(page.get(end - 1).action().student())) {
      end--;
    }
    return end <= 1 ? page : page.subList(0, end);
  }

  /** Students something has happened to meanwhile are compared anew. */
  private Future<Void> again(
      ResyncRun run, StudentComparer comparer, Set<StudentId> moved, int round) {
    if (moved.isEmpty() || round > MOST_ROUNDS) {
      return Future.succeededFuture();
    }
    return comparer
        .compare(List.copyOf(moved))
        .compose(
            batch ->
                database.inTransaction(
                    tx -> applier.apply(tx, run.connection(), run.revision(), batch.actions())))
        .compose(still -> again(run, comparer, still, round + 1));
  }
}

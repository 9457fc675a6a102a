package org.statecraft.resync;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Database;
import org.statecraft.db.Steps;
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
  private final TombstoneStore tombstones = new TombstoneStore();

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
    return stores
        .figures()
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
    PlanGround ground = new PlanGround(run, subject, stores);
    return (exactly ? runs.exactly(database, run.id()) : Future.<Void>succeededFuture())
        .compose(done -> database.inTransaction(ground::begin))
        .compose(done -> stores.reload(run))
        .compose(
            now ->
                stores
                    .comparer(now, subject)
                    .compose(comparer -> new Handing(now, ground, comparer).all()))
        .compose(done -> database.inTransaction(ground::carriedOut))
        .compose(done -> runs.enter(database, run.id(), RunState.DONE, null))
        .recover(
            error ->
                error instanceof PlanGround.Moved
                    ? runs.enter(database, run.id(), RunState.CANCELLED, error.getMessage())
                    : Future.failedFuture(error))
        .compose(done -> stores.found().drop(database, run.id()))
        .compose(done -> stores.shared().drop(database, run.id()));
  }

  /** Only what is really deleted stays away: a record that has moved is left alone. */
  private Future<Void> bury(Tx tx, ResyncRun run, List<PlannedAction> done) {
    List<TombstoneStore.Buried> buried = new ArrayList<>();
    if (run.tombstone()) {
      done.forEach(each -> buried.add(new TombstoneStore.Buried(each.record(), each.student())));
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

  /** The handing over of one plan. */
  private final class Handing {

    private final ResyncRun run;
    private final PlanGround ground;
    private final StudentComparer comparer;
    private AppliedTo done;

    Handing(ResyncRun run, PlanGround ground, StudentComparer comparer) {
      this.run = run;
      this.ground = ground;
      this.comparer = comparer;
      this.done = run.appliedTo();
    }

    Future<Void> all() {
      return Steps.whileTrue(
          () ->
              actions
                  .next(database, run.id(), done, ACTIONS_TOGETHER)
                  .map(PlanDoer::wholeStudents)
                  .compose(
                      batch ->
                          batch.isEmpty()
                              ? Future.succeededFuture(false)
                              : apply(batch).map(true)));
    }

    private Future<Void> apply(List<ActionStore.Placed> batch) {
      AppliedTo before = done;
      AppliedTo now = batch.get(batch.size() - 1).place();
      done = now;
      List<PlannedAction> planned =
          batch.stream()
              .map(ActionStore.Placed::action)
              .filter(each -> each.kind() != Kind.REPORT)
              .toList();
      return database
          .inTransaction(
              tx ->
                  add(tx, planned)
                      .compose(added -> bury(tx, run, added.done()).map(added.moved()))
                      .compose(
                          moved -> stores.steps().appliedTo(tx, run.id(), now, before).map(moved)))
          .compose(moved -> run.exactly() ? Future.<Void>succeededFuture() : again(moved, 1))
          .onSuccess(handed -> progress.applied(planned.size()));
    }

    private Future<PlanApplier.Applied> add(Tx tx, List<PlannedAction> planned) {
      return ground
          .hold(tx)
          .compose(held -> applier.apply(tx, run.connection(), run.revision(), planned));
    }

    /** Students something has happened to meanwhile are compared anew. */
    private Future<Void> again(Set<StudentId> moved, int round) {
      if (moved.isEmpty() || round > MOST_ROUNDS) {
        return Future.succeededFuture();
      }
      return comparer
          .compare(List.copyOf(moved))
          .compose(batch -> database.inTransaction(tx -> add(tx, batch.actions())))
          .compose(added -> again(added.moved(), round + 1));
    }
  }
}

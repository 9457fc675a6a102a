package org.statecraft.resync;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import org.statecraft.db.Database;

/** Compares all students of a run, in order and batch by batch. */
final class StudentPass {

  private static final int STUDENTS_TOGETHER = 500;

  private final Database database;
  private final RunStores stores;
  private final RunStepStore steps;
  private final ActionStore actions;
  private final RunProgress progress;
  private volatile long ofAll;

  StudentPass(RunStores stores, RunProgress progress) {
    this.stores = stores;
    this.database = stores.database();
    this.steps = stores.steps();
    this.actions = stores.actions();
    this.progress = progress;
  }

  /** Compares on from where the run stands. */
  Future<Void> compare(ResyncRun run, ResyncSubject subject) {
    return stores
        .students()
        .count(database, run, subject.connection().district())
        .onSuccess(count -> ofAll = count)
        .compose(counted -> stores.comparer(run, subject))
        .compose(
            comparer ->
                compareFrom(
                    run,
                    subject,
                    comparer,
                    run.comparedTo().orElse(""),
                    new HashMap<>(run.counts()),
                    Future.succeededFuture()));
  }

  /** A batch is compared while the one before is written. */
  private Future<Void> compareFrom(
      ResyncRun run,
      ResyncSubject subject,
      StudentComparer comparer,
      String after,
      Map<String, Long> counts,
      Future<Void> before) {
    return stores
        .students()
        .next(database, run, subject.connection().district(), after, STUDENTS_TOGETHER)
        .compose(
            batch -> {
              if (batch.isEmpty()) {
                return before;
              }
              String last = batch.get(batch.size() - 1).value();
              Future<StudentComparer.Batch> compared = comparer.compare(batch);
              Future<Void> written =
                  Future.all(before, compared)
                      .compose(both -> keep(run, comparer, compared.result(), after, last, counts));
              return before.compose(
                  done -> compareFrom(run, subject, comparer, last, counts, written));
            });
  }

  private Future<Void> keep(
      ResyncRun run,
      StudentComparer comparer,
      StudentComparer.Batch batch,
      String before,
      String last,
      Map<String, Long> counts) {
    Map<String, Long> sum = new HashMap<>(counts);
    batch.counts().forEach((name, count) -> sum.merge(name, count, Long::sum));
    sum.merge("students", (long) batch.students().size(), Long::sum);
    return database
        .inTransaction(
            tx ->
                actions
                    .add(tx, run.id(), batch.actions())
                    .compose(added -> comparer.note(tx, batch))
                    .compose(noted -> stores.shared().add(tx, run.id(), batch.shared()))
                    .compose(
                        added ->
                            run.scope().isLimited()
                                ? stores.students().persons(tx, run.id(), batch.persons())
                                : Future.succeededFuture())
                    .compose(
                        added ->
                            steps.comparedTo(
                                tx, run.id(), last, sum, before.isEmpty() ? null : before)))
        .map(
            done -> {
              counts.clear();
              counts.putAll(sum);
              progress.compared(batch.students().size(), ofAll);
              return null;
            });
  }
}

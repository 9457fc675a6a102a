package org.statecraft.resync;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import org.statecraft.db.Database;
import org.statecraft.db.Steps;

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
            comparer -> {
              Pass pass = new Pass(run, subject, comparer);
              return Steps.whileTrue(pass::next).compose(done -> pass.written);
            });
  }

  /** Where the comparison stands. */
  private final class Pass {

    private final ResyncRun run;
    private final ResyncSubject subject;
    private final StudentComparer comparer;
    private final Map<String, Long> counts;
    private String after;
    private Future<Void> written = Future.succeededFuture();

    Pass(ResyncRun run, ResyncSubject subject, StudentComparer comparer) {
      this.run = run;
      this.subject = subject;
      this.comparer = comparer;
      this.counts = new HashMap<>(run.counts());
      this.after = run.comparedTo().orElse("");
    }

    /** A batch is compared while the one before is written. */
    Future<Boolean> next() {
      return stores
          .students()
          .next(database, run, subject.connection().district(), after, STUDENTS_TOGETHER)
          .compose(
              batch -> {
                if (batch.isEmpty()) {
                  return Future.succeededFuture(false);
                }
                String before = after;
                String last = batch.get(batch.size() - 1).value();
                Future<Void> ahead = written;
                Future<StudentComparer.Batch> compared = comparer.compare(batch);
                after = last;
                written =
                    Future.all(ahead, compared)
                        .compose(
                            both -> keep(run, comparer, compared.result(), before, last, counts));
                return ahead.map(true);
              });
    }
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

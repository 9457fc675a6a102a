package org.statecraft.resync;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Database;
import org.statecraft.deliver.EdFiClient;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.events.EventStore;
import org.statecraft.identity.IdentityStore;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.resync.ResyncRun.RunKind;

/**
 * Takes a run from the ODS to a plan, and a plan to the outbox. Every step is committed with how
 * far it got, so a run that was killed goes on from there.
 */
public final class ResyncRunner {

  private final RunStores stores;
  private final StudentPass students;
  private final RestOfPlan rest;
  private final PlanDoer doer;
  private final RunProgress progress;

  public ResyncRunner(Vertx vertx, Database database, InstantSource clock, RunProgress progress) {
    this.stores = RunStores.of(vertx, database);
    this.progress = progress;
    this.students = new StudentPass(stores, progress);
    this.rest = new RestOfPlan(stores);
    IdentityStore identity = stores.identity();
    this.doer =
        new PlanDoer(
            stores,
            new PlanApplier(
                identity, new OutboxStore(identity, new ErrorStore()), new EventStore(), clock),
            progress);
  }

  /**
   * Begins a run.
   *
   * @param limitedTo those it is limited to; ignored if the scope has no limit
   */
  public Future<ResyncRun> open(
      ResyncSubject subject,
      ResyncScope scope,
      List<StudentId> limitedTo,
      String requestedBy,
      @Nullable Long mostDeletes) {
    return stores
        .database()
        .inTransaction(
            tx ->
                stores
                    .runs()
                    .open(
                        tx,
                        subject.connection().name(),
                        RunKind.RESYNC,
                        scope,
                        requestedBy,
                        RunState.READING,
                        subject.rules().revision(),
                        subject.preferencesHash(),
                        mostDeletes)
                    .compose(
                        run ->
                            (scope.isLimited()
                                    ? stores.students().limitTo(tx, run.id(), limitedTo)
                                    : Future.<Void>succeededFuture())
                                .map(run)));
  }

  /**
   * Reads the ODS and compares, from where the run stands until its plan is complete.
   *
   * @param client of the connection's API
   * @param pause between two pages of the ODS
   * @return the planned run
   */
  public Future<ResyncRun> plan(
      ResyncRun run, ResyncSubject subject, EdFiClient client, Duration pause) {
    return switch (run.state()) {
      case READING ->
          read(run, subject, client, pause)
              .compose(
                  done ->
                      stores.runs().enter(stores.database(), run.id(), RunState.COMPARING, null))
              .compose(done -> stores.reload(run))
              .compose(now -> plan(now, subject, client, pause));
      case COMPARING ->
          students
              .compare(run, subject)
              .compose(done -> rest.finish(run, subject))
              .compose(done -> stores.reload(run));
      case PLANNED, APPLYING, DONE, REFUSED, CANCELLED -> Future.succeededFuture(run);
    };
  }

  private Future<Void> read(
      ResyncRun run, ResyncSubject subject, EdFiClient client, Duration pause) {
    OdsReader reader = new OdsReader(stores, client, pause, progress);
    Future<Void> read = Future.succeededFuture();
    for (ResourceName each : subject.resources(run.scope())) {
      read = read.compose(done -> reader.read(run, subject.schema(each), subject.reader(each)));
    }
    return read;
  }

  /** Allows a plan that many deletes. */
  public Future<ResyncRun> allow(ResyncRun run, long deletes) {
    return stores
        .actions()
        .deletes(stores.database(), run)
        .compose(
            planned ->
                planned.planned() <= deletes
                    ? stores.runs().allow(stores.database(), run.id(), deletes)
                    : Future.succeededFuture())
        .compose(done -> stores.reload(run));
  }

  /**
   * Hands a plan to the outbox.
   *
   * @param exactly refuse it as a whole when something has happened to one of its records since it
   *     was made; else such records are compared anew
   * @return the run: done, refused, or as it was where a problem stands in the way
   */
  public Future<ResyncRun> apply(ResyncRun run, ResyncSubject subject, boolean exactly) {
    return doer.apply(run, subject, exactly);
  }

  /** The plan of a run in numbers, with some samples. */
  public Future<List<ActionStore.SummaryLine>> summary(ResyncRun run) {
    return stores.actions().summary(stores.database(), run.id());
  }
}

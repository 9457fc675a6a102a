package org.statecraft.resync;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Database;
import org.statecraft.db.Tx;
import org.statecraft.deliver.EdFiClient;
import org.statecraft.edfi.ConnectionName;
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
  private final ScopeStudents limits;
  private final RestOfPlan rest;
  private final DeletePass deletes;
  private final PlanDoer doer;
  private final RunProgress progress;

  public ResyncRunner(Vertx vertx, Database database, InstantSource clock, RunProgress progress) {
    this.stores = RunStores.of(vertx, database);
    this.progress = progress;
    this.students = new StudentPass(stores, progress);
    this.limits = new ScopeStudents(stores);
    this.rest = new RestOfPlan(stores);
    this.deletes = new DeletePass(stores, rest);
    IdentityStore identity = stores.identity();
    this.doer =
        new PlanDoer(
            stores,
            new PlanApplier(
                identity, new OutboxStore(identity, new ErrorStore()), new EventStore(), clock),
            progress);
  }

  /**
   * The run of a connection that was begun under the same rules and preferences with the same scope
   * and is not at its end. It can go on from where it stopped.
   */
  public Future<Optional<ResyncRun>> stopped(ResyncSubject subject, ResyncScope scope) {
    return stores
        .runs()
        .unfinished(stores.database(), subject.connection().name())
        .map(
            run ->
                run.filter(
                    found ->
                        found.state() == RunState.APPLYING
                            || (found.scope().equals(scope)
                                && found.revision().equals(subject.rules().revision())
                                && found.preferences().equals(subject.preferencesHash()))));
  }

  /**
   * Begins a run, in the place of one that has no plan yet.
   *
   * @return failed with {@link ScopeUnknown} if the scope names something that is not there
   */
  public Future<ResyncRun> open(
      ResyncSubject subject, ResyncScope scope, String requestedBy, @Nullable Long mostDeletes) {
    return (scope.isLimited()
            ? limits.find(subject, scope)
            : Future.<Set<StudentId>>succeededFuture(Set.of()))
        .compose(
            limitedTo ->
                stores
                    .database()
                    .inTransaction(
                        tx ->
                            supersede(tx, subject)
                                .compose(
                                    done ->
                                        stores
                                            .runs()
                                            .open(
                                                tx,
                                                subject,
                                                RunKind.RESYNC,
                                                scope,
                                                requestedBy,
                                                mostDeletes,
                                                false))
                                .compose(
                                    run ->
                                        (scope.isLimited()
                                                ? stores.students().limitTo(tx, run.id(), limitedTo)
                                                : Future.<Void>succeededFuture())
                                            .map(run))));
  }

  /**
   * Plans to delete records of the identity mapping, and those of ours that refer to them.
   *
   * @param scope which; see {@link ResyncScope#ofDelete}
   * @param tombstone they are to stay away
   * @param client of the connection's API, which is asked who else refers to shared records
   * @return the planned run
   */
  public Future<ResyncRun> planDelete(
      ResyncSubject subject,
      ResyncScope scope,
      boolean tombstone,
      String requestedBy,
      @Nullable Long mostDeletes,
      EdFiClient client) {
    return (scope.isLimited()
            ? limits.find(subject, scope)
            : Future.<Set<StudentId>>succeededFuture(Set.of()))
        .compose(
            students ->
                stores
                    .database()
                    .inTransaction(
                        tx ->
                            stores
                                .runs()
                                .open(
                                    tx,
                                    subject,
                                    RunKind.DELETE,
                                    scope,
                                    requestedBy,
                                    mostDeletes,
                                    tombstone))
                    .compose(
                        run ->
                            deletes
                                .plan(run, subject, students, pages(client, Duration.ZERO))
                                .compose(planned -> stores.reload(run))));
  }

  private Future<Void> supersede(Tx tx, ResyncSubject subject) {
    return stores
        .runs()
        .supersede(tx, subject.connection().name())
        .compose(
            ended -> {
              Future<Void> forgotten = Future.succeededFuture();
              for (long each : ended) {
                forgotten =
                    forgotten
                        .compose(done -> stores.found().drop(tx, each))
                        .compose(done -> stores.shared().drop(tx, each))
                        .compose(done -> stores.actions().drop(tx, each));
              }
              return forgotten;
            });
  }

  /** A run by its number. */
  public Future<Optional<ResyncRun>> find(long id) {
    return stores.runs().get(stores.database(), id);
  }

  /** The latest runs, the newest first; see {@link RunStore#latest}. */
  public Future<List<ResyncRun>> latest(
      Optional<List<ConnectionName>> connections, Optional<Long> before, int limit) {
    return stores.runs().latest(stores.database(), connections, before, limit);
  }

  /** The latest run of each of the connections that have any. */
  public Future<List<ResyncRun>> latestOfEach(Collection<ConnectionName> connections) {
    return stores.runs().latestOfEach(stores.database(), connections);
  }

  /**
   * An action of a plan.
   *
   * @param place in the plan, to go on behind it
   * @param line as the plan's file has it
   */
  public record PlanLine(ResyncRun.AppliedTo place, String line) {}

  /** The next actions of a plan behind a place; from its beginning if there is none. */
  public Future<List<PlanLine>> lines(
      ResyncRun run, Optional<ResyncRun.AppliedTo> after, int limit) {
    return stores
        .actions()
        .next(stores.database(), run.id(), after.orElse(ActionStore.BEGINNING), limit)
        .map(
            next ->
                next.stream()
                    .map(each -> new PlanLine(each.place(), PlanFile.line(each.action())))
                    .toList());
  }

  /**
   * Writes the plan of a run line by line, see {@link PlanFile}.
   *
   * @param taker gets each line without its end; may block
   */
  public Future<Void> write(ResyncRun run, Consumer<String> taker) {
    taker.accept(PlanFile.head(run));
    return stores
        .actions()
        .each(stores.database(), run.id(), action -> taker.accept(PlanFile.line(action)));
  }

  /**
   * Reads the ODS and compares, from where the run stands until its plan is complete.
   *
   * @param client of the connection's API
   * @param pause from one page of the ODS to the next at least
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
              .compose(done -> stores.reload(run))
              .compose(now -> rest.finish(now, subject, pages(client, pause)))
              .compose(done -> stores.reload(run));
      case PLANNED, APPLYING, DONE, REFUSED, CANCELLED -> Future.succeededFuture(run);
    };
  }

  private Future<Void> read(
      ResyncRun run, ResyncSubject subject, EdFiClient client, Duration pause) {
    OdsReader reader = new OdsReader(stores, pages(client, pause), progress);
    Future<Void> read = Future.succeededFuture();
    for (ResourceName each : subject.resources(run.scope())) {
      read = read.compose(done -> reader.read(run, subject.schema(each), subject.reader(each)));
    }
    return read;
  }

  private OdsPages pages(EdFiClient client, Duration pause) {
    return new OdsPages(stores.vertx(), client, pause);
  }

  /** Allows a plan that many deletes. */
  public Future<ResyncRun> allow(ResyncRun run, long deletes) {
    return stores
        .figures()
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
  public Future<List<PlanFigureStore.SummaryLine>> summary(ResyncRun run) {
    return stores.figures().summary(stores.database(), run.id());
  }
}

package org.statecraft.resync;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Database;
import org.statecraft.deliver.EdFiClient;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.events.EventStore;
import org.statecraft.identity.IdentityMapping;
import org.statecraft.identity.IdentityStore;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.resync.PlannedAction.Found;
import org.statecraft.resync.PlannedAction.Kind;
import org.statecraft.resync.PlannedAction.Phase;
import org.statecraft.resync.PlannedAction.Upon;
import org.statecraft.resync.ResyncRun.AppliedTo;
import org.statecraft.resync.ResyncRun.RunKind;
import org.statecraft.sync.Evaluator;

/**
 * Takes a run from the ODS to a plan, and a plan to the outbox. Every step is committed with how
 * far it got, so a run that was killed goes on from there.
 */
public final class ResyncRunner {

  private static final int STUDENTS_TOGETHER = 500;
  private static final int ACTIONS_TOGETHER = 1_000;
  private static final int MOST_ROUNDS = 4;
  private static final long FEWEST_FOR_A_CEILING = 50;
  private static final double SHARE_FOR_A_CEILING = 0.05;

  private final Vertx vertx;
  private final Database database;
  private final IdentityStore identity = new IdentityStore();
  private final RunStore runs = new RunStore();
  private final FoundStore found = new FoundStore();
  private final StudentStore students = new StudentStore();
  private final SharedStore shared = new SharedStore();
  private final ActionStore actions = new ActionStore();
  private final PlanApplier applier;
  private final RunProgress progress;

  public ResyncRunner(Vertx vertx, Database database, InstantSource clock, RunProgress progress) {
    this.vertx = vertx;
    this.database = database;
    this.progress = progress;
    this.applier =
        new PlanApplier(
            identity, new OutboxStore(identity, new ErrorStore()), new EventStore(), clock);
  }

  /**
   * Begins a run.
   *
   * @param students those it is limited to; ignored if the scope has no limit
   */
  public Future<ResyncRun> open(
      ResyncSubject subject,
      ResyncScope scope,
      List<StudentId> limitedTo,
      String requestedBy,
      @Nullable Long mostDeletes) {
    return database.inTransaction(
        tx ->
            runs.open(
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
                                ? students.limitTo(tx, run.id(), limitedTo)
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
    Set<ResourceName> resources = subject.resources(run.scope());
    return switch (run.state()) {
      case READING ->
          read(run, subject, client, pause, resources)
              .compose(done -> runs.enter(database, run.id(), RunState.COMPARING, null))
              .compose(done -> reload(run))
              .compose(now -> plan(now, subject, client, pause));
      case COMPARING ->
          compare(run, subject, resources)
              .compose(done -> finishPlan(run, subject, resources))
              .compose(done -> reload(run));
      case PLANNED, APPLYING, DONE, REFUSED, CANCELLED -> Future.succeededFuture(run);
    };
  }

  private Future<Void> read(
      ResyncRun run,
      ResyncSubject subject,
      EdFiClient client,
      Duration pause,
      Set<ResourceName> resources) {
    OdsReader reader = new OdsReader(vertx, database, client, runs, found, pause, progress);
    Future<Void> read = Future.succeededFuture();
    for (ResourceName each : resources) {
      read = read.compose(done -> reader.read(run, subject.schema(each), subject.reader(each)));
    }
    return read;
  }

  // --- comparing

  private Future<Void> compare(ResyncRun run, ResyncSubject subject, Set<ResourceName> resources) {
    return comparer(run, subject, resources)
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

  private Future<StudentComparer> comparer(
      ResyncRun run, ResyncSubject subject, Set<ResourceName> resources) {
    return Evaluator.open(database, subject.connection(), subject.rules(), subject.preferences())
        .map(
            evaluator ->
                new StudentComparer(
                    vertx,
                    database,
                    new StudentComparer.Stores(identity, found, students),
                    evaluator,
                    subject.ownedByStudents(resources, true),
                    subject.ownedByStudents(resources, false),
                    run));
  }

  /** A batch is compared while the one before is written. */
  private Future<Void> compareFrom(
      ResyncRun run,
      ResyncSubject subject,
      StudentComparer comparer,
      String after,
      Map<String, Long> counts,
      Future<Void> before) {
    return students
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
                      .compose(both -> keep(run, compared.result(), last, counts));
              return before.compose(
                  done -> compareFrom(run, subject, comparer, last, counts, written));
            });
  }

  private Future<Void> keep(
      ResyncRun run, StudentComparer.Batch batch, String last, Map<String, Long> counts) {
    Map<String, Long> sum = new HashMap<>(counts);
    batch.counts().forEach((name, count) -> sum.merge(name, count, Long::sum));
    sum.merge("students", (long) batch.students().size(), Long::sum);
    return database
        .inTransaction(
            tx ->
                actions
                    .add(tx, run.id(), batch.actions())
                    .compose(added -> shared.add(tx, run.id(), batch.shared()))
                    .compose(
                        added ->
                            run.scope().isLimited()
                                ? students.persons(tx, run.id(), batch.persons())
                                : Future.succeededFuture())
                    .compose(added -> runs.comparedTo(tx, run.id(), last, sum)))
        .onSuccess(
            done -> {
              counts.clear();
              counts.putAll(sum);
              progress.compared(batch.students().size());
            });
  }

  // --- what belongs to no student, and the plan as a whole

  private Future<Void> finishPlan(
      ResyncRun run, ResyncSubject subject, Set<ResourceName> resources) {
    return compareShared(run, subject, resources)
        .compose(planned -> strays(run, subject, resources))
        .compose(planned -> reload(run))
        .compose(this::seal);
  }

  private Future<Void> compareShared(
      ResyncRun run, ResyncSubject subject, Set<ResourceName> resources) {
    Set<ResourceName> sharedOnes = subject.ownedByStudents(resources, false);
    Future<List<IdentityMapping>> mapped = identity.shared(database, run.connection(), sharedOnes);
    Future<Map<ResourceRef, List<SharedStore.Wanted>>> wanted = shared.all(database, run.id());
    return Future.all(mapped, wanted)
        .compose(
            both -> {
              Set<ResourceRef> records = new HashSet<>(wanted.result().keySet());
              mapped.result().forEach(each -> records.add(each.record()));
              return found.of(database, run.id(), records);
            })
        .compose(
            ods -> {
              SharedComparison comparison =
                  new SharedComparison(mapped.result(), ods, run.scope().allSchools());
              List<PlannedAction> planned =
                  comparison.compare(wanted.result(), ref -> subject.definition(ref.resource()));
              return database.inTransaction(tx -> actions.add(tx, run.id(), planned));
            });
  }

  private Future<Void> strays(ResyncRun run, ResyncSubject subject, Set<ResourceName> resources) {
    Set<ResourceName> deletable = new HashSet<>();
    for (ResourceName each : resources) {
      ResourceDefinition definition = subject.definition(each);
      boolean may =
          definition.ownedByStudents()
              ? definition.deletes() == ResourceDefinition.Deletes.WHEN_NOT_DESIRED
              : definition.deletes() != ResourceDefinition.Deletes.NEVER
                  && run.scope().allSchools();
      if (may) {
        deletable.add(each);
      }
    }
    return shared
        .organizations(database, run.id(), run.connection(), subject.organizationPaths(deletable))
        .compose(own -> straysAfter(run, subject, deletable, own, null));
  }

  private Future<Void> straysAfter(
      ResyncRun run,
      ResyncSubject subject,
      Set<ResourceName> deletable,
      List<String> own,
      @Nullable ResourceRef after) {
    return found
        .strays(database, run, deletable, own, !run.scope().isLimited(), after, ACTIONS_TOGETHER)
        .compose(
            strays -> {
              if (strays.isEmpty()) {
                return Future.succeededFuture();
              }
              List<PlannedAction> planned = new ArrayList<>();
              for (FoundRecord each : strays) {
                planned.add(stray(each, subject.definition(each.record().resource())));
              }
              return database
                  .inTransaction(tx -> actions.add(tx, run.id(), planned))
                  .compose(
                      added ->
                          straysAfter(
                              run,
                              subject,
                              deletable,
                              own,
                              strays.get(strays.size() - 1).record()));
            });
  }

  private static PlannedAction stray(FoundRecord found, ResourceDefinition definition) {
    return new PlannedAction(
        definition.ownedByStudents() ? Phase.STRAYS : Phase.SHARED_DELETES,
        Kind.DELETE,
        found.record(),
        null,
        "",
        "in the ODS, in neither Campus nor the identity mapping",
        null,
        List.of(),
        List.of(),
        List.of(),
        true,
        new Found(found.body(), found.id()),
        Upon.NOTHING);
  }

  private Future<Void> seal(ResyncRun run) {
    return hash(run, new AppliedTo(-1, 0), "", new HashMap<>(withoutActions(run)))
        .compose(
            whole ->
                actions
                    .deletes(database, run)
                    .compose(
                        deletes ->
                            database.inTransaction(
                                tx ->
                                    runs.planned(
                                        tx,
                                        run.id(),
                                        whole.counts(),
                                        whole.hash(),
                                        tooMany(deletes, run)))));
  }

  private static Map<String, Long> withoutActions(ResyncRun run) {
    Map<String, Long> counts = new HashMap<>(run.counts());
    for (Kind each : Kind.values()) {
      counts.remove(each.name());
    }
    return counts;
  }

  private record Whole(String hash, Map<String, Long> counts) {}

  /** Page by page, so that memory does not grow with the plan. */
  private Future<Whole> hash(
      ResyncRun run, AppliedTo after, String soFar, Map<String, Long> counts) {
    return actions
        .next(database, run.id(), after, ACTIONS_TOGETHER)
        .compose(
            page -> {
              if (page.isEmpty()) {
                return Future.succeededFuture(new Whole(soFar, counts));
              }
              StringBuilder text = new StringBuilder(soFar);
              for (ActionStore.Placed each : page) {
                PlannedAction action = each.action();
                counts.merge(action.kind().name(), 1L, Long::sum);
                text.append(action.kind())
                    .append(action.record().resource())
                    .append(action.record().key().hash())
                    .append(action.body() == null ? "" : action.body().hash());
              }
              return hash(
                  run,
                  page.get(page.size() - 1).place(),
                  CanonicalJson.hash(text.toString()).toString(),
                  counts);
            });
  }

  private static @Nullable String tooMany(ActionStore.Deletes deletes, ResyncRun run) {
    long ceiling =
        run.mostDeletes()
            .orElse(Math.max(FEWEST_FOR_A_CEILING, (long) (deletes.sent() * SHARE_FOR_A_CEILING)));
    return deletes.planned() <= ceiling
        ? null
        : "it deletes "
            + deletes.planned()
            + " of "
            + deletes.sent()
            + " records that were sent, more than the ceiling of "
            + ceiling
            + "; look at the plan, and allow that many deletes for it if they are right";
  }

  // --- applying

  /** Allows a plan that many deletes. */
  public Future<ResyncRun> allow(ResyncRun run, long deletes) {
    return actions
        .deletes(database, run)
        .compose(
            planned ->
                planned.planned() <= deletes
                    ? runs.allow(database, run.id(), deletes)
                    : Future.succeededFuture())
        .compose(done -> reload(run));
  }

  /**
   * Hands a plan to the outbox.
   *
   * @param exactly refuse it as a whole when something has happened to one of its records since it
   *     was made; else such records are compared anew
   * @return the run, done or refused
   */
  public Future<ResyncRun> apply(ResyncRun run, ResyncSubject subject, boolean exactly) {
    if (run.state() != RunState.PLANNED && run.state() != RunState.APPLYING) {
      return Future.succeededFuture(run);
    }
    return obstacle(run, subject, exactly)
        .compose(
            obstacle ->
                obstacle.isEmpty()
                    ? applyAll(run, subject)
                    : run.problem().isPresent()
                        ? Future.<Void>succeededFuture()
                        : runs.enter(database, run.id(), RunState.REFUSED, obstacle))
        .compose(done -> reload(run));
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
    if (!exactly || run.state() == RunState.APPLYING) {
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

  private Future<Void> applyAll(ResyncRun run, ResyncSubject subject) {
    return runs.enter(database, run.id(), RunState.APPLYING, null)
        .compose(done -> comparer(run, subject, subject.resources(run.scope())))
        .compose(comparer -> applyFrom(run, comparer, run.appliedTo()))
        .compose(done -> runs.enter(database, run.id(), RunState.DONE, null))
        .compose(done -> found.drop(database, run.id()))
        .compose(done -> shared.drop(database, run.id()));
  }

  private Future<Void> applyFrom(ResyncRun run, StudentComparer comparer, AppliedTo after) {
    return actions
        .next(database, run.id(), after, ACTIONS_TOGETHER)
        .map(ResyncRunner::wholeStudents)
        .compose(
            batch -> {
              if (batch.isEmpty()) {
                return Future.succeededFuture();
              }
              AppliedTo last = batch.get(batch.size() - 1).place();
              List<PlannedAction> planned = batch.stream().map(ActionStore.Placed::action).toList();
              return database
                  .inTransaction(
                      tx ->
                          applier
                              .apply(tx, run.connection(), run.revision(), planned)
                              .compose(moved -> runs.appliedTo(tx, run.id(), last).map(moved)))
                  .compose(moved -> again(run, comparer, moved, 1))
                  .compose(
                      done -> {
                        progress.applied(planned.size());
                        return applyFrom(run, comparer, last);
                      });
            });
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

  private Future<ResyncRun> reload(ResyncRun run) {
    return runs.get(database, run.id()).map(now -> now.orElseThrow());
  }
}

package org.statecraft.sync;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.statecraft.campus.StudentId;
import org.statecraft.connections.Connection;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.db.Database;
import org.statecraft.db.PgErrors;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.ErrorEntry;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.events.Event;
import org.statecraft.identity.IdentityMapping;
import org.statecraft.identity.SentValueStore;
import org.statecraft.outbox.AddedActions;
import org.statecraft.plan.Action;
import org.statecraft.plan.StudentPlan;
import org.statecraft.plan.Verb;
import org.statecraft.rows.KeptRow;
import org.statecraft.rules.Decision;
import org.statecraft.rules.Unchanging;

/**
 * Takes a batch of claimed events of one connection from rows to outbox. Reads are a statement each
 * for the whole batch; what comes of it is one transaction.
 */
final class StudentSync {

  private final Database database;
  private final SyncStores stores;
  private final DecisionStore decisions = new DecisionStore();
  private final PreferenceStore preferences = new PreferenceStore();
  private final SentValueStore sent = new SentValueStore();

  StudentSync(SyncStores stores) {
    this.stores = stores;
    this.database = stores.database();
  }

  /** Runs blocking work away from the event loop. */
  interface Workers {
    <T> Future<T> run(Callable<T> work);
  }

  /**
   * Syncs a batch.
   *
   * @return a failed future if nothing of the batch was written; with {@link StalePreferences} when
   *     it was decided by preferences that have changed meanwhile
   */
  Future<SyncResult> sync(
      Connection connection, ConnectionContext context, List<Event> batch, Workers workers) {
    List<StudentId> students = batch.stream().map(Event::student).toList();
    Future<List<KeptRow>> kept =
        stores.rows().ofStudents(database, connection.district(), students);
    Future<Map<StudentId, List<IdentityMapping>>> mapped =
        stores.identity().ofStudents(database, connection.name(), students);
    AtomicReference<Instant> begun = new AtomicReference<>(stores.clock().instant());
    return Future.all(kept, mapped)
        .compose(
            read -> {
              begun.set(stores.clock().instant());
              return workers.run(
                  () ->
                      context.decide(
                          batch, ConnectionContext.byStudent(kept.result()), mapped.result()));
            })
        .compose(
            outcomes ->
                write(
                    connection.name(),
                    context,
                    outcomes,
                    Duration.between(begun.get(), stores.clock().instant())));
  }

  private Future<SyncResult> write(
      ConnectionName connection,
      ConnectionContext context,
      List<StudentOutcome> outcomes,
      Duration deciding) {
    List<StudentOutcome> decided = new ArrayList<>();
    List<StudentOutcome> failed = new ArrayList<>();
    for (StudentOutcome each : outcomes) {
      (each.decision().failed() ? failed : decided).add(each);
    }
    List<StudentPlan> plans =
        decided.stream()
            .filter(each -> !each.actions().isEmpty())
            .map(StudentOutcome::plan)
            .toList();
    return database
        .inTransaction(
            tx ->
                holdPreferences(tx, connection, context)
                    .compose(held -> noteSent(tx, connection, context, decided))
                    .compose(noted -> addToOutbox(tx, connection, plans))
                    .compose(
                        added ->
                            keepDecisions(tx, connection, context, decided)
                                .compose(kept -> tellFindings(tx, connection, outcomes))
                                .compose(told -> putAway(tx, connection, decided, failed))
                                .map(added)))
        .map(added -> result(decided, failed, added, deciding));
  }

  /** From here to the end nobody switches off what we are about to add. */
  private Future<Void> holdPreferences(
      Tx tx, ConnectionName connection, ConnectionContext context) {
    return preferences
        .hold(tx, connection)
        .compose(
            version ->
                version == context.preferenceVersion()
                    ? Future.succeededFuture()
                    : Future.failedFuture(new StalePreferences()));
  }

  /** The events of the decided are done; those of students whose rules failed are parked. */
  private Future<Void> putAway(
      Tx tx, ConnectionName connection, List<StudentOutcome> decided, List<StudentOutcome> failed) {
    return stores
        .events()
        .finish(tx, connection, eventsOf(decided))
        .compose(
            done ->
                stores.events().park(tx, connection, eventsOf(failed), stores.clock().instant()));
  }

  private Future<Void> noteSent(
      Tx tx, ConnectionName connection, ConnectionContext context, List<StudentOutcome> decided) {
    return sent.note(
        tx,
        connection,
        Unchanging.unnoted(
            decided.stream()
                .filter(each -> !each.actions().isEmpty())
                .map(StudentOutcome::decision)
                .toList(),
            context.sent()));
  }

  private Future<AddedActions> addToOutbox(
      Tx tx, ConnectionName connection, List<StudentPlan> plans) {
    return plans.isEmpty()
        ? Future.succeededFuture(AddedActions.NONE)
        : stores.outbox().add(tx, connection, plans);
  }

  private Future<Void> keepDecisions(
      Tx tx, ConnectionName connection, ConnectionContext context, List<StudentOutcome> decided) {
    return decisions.keep(
        tx,
        connection,
        context.rules().revision(),
        stores.clock().instant(),
        decided.stream().map(StudentOutcome::decision).toList());
  }

  private Future<Void> tellFindings(
      Tx tx, ConnectionName connection, List<StudentOutcome> outcomes) {
    List<ErrorEntry> entries = new ArrayList<>();
    Set<StudentId> students = new HashSet<>();
    for (StudentOutcome each : outcomes) {
      students.add(each.event().student());
      each.decision()
          .findings()
          .forEach(finding -> entries.add(entry(each.event().student(), finding)));
    }
    return stores
        .errors()
        .raise(tx, connection, entries)
        .compose(raised -> stores.errors().closeNotRaised(tx, connection, students));
  }

  private static ErrorEntry entry(StudentId student, Decision.Finding finding) {
    String about = finding.source().isEmpty() ? "" : finding.source() + ": ";
    return new ErrorEntry(
        switch (finding.kind()) {
          case RULE_FAILURE -> ErrorType.STUDENT_PARKED;
          case UNMAPPED -> ErrorType.NOT_MAPPED;
          case MISSING, INVALID, REMARK, FIXED -> ErrorType.FINDING;
        },
        finding.resource().orElse(null),
        null,
        student,
        null,
        finding.cause(),
        null,
        about + finding.detail(),
        null);
  }

  /** A student whose sync failed though alone: tried later, and parked after the last attempt. */
  Future<Void> putAside(
      ConnectionName connection, Event event, Throwable error, SyncConfig config) {
    boolean last = event.attempt() >= config.mostAttempts();
    return database.inTransaction(
        tx ->
            last
                ? stores
                    .events()
                    .park(tx, connection, List.of(event), stores.clock().instant())
                    .compose(
                        parked ->
                            stores
                                .errors()
                                .raise(
                                    tx,
                                    connection,
                                    List.of(parked(event, PgErrors.describe(error)))))
                : stores
                    .events()
                    .retry(
                        tx,
                        connection,
                        List.of(event),
                        stores
                            .clock()
                            .instant()
                            .plus(config.retryDelay().multipliedBy(1L << (event.attempt() - 1)))));
  }

  private static ErrorEntry parked(Event event, String why) {
    return new ErrorEntry(
        ErrorType.STUDENT_PARKED,
        null,
        null,
        event.student(),
        null,
        "sync " + why,
        null,
        "The student could not be decided in " + event.attempt() + " attempts: " + why,
        null);
  }

  private static List<Event> eventsOf(List<StudentOutcome> outcomes) {
    return outcomes.stream().map(StudentOutcome::event).toList();
  }

  private static SyncResult result(
      List<StudentOutcome> decided,
      List<StudentOutcome> failed,
      AddedActions added,
      Duration deciding) {
    int desired = 0;
    int findings = 0;
    Map<ResourceName, Integer> excludedBy = new HashMap<>();
    Map<SyncResult.Planned, Integer> plannedBy = new HashMap<>();
    for (StudentOutcome each : decided) {
      desired += each.decision().desired().size();
      findings += each.decision().findings().size();
      for (Decision.Excluded excluded : each.decision().exclusions()) {
        excluded.resource().ifPresent(resource -> excludedBy.merge(resource, 1, Integer::sum));
      }
      for (Action action : each.actions()) {
        plannedBy.merge(
            new SyncResult.Planned(action.record().resource(), action.verb()), 1, Integer::sum);
      }
    }
    // Students ask for the same shared records; only the first request of each is planned.
    added
        .skippedBy()
        .forEach(
            (resource, count) ->
                plannedBy.merge(new SyncResult.Planned(resource, Verb.POST), -count, Integer::sum));
    plannedBy.values().removeIf(count -> count == 0);
    return new SyncResult(
        decided.stream().map(each -> each.event().student()).toList(),
        desired,
        excludedBy,
        findings,
        plannedBy,
        failed.size(),
        deciding);
  }
}

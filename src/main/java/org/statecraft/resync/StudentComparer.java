package org.statecraft.resync;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Database;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.identity.IdentityMapping;
import org.statecraft.identity.IdentityStore;
import org.statecraft.rules.Decision;
import org.statecraft.rules.Decision.Desired;
import org.statecraft.sync.Evaluator;
import org.statecraft.sync.Evaluator.Evaluated;

/** Compares batches of students: four statements for a batch, the rest on workers. */
final class StudentComparer {

  private final RunStores stores;
  private final Database database;
  private final IdentityStore identity;
  private final FoundStore found;
  private final StudentStore students;
  private final Evaluator evaluator;
  private final Comparison comparison;
  private final Set<ResourceName> owned;
  private final Set<ResourceName> shared;
  private final ResyncRun run;
  private final Instant read;

  StudentComparer(RunStores stores, Evaluator evaluator, ResyncSubject subject, ResyncRun run) {
    this.stores = stores;
    this.database = stores.database();
    this.identity = stores.identity();
    this.found = stores.found();
    this.students = stores.students();
    this.evaluator = evaluator;
    Set<ResourceName> resources = subject.resources(run.scope());
    this.owned = subject.ownedByStudents(resources, true);
    this.shared = subject.ownedByStudents(resources, false);
    this.comparison = new Comparison(evaluator.planner(), owned);
    this.run = run;
    this.read = run.createdAt();
  }

  /**
   * What came of a batch.
   *
   * @param sending the decisions that lead to actions
   */
  record Batch(
      List<StudentId> students,
      List<PlannedAction> actions,
      Map<String, Long> counts,
      List<Desired> shared,
      List<Decision> sending,
      Map<StudentId, Set<String>> persons) {}

  Future<Batch> compare(List<StudentId> batch) {
    ConnectionName connection = run.connection();
    return evaluator
        .evaluate(batch, stores::onWorker)
        .compose(
            decided ->
                identity
                    .ofStudents(database, connection, batch)
                    .compose(mapped -> look(batch, decided, mapped)));
  }

  /** Notes what may not change from now on, because a batch is planned. */
  Future<Void> note(Tx tx, Batch batch) {
    return evaluator.noteSent(tx, batch.sending());
  }

  private Future<Batch> look(
      List<StudentId> batch,
      List<Evaluated> decided,
      Map<StudentId, List<IdentityMapping>> mapped) {
    Set<ResourceRef> records = new HashSet<>();
    mapped.values().forEach(list -> list.forEach(each -> records.add(each.record())));
    List<ResourceRef> known = List.copyOf(records);
    decided.forEach(
        each -> each.decision().desired().forEach(wanted -> records.add(wanted.record())));
    records.removeIf(each -> !owned.contains(each.resource()));
    Future<Map<ResourceRef, FoundRecord>> ods = found.of(database, run.id(), records);
    Future<Set<ResourceRef>> newer = students.newer(database, run.connection(), batch, read, known);
    return Future.all(ods, newer)
        .compose(
            all ->
                stores.onWorker(
                    () -> compare(batch, decided, mapped, ods.result(), newer.result())));
  }

  private Batch compare(
      List<StudentId> batch,
      List<Evaluated> decided,
      Map<StudentId, List<IdentityMapping>> mapped,
      Map<ResourceRef, FoundRecord> ods,
      Set<ResourceRef> newer) {
    List<PlannedAction> actions = new ArrayList<>();
    Map<String, Long> counts = new HashMap<>();
    List<Desired> wanted = new ArrayList<>();
    List<Decision> sending = new ArrayList<>();
    Map<StudentId, Set<String>> persons = new HashMap<>();
    for (Evaluated each : decided) {
      StudentId student = each.decision().student();
      Comparison.Compared compared =
          comparison.compare(each, mapped.getOrDefault(student, List.of()), ods, newer);
      actions.addAll(compared.actions());
      if (!compared.actions().isEmpty()) {
        sending.add(each.decision());
      }
      compared.counts().forEach((name, count) -> counts.merge(name, count, Long::sum));
      each.decision().desired().stream()
          .filter(desired -> shared.contains(desired.record().resource()))
          .forEach(wanted::add);
      persons.put(student, each.persons());
    }
    return new Batch(batch, actions, counts, wanted, sending, persons);
  }
}

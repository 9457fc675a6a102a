package org.statecraft.resync;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.events.EventStore;
import org.statecraft.identity.CorrectionStore;
import org.statecraft.identity.HeldRecord;
import org.statecraft.identity.IdentityMapping;
import org.statecraft.identity.IdentityStore;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.plan.Action;
import org.statecraft.plan.StudentPlan;
import org.statecraft.plan.Verb;
import org.statecraft.resync.PlannedAction.Found;
import org.statecraft.resync.PlannedAction.Kind;
import org.statecraft.resync.PlannedAction.Phase;
import org.statecraft.resync.PlannedAction.Upon;

/**
 * Does planned actions within a transaction: puts the identity mapping right by what the ODS was
 * found to hold, and hands the requests to the outbox, which sends them in order.
 */
final class PlanApplier {

  private final IdentityStore identity;
  private final CorrectionStore corrections = new CorrectionStore();
  private final OutboxStore outbox;
  private final EventStore events;
  private final InstantSource clock;

  PlanApplier(IdentityStore identity, OutboxStore outbox, EventStore events, InstantSource clock) {
    this.identity = identity;
    this.outbox = outbox;
    this.events = events;
    this.clock = clock;
  }

  /**
   * What came of some actions.
   *
   * @param moved the students of whom a record was touched since; nothing was done of them
   */
  record Applied(List<PlannedAction> done, Set<StudentId> moved) {}

  /**
   * Does those actions whose ground has not moved since they were planned.
   *
   * @param revision of the pack that decided them
   * @return what was done, and the students of the others
   */
  Future<Applied> apply(
      Tx tx, ConnectionName connection, String revision, List<PlannedAction> actions) {
    List<ResourceRef> records = actions.stream().map(PlannedAction::record).toList();
    Set<StudentId> students = new HashSet<>();
    actions.forEach(
        each -> {
          if (each.student() != null) {
            students.add(each.student());
          }
        });
    return corrections
        .lock(tx, connection, records)
        .compose(
            locked ->
                events
                    .waiting(tx, connection, students)
                    .compose(
                        waiting -> {
                          Set<StudentId> moved = new HashSet<>(waiting);
                          List<PlannedAction> firm = firm(actions, locked, moved);
                          return carryOut(tx, connection, revision, firm)
                              .map(new Applied(firm, moved));
                        }));
  }

  /** Without the actions of students of whom one record has moved; these are added to moved. */
  private static List<PlannedAction> firm(
      List<PlannedAction> actions, List<IdentityMapping> locked, Set<StudentId> moved) {
    Map<ResourceRef, IdentityMapping> now = new HashMap<>();
    locked.forEach(each -> now.put(each.record(), each));
    List<PlannedAction> firm = new ArrayList<>();
    for (PlannedAction each : actions) {
      IdentityMapping mapping = now.get(each.record());
      Upon upon = mapping == null ? Upon.NOTHING : Upon.of(mapping);
      if (Objects.equals(upon, each.upon())) {
        firm.add(each);
      } else if (each.student() != null) {
        moved.add(each.student());
      }
    }
    firm.removeIf(each -> each.student() != null && moved.contains(each.student()));
    return firm;
  }

  private Future<Void> carryOut(
      Tx tx, ConnectionName connection, String revision, List<PlannedAction> firm) {
    Map<ResourceRef, HeldRecord> held = new LinkedHashMap<>();
    List<ResourceRef> forgotten = new ArrayList<>();
    for (PlannedAction each : firm) {
      if (each.correct()) {
        held.put(each.record(), held(each));
      }
      if (each.kind() == Kind.FORGET) {
        forgotten.add(each.record());
      }
    }
    return corrections
        .correct(tx, connection, revision, held.values())
        .compose(corrected -> outbox.add(tx, connection, plans(revision, firm)))
        .compose(added -> identity.forget(tx, connection, forgotten));
  }

  private static HeldRecord held(PlannedAction action) {
    Found found = action.found();
    return new HeldRecord(
        action.record(),
        action.student(),
        action.sources(),
        found == null ? null : found.body(),
        found == null ? null : found.id());
  }

  /** One plan for each student, and one for what belongs to nobody, in the order of the actions. */
  private List<StudentPlan> plans(String revision, List<PlannedAction> firm) {
    Map<StudentId, List<Action>> byStudent = new LinkedHashMap<>();
    List<PlannedAction> ofNobody = new ArrayList<>();
    for (PlannedAction each : firm) {
      StudentId student = each.student();
      if (!each.kind().isRequest()) {
        continue;
      }
      if (student == null) {
        ofNobody.add(each);
      } else {
        byStudent.computeIfAbsent(student, id -> new ArrayList<>()).add(action(each));
      }
    }
    List<StudentPlan> plans = new ArrayList<>();
    byStudent.forEach(
        (student, actions) ->
            plans.add(new StudentPlan(student, clock.instant(), revision, actions)));
    if (!ofNobody.isEmpty()) {
      plans.add(
          new StudentPlan(
              null,
              clock.instant(),
              revision,
              ofNobody.stream().map(PlanApplier::action).toList()));
    }
    return plans;
  }

  private static Action action(PlannedAction each) {
    boolean shared = each.phase() == Phase.SHARED_WRITES || each.phase() == Phase.SHARED_DELETES;
    return new Action(
        Verb.valueOf(each.kind().name()),
        each.record(),
        each.body(),
        shared,
        each.sources(),
        each.after(),
        each.rules());
  }
}

package org.statecraft.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.identity.PlannedRecord;
import org.statecraft.plan.Action;
import org.statecraft.plan.StudentPlan;
import org.statecraft.plan.Verb;

/**
 * The actions of a batch of plans in the order they must be done, and what each must wait for.
 * Pure; the old actions it needs to know are handed in.
 */
final class NewActions {

  /** One action to be added. */
  record NewAction(@Nullable StudentId student, Instant changedAt, String revision, Action action) {

    boolean onlyIfAbsent() {
      return action.shared() && action.verb() == Verb.POST;
    }

    PlannedRecord planned() {
      return new PlannedRecord(
          action.record(), student, action.sources(), action.body(), revision, onlyIfAbsent());
    }
  }

  /** What an action waits for: actions of the outbox by id, actions of this batch by place. */
  record Waits(Set<Long> old, Set<Integer> places) {

    int count() {
      return old.size() + places.size();
    }
  }

  private final List<NewAction> actions;

  private NewActions(List<NewAction> actions) {
    this.actions = actions;
  }

  static NewActions of(List<StudentPlan> plans) {
    List<NewAction> actions = new ArrayList<>();
    for (StudentPlan plan : plans) {
      for (Action action : plan.actions()) {
        actions.add(
            new NewAction(
                action.shared() ? null : plan.student(),
                plan.changedAt(),
                plan.revision(),
                action));
      }
    }
    return new NewActions(actions);
  }

  /** What the records shall be at the end: the last action of each decides. */
  List<PlannedRecord> planned() {
    Map<ResourceRef, PlannedRecord> planned = new LinkedHashMap<>();
    for (NewAction added : actions) {
      if (added.onlyIfAbsent()) {
        planned.putIfAbsent(added.action().record(), added.planned());
      } else {
        planned.put(added.action().record(), added.planned());
      }
    }
    return List.copyOf(planned.values());
  }

  /** Without the shared records that exist, and each of the others once. */
  NewActions withoutShared(Set<ResourceRef> absent) {
    Set<ResourceRef> open = new HashSet<>(absent);
    return new NewActions(
        actions.stream()
            .filter(added -> !added.onlyIfAbsent() || open.remove(added.action().record()))
            .toList());
  }

  List<NewAction> list() {
    return actions;
  }

  /** How many actions each resource has. The map is the caller's. */
  Map<ResourceName, Integer> countByResource() {
    Map<ResourceName, Integer> count = new HashMap<>();
    actions.forEach(added -> count.merge(added.action().record().resource(), 1, Integer::sum));
    return count;
  }

  List<ResourceRef> records() {
    Set<ResourceRef> records = new LinkedHashSet<>();
    actions.forEach(added -> records.add(added.action().record()));
    return List.copyOf(records);
  }

  /** The records others than our own that an action must come after. */
  List<ResourceRef> foreignRecords() {
    Set<ResourceRef> records = new LinkedHashSet<>();
    actions.forEach(added -> records.addAll(added.action().after()));
    records.removeAll(new HashSet<>(records()));
    return List.copyOf(records);
  }

  /**
   * What each action waits for: the one before it of its own record, and what is unfinished of the
   * records it comes after. Only ever on what comes earlier, so that none waits in a ring.
   *
   * @param running actions of our records that stay: being sent, or deletes that come first
   * @param unfinished actions of the foreign records
   */
  List<Waits> waits(Map<ResourceRef, List<Long>> running, Map<ResourceRef, List<Long>> unfinished) {
    Map<ResourceRef, Integer> newest = new HashMap<>();
    List<Waits> waits = new ArrayList<>(actions.size());
    for (int place = 0; place < actions.size(); place++) {
      Action action = actions.get(place).action();
      Waits own = new Waits(new LinkedHashSet<>(), new LinkedHashSet<>());
      waitFor(action.record(), newest, running, own);
      for (ResourceRef before : action.after()) {
        waitFor(before, newest, running, own);
        own.old().addAll(unfinished.getOrDefault(before, List.of()));
      }
      waits.add(own);
      newest.put(action.record(), place);
    }
    return waits;
  }

  private static void waitFor(
      ResourceRef record,
      Map<ResourceRef, Integer> newest,
      Map<ResourceRef, List<Long>> running,
      Waits waits) {
    Integer place = newest.get(record);
    if (place != null) {
      waits.places().add(place);
    } else {
      waits.old().addAll(running.getOrDefault(record, List.of()));
    }
  }

  /** What the first action of each record does. */
  Map<ResourceRef, Verb> firstVerbs() {
    Map<ResourceRef, Verb> verbs = new HashMap<>();
    actions.forEach(added -> verbs.putIfAbsent(added.action().record(), added.action().verb()));
    return verbs;
  }

  /** The last action of each record, by its place. */
  Map<ResourceRef, Integer> newest() {
    Map<ResourceRef, Integer> newest = new HashMap<>();
    for (int place = 0; place < actions.size(); place++) {
      newest.put(actions.get(place).action().record(), place);
    }
    return newest;
  }
}

package org.statecraft.outbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.errorlog.ErrorEntry;
import org.statecraft.outbox.BlockerStore.Blocker;
import org.statecraft.plan.Verb;

/**
 * What follows for others from actions that were settled.
 *
 * @param over actions that are over, each with the newer one that takes its place
 * @param blocked who waits for actions of ours
 * @param awaited causes of those who wait for records that came to be
 * @param known students whom the API is now seen to know
 * @param deleted records
 * @param raised what people are told
 * @param pastCauses that no longer hold these actions up
 */
record Conclusions(
    Map<Long, @Nullable Long> over,
    List<Blocker> blocked,
    Set<String> awaited,
    Set<String> known,
    List<ResourceRef> deleted,
    List<ErrorEntry> raised,
    Set<String> pastCauses) {

  /** What an action became, and the newer action of its record if that is why. */
  record Settled(OutboxState state, @Nullable Long successor) {}

  private Conclusions() {
    this(
        new TreeMap<>(),
        new ArrayList<>(),
        new HashSet<>(),
        new HashSet<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new HashSet<>());
  }

  /**
   * Draws them.
   *
   * @param waits the actions that an action of ours must wait for, by its id
   * @param settled what became of them, by id; of one that was taken over nothing follows
   */
  static Conclusions of(
      List<Settlement> ours, Map<Long, List<Long>> waits, Map<Long, Settled> settled) {
    Conclusions drawn = new Conclusions();
    for (Settlement each : ours) {
      Settled now = settled.get(each.entry().id());
      if (now != null) {
        drawn.add(each, now, cause(each, waits), waits.getOrDefault(each.entry().id(), List.of()));
      }
    }
    drawn.awaited.addAll(drawn.pastCauses);
    return drawn;
  }

  /** What holds an action up; who waits for an action of ours needs no cause. */
  static @Nullable String cause(Settlement settlement, Map<Long, List<Long>> waits) {
    return waits.containsKey(settlement.entry().id()) ? null : settlement.cause();
  }

  private void add(Settlement settlement, Settled now, @Nullable String cause, List<Long> before) {
    OutboxEntry entry = settlement.entry();
    if (entry.cause() != null && !entry.cause().equals(cause)) {
      pastCauses.add(entry.cause());
    }
    if (now.state() == OutboxState.DONE && settlement.brings()) {
      AbsentRecord.of(entry.record()).forEach(record -> awaited.add(record.cause()));
      if (entry.student() != null) {
        known.add(entry.student().value());
      }
    }
    if (now.state().isOver()) {
      over.put(entry.id(), now.successor());
      if (entry.verb() == Verb.DELETE) {
        deleted.add(entry.record());
      }
      if (cause != null) {
        pastCauses.add(cause);
      }
      return;
    }
    before.forEach(id -> blocked.add(new Blocker(id, entry.id())));
    // Who waits for an action of ours has nothing to tell people: that action has.
    if (before.isEmpty()) {
      raised.addAll(settlement.errors());
    }
  }
}

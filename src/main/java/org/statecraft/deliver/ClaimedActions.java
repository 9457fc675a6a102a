package org.statecraft.deliver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.statecraft.outbox.OutboxEntry;

/** Actions in our hands that are not sent yet, in the order they are to be sent. One thread. */
final class ClaimedActions {

  /** A claim takes the database some time; so much work should be there meanwhile. */
  private static final long AHEAD_NANOS = 150_000_000;

  /** What a process has in hand no other one can send. */
  private static final int MOST = 1_024;

  private final Deque<OutboxEntry> entries = new ArrayDeque<>();
  private long worker;

  boolean isEmpty() {
    return entries.isEmpty();
  }

  int size() {
    return entries.size();
  }

  Stream<Long> ids() {
    return entries.stream().map(OutboxEntry::id);
  }

  void add(List<OutboxEntry> claimed) {
    entries.addAll(claimed);
  }

  /** Forgets what was claimed under another id than ours: it is others' by now. */
  void dropOthers(long id) {
    if (worker != id) {
      worker = id;
      entries.removeIf(entry -> entry.worker() != id);
    }
  }

  /**
   * The next one.
   *
   * @param unsuspected rather one that failed little, because it is to tell of the API's health and
   *     not of its own
   */
  OutboxEntry next(boolean unsuspected) {
    if (!unsuspected) {
      return entries.remove();
    }
    OutboxEntry least =
        entries.stream().min(Comparator.comparing(OutboxEntry::attempt)).orElseThrow();
    entries.remove(least);
    return least;
  }

  /**
   * How many to have in hand, those being sent included.
   *
   * @param limit how many may be sent at once
   * @param latency how long each takes; zero if unknown
   */
  int wanted(int limit, Duration latency) {
    long each = latency.isZero() ? AHEAD_NANOS : Math.max(1, latency.toNanos());
    long rounds = Math.max(2, AHEAD_NANOS / each);
    return (int) Math.max(2L * limit, Math.min(MOST, limit * rounds));
  }
}

package org.statecraft.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.CauseSummary;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.errorlog.RootCause;
import org.statecraft.outbox.HeldUp;

/**
 * A root cause, or many of one kind that would only fill the screen, with all that it holds up.
 *
 * @param name what to call it by: the id of the cause, or the words that all of them begin with
 * @param text what it is, for people
 * @param failing records that fail because of it, by resource
 * @param behind records that wait for those
 */
public record ErrorGroup(
    String name,
    ConnectionName connection,
    ErrorType type,
    String text,
    List<RootCause> roots,
    SortedMap<ResourceName, Long> failing,
    long behind,
    long entries,
    long archived,
    long occurrences,
    Instant firstAt,
    Instant lastAt,
    String detail,
    Optional<String> correlationId) {

  /** More causes that differ only in the record they are about are shown as one. */
  private static final int MOST_OF_A_KIND = 5;

  private static final String RECORD = " [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";

  private record Kind(ConnectionName connection, ErrorType type, String words) {}

  private record Key(ConnectionName connection, String cause) {}

  /** All records that would go on without it. */
  public long records() {
    return behind + failing.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether it is about a resource. */
  public boolean concerns(ResourceName resource) {
    return failing.containsKey(resource);
  }

  /** The groups, the one that holds up most first. */
  static List<ErrorGroup> of(List<CauseSummary> summaries, List<HeldUp> heldUp) {
    Map<Key, HeldUp> byCause = new HashMap<>();
    heldUp.forEach(each -> byCause.put(new Key(each.connection(), each.cause()), each));
    Map<Kind, List<ErrorGroup>> kinds = new LinkedHashMap<>();
    for (CauseSummary each : summaries) {
      RootCause root = each.root();
      kinds
          .computeIfAbsent(
              new Kind(root.connection(), root.type(), root.cause().replaceFirst(RECORD, "")),
              kind -> new ArrayList<>())
          .add(single(each, byCause.get(new Key(root.connection(), root.cause()))));
    }
    List<ErrorGroup> groups = new ArrayList<>();
    kinds.forEach(
        (kind, members) -> {
          if (members.size() > MOST_OF_A_KIND) {
            groups.add(together(kind, members));
          } else {
            groups.addAll(members);
          }
        });
    groups.sort(
        Comparator.comparingLong(ErrorGroup::records)
            .thenComparingLong(ErrorGroup::entries)
            .reversed()
            .thenComparing(ErrorGroup::connection)
            .thenComparing(ErrorGroup::text));
    return groups;
  }

  private static ErrorGroup single(CauseSummary summary, @Nullable HeldUp held) {
    SortedMap<ResourceName, Long> failing = new TreeMap<>();
    // Campus errors hold up nothing in the outbox, but are about a resource all the same.
    summary.resources().forEach(resource -> failing.put(resource, 0L));
    if (held != null) {
      failing.putAll(held.actions());
    }
    return new ErrorGroup(
        summary.root().id(),
        summary.root().connection(),
        summary.root().type(),
        summary.root().cause(),
        List.of(summary.root()),
        failing,
        held == null ? 0 : held.behind(),
        summary.entries(),
        summary.archived(),
        summary.occurrences(),
        summary.firstAt(),
        summary.lastAt(),
        summary.detail(),
        summary.correlationId());
  }

  private static ErrorGroup together(Kind kind, List<ErrorGroup> members) {
    SortedMap<ResourceName, Long> failing = new TreeMap<>();
    members.forEach(
        each -> each.failing().forEach((name, count) -> failing.merge(name, count, Long::sum)));
    ErrorGroup newest =
        members.stream().max(Comparator.comparing(ErrorGroup::lastAt)).orElseThrow();
    return new ErrorGroup(
        kind.words(),
        kind.connection(),
        kind.type(),
        kind.words() + " (" + members.size() + " different ones)",
        members.stream().flatMap(each -> each.roots().stream()).toList(),
        failing,
        sum(members, ErrorGroup::behind),
        sum(members, ErrorGroup::entries),
        sum(members, ErrorGroup::archived),
        sum(members, ErrorGroup::occurrences),
        members.stream().map(ErrorGroup::firstAt).min(Comparator.naturalOrder()).orElseThrow(),
        newest.lastAt(),
        newest.detail(),
        newest.correlationId());
  }

  private static long sum(List<ErrorGroup> members, ToLongFunction<ErrorGroup> value) {
    return members.stream().mapToLong(value).sum();
  }
}

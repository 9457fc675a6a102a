package org.statecraft.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.statecraft.history.CircuitEvent.State;
import org.statecraft.history.Violation.Kind;

/**
 * Compares all requests an API received, and what it holds at the end, with what should have been.
 * It knows neither the rules nor the planner nor the outbox.
 */
public final class HistoryChecker {

  /** A request may have been on its way when the circuit opened or a process died. */
  private static final Duration ON_ITS_WAY = Duration.ofMillis(250);

  private final List<HistoryEntry> history;
  private final Map<List<String>, String> state;
  private final Wanted wanted;
  private final List<CircuitEvent> circuit;
  private final List<Instant> deaths;
  private final List<Violation> violations = new ArrayList<>();
  private final Map<List<String>, List<HistoryEntry>> byRecord = new LinkedHashMap<>();

  private HistoryChecker(
      List<HistoryEntry> history,
      Map<List<String>, String> state,
      Wanted wanted,
      List<CircuitEvent> circuit,
      List<Instant> deaths) {
    this.history = history;
    this.state = state;
    this.wanted = wanted;
    this.circuit = circuit;
    this.deaths = deaths;
    for (HistoryEntry each : history) {
      if (!each.record().isEmpty() && wanted.owned().contains(each.resource())) {
        byRecord.computeIfAbsent(each.record(), record -> new ArrayList<>()).add(each);
      }
    }
  }

  /**
   * Checks.
   *
   * @param history all requests, in the order they were worked on
   * @param state hashes of what the API holds at the end, by record
   * @param circuit the breaker's events, oldest first; none if there was no breaker
   * @param deaths when processes that sent were killed: a request under way then ended with them
   * @return what was not kept; empty if all was
   */
  public static List<Violation> check(
      List<HistoryEntry> history,
      Map<List<String>, String> state,
      Wanted wanted,
      List<CircuitEvent> circuit,
      List<Instant> deaths) {
    HistoryChecker checker = new HistoryChecker(history, state, wanted, circuit, deaths);
    checker.compareEnd();
    checker.byRecord.forEach(checker::checkRecord);
    checker.checkParents();
    checker.checkCircuit();
    return checker.violations;
  }

  // --- the end

  private void compareEnd() {
    wanted
        .records()
        .forEach(
            (record, course) -> {
              Optional<String> should = course.atEnd();
              Optional<String> is = Optional.ofNullable(state.get(record));
              if (should.isPresent() && is.isEmpty()) {
                tell(Kind.MISSING, record, "should be at the API and is not");
              } else if (should.isEmpty() && is.isPresent()) {
                tell(Kind.EXTRA, record, "should be gone and is at the API");
              } else if (!should.equals(is)) {
                tell(Kind.DIFFERENT, record, "should hold " + should + " and holds " + is);
              }
            });
    for (List<String> record : wanted.sharedAtEnd()) {
      if (!state.containsKey(record)) {
        tell(Kind.MISSING, record, "is referred to, should be at the API and is not");
      }
    }
    for (Map.Entry<List<String>, String> each : state.entrySet()) {
      List<String> record = each.getKey();
      if (wanted.owned().contains(record.get(0)) && !wanted.records().containsKey(record)) {
        Set<String> may = wanted.shared().get(record);
        if (may == null) {
          tell(Kind.EXTRA, record, "is at the API and was never wanted");
        } else if (!may.contains(each.getValue())) {
          tell(Kind.DIFFERENT, record, "holds " + each.getValue() + ", may hold " + may);
        }
      }
    }
  }

  private void tell(Kind kind, List<String> record, String detail) {
    violations.add(new Violation(kind, record, byRecord.getOrDefault(record, List.of()), detail));
  }

  // --- one record

  private void checkRecord(List<String> record, List<HistoryEntry> requests) {
    List<HistoryEntry> effective = requests.stream().filter(HistoryEntry::isEffective).toList();
    HistoryEntry before = null;
    for (HistoryEntry each : effective) {
      if (before != null
          && !each.isDelete()
          && !before.isDelete()
          && each.content().equals(before.content())) {
        violations.add(
            new Violation(
                Kind.DUPLICATE_EFFECT, record, List.of(before, each), "the same content twice"));
      }
      if (before != null && each.isDelete() && before.isDelete()) {
        violations.add(
            new Violation(Kind.DUPLICATE_EFFECT, record, List.of(before, each), "deleted twice"));
      }
      before = each;
    }
    Wanted.Course course = wanted.records().get(record);
    if (course != null) {
      new CourseWalk(record, course).walk(effective).ifPresent(violations::add);
    } else {
      checkShared(record, effective);
    }
    checkOverlap(record, requests);
  }

  private void checkShared(List<String> record, List<HistoryEntry> effective) {
    Set<String> may = wanted.shared().getOrDefault(record, Set.of());
    for (HistoryEntry each : effective) {
      if (each.isDelete()) {
        violations.add(
            new Violation(Kind.ORDER, record, List.of(each), "shared records are never deleted"));
      } else if (!may.contains(each.content())) {
        violations.add(
            new Violation(Kind.NEVER_WANTED, record, List.of(each), "nobody wanted this content"));
      }
    }
  }

  /** Two requests of one record are never under way together. */
  private void checkOverlap(List<String> record, List<HistoryEntry> requests) {
    HistoryEntry before = null;
    for (HistoryEntry each : requests) {
      if (before != null
          && before.status() != 0
          && each.time().isBefore(before.answered())
          && !diedBetween(before.time(), each.time())
          && !gaveUp(before, each)) {
        violations.add(
            new Violation(
                Kind.OVERLAP, record, List.of(before, each), "sent while the other was under way"));
      }
      before = each;
    }
  }

  /** The client's time-out: it did not wait for the answer. */
  private static boolean gaveUp(HistoryEntry before, HistoryEntry next) {
    return Duration.between(before.time(), next.time()).compareTo(CLIENT_TIMEOUT) >= 0;
  }

  /** The shortest time-out that tests set for a connection. */
  public static final Duration CLIENT_TIMEOUT = Duration.ofMillis(400);

  private boolean diedBetween(Instant from, Instant to) {
    return deaths.stream()
        .anyMatch(death -> !death.isBefore(from.minus(ON_ITS_WAY)) && !death.isAfter(to));
  }

  // --- parents

  /**
   * A document that refers to a record of ours follows the confirmation of that record: the answer
   * to its write, or to a read that found it after an answer was lost.
   */
  private void checkParents() {
    Map<List<String>, HistoryEntry> confirmed = new HashMap<>();
    for (HistoryEntry each : history) {
      if (each.isWrite()) {
        for (List<String> parent : each.refersTo()) {
          if (wanted.owned().contains(parent.get(0)) && !parent.equals(each.record())) {
            HistoryEntry there = confirmed.get(parent);
            if (there == null || there.answered().isAfter(each.time())) {
              violations.add(
                  new Violation(
                      Kind.CHILD_BEFORE_PARENT,
                      each.record(),
                      withAll(parent, each),
                      "sent before " + String.join(" ", parent) + " was confirmed"));
            }
          }
        }
      }
      if (each.confirms()) {
        confirmed.merge(
            each.record(), each, (old, now) -> old.answered().isBefore(now.answered()) ? old : now);
      } else if (each.effect().equals("deleted")) {
        confirmed.remove(each.record());
      }
    }
  }

  /** The child's request behind all those of the parent. */
  private List<HistoryEntry> withAll(List<String> parent, HistoryEntry child) {
    return Stream.concat(byRecord.getOrDefault(parent, List.of()).stream(), Stream.of(child))
        .toList();
  }

  // --- circuit

  private void checkCircuit() {
    Set<String> circuits = new TreeSet<>();
    circuit.forEach(each -> circuits.add(each.resource()));
    circuits.forEach(this::checkCircuit);
  }

  private void checkCircuit(String resource) {
    List<CircuitEvent> events =
        circuit.stream().filter(each -> each.resource().equals(resource)).toList();
    for (int i = 0; i < events.size(); i++) {
      CircuitEvent from = events.get(i);
      Instant end = i + 1 < events.size() ? events.get(i + 1).time() : Instant.MAX;
      List<HistoryEntry> within =
          history.stream()
              .filter(each -> resource.isEmpty() || each.resource().equals(resource))
              .filter(each -> each.time().isAfter(from.time().plus(ON_ITS_WAY)))
              .filter(each -> each.time().isBefore(end))
              .toList();
      if (from.state() == State.OPEN && !within.isEmpty()) {
        tellCircuit(from, within, within.size() + " requests while the circuit was open");
      } else if (from.state() == State.HALF_OPEN) {
        checkProbes(from, within);
      }
    }
  }

  private void checkProbes(CircuitEvent from, List<HistoryEntry> within) {
    for (int i = 1; i < within.size(); i++) {
      if (within.get(i).time().isBefore(within.get(i - 1).answered())) {
        tellCircuit(from, within.subList(i - 1, i + 1), "two probes at once");
      }
    }
  }

  private void tellCircuit(CircuitEvent from, List<HistoryEntry> requests, String detail) {
    violations.add(
        new Violation(
            Kind.OPEN_CIRCUIT,
            from.resource().isEmpty() ? List.of() : List.of(from.resource()),
            requests,
            detail + ", " + from.state() + " since " + from.time()));
  }
}

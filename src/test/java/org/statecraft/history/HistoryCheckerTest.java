package org.statecraft.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.statecraft.history.Violation.Kind;

/** Histories that are broken in one place each; what is broken must be found, and nothing else. */
class HistoryCheckerTest {

  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
  private static final List<String> CHILD = List.of("children", "1");
  private static final List<String> PARENT = List.of("parents", "p");

  /** Wanted as "a", then "b", then not, then "c"; nothing is shared but its parent. */
  private static final Wanted WANTED =
      new Wanted(
          Map.of(
              CHILD,
              new Wanted.Course(
                  List.of(
                      List.of(Optional.empty()),
                      List.of(Optional.of("a")),
                      List.of(Optional.of("b")),
                      List.of(Optional.empty()),
                      List.of(Optional.of("c"))))),
          Map.of(PARENT, Set.of("p")),
          Set.of(PARENT),
          Set.of("children", "parents"));

  private final List<HistoryEntry> history = new ArrayList<>();
  private final Map<List<String>, String> state = new HashMap<>();
  private final List<CircuitEvent> circuit = new ArrayList<>();
  private final List<Instant> deaths = new ArrayList<>();

  @Test
  void aHistoryAsItShouldBe_hasNoViolation() {
    parent();
    post("a");
    put("b");
    delete();
    post("c");
    check();
  }

  @Test
  void statesMayBeLeftOut_andRequestsRepeatedWithoutEffect() {
    parent();
    post("b");
    add("POST", CHILD, List.of(PARENT), 200, "unchanged", "b", 10);
    put("c");
    check();
  }

  @Test
  void recordThatIsNotThere_isMissing() {
    parent();
    check(Kind.MISSING);
  }

  @Test
  void parentThatIsNotThere_isMissing() {
    parent();
    post("c");
    state.remove(PARENT);
    check(Kind.MISSING);
  }

  @Test
  void recordThatShouldBeGone_isExtra() {
    parent();
    post("c");
    state.put(List.of("children", "2"), "x");
    check(Kind.EXTRA);
  }

  @Test
  void recordWithAnOldContent_isDifferent() {
    parent();
    post("a");
    put("b");
    check(Kind.DIFFERENT);
  }

  @Test
  void secondEffectiveWriteOfTheSameContent_isADuplicate() {
    parent();
    post("a");
    put("a");
    put("c");
    check(Kind.DUPLICATE_EFFECT);
  }

  @Test
  void secondEffectiveDelete_isADuplicate() {
    parent();
    post("b");
    delete();
    add("DELETE", CHILD, List.of(), 204, "deleted", "", 10);
    post("c");
    check(Kind.DUPLICATE_EFFECT);
  }

  @Test
  void postThatMakesAnew_whatANewerDeleteRemoved_isFound() {
    parent();
    post("a");
    delete();
    post("a");
    put("c");
    check(Kind.RECREATED);
  }

  @Test
  void olderContentAfterNewer_isOutOfOrder() {
    parent();
    post("b");
    put("a");
    put("c");
    check(Kind.ORDER);
  }

  @Test
  void olderSharedStateAfterNewer_isOutOfOrder() {
    Wanted twoWays =
        new Wanted(
            Map.of(
                CHILD,
                new Wanted.Course(
                    List.of(
                        List.of(Optional.empty(), Optional.empty()),
                        List.of(Optional.of("a1"), Optional.of("a2")),
                        List.of(Optional.of("b1"), Optional.of("b2"))))),
            Map.of(PARENT, Set.of("p")),
            Set.of(),
            WANTED.owned());
    parent();
    post("a2");
    put("b1");
    put("b2");
    assertEquals(
        List.of(Kind.ORDER),
        HistoryChecker.check(history, state, twoWays, circuit, deaths).stream()
            .map(Violation::kind)
            .toList());
  }

  @Test
  void contentNobodyWanted_isFound() {
    parent();
    post("x");
    put("c");
    check(Kind.NEVER_WANTED);
  }

  @Test
  void childBeforeItsParent_isFound_evenWhenTheApiRefusedIt() {
    add("POST", CHILD, List.of(PARENT), 409, "none", "c", 10);
    parent();
    post("c");
    check(Kind.CHILD_BEFORE_PARENT);
  }

  @Test
  void childBeforeItsParentIsConfirmed_isFound() {
    add("POST", PARENT, List.of(), 0, "created", "p", 10);
    state.put(PARENT, "p");
    post("c");
    check(Kind.CHILD_BEFORE_PARENT);
  }

  @Test
  void parentThatWasFoundAfterItsAnswerWasLost_isConfirmed() {
    add("POST", PARENT, List.of(), 0, "created", "p", 10);
    state.put(PARENT, "p");
    add("GET", PARENT, List.of(), 200, "none", "p", 10);
    post("c");
    check();
  }

  @Test
  void parentThatWasAskedForInVain_isNotConfirmed() {
    add("POST", PARENT, List.of(), 0, "created", "p", 10);
    state.put(PARENT, "p");
    add("GET", PARENT, List.of(), 503, "none", "p", 10);
    post("c");
    check(Kind.CHILD_BEFORE_PARENT);
  }

  @Test
  void deletedSharedRecord_isFound() {
    parent();
    post("c");
    add("DELETE", PARENT, List.of(), 204, "deleted", "", 10);
    add("POST", PARENT, List.of(), 201, "created", "p", 10);
    check(Kind.ORDER);
  }

  @Test
  void twoRequestsOfARecordAtOnce_areFound_butNotAcrossADeath() {
    parent();
    add("POST", CHILD, List.of(PARENT), 201, "created", "b", 300);
    history.add(entry("PUT", CHILD, List.of(PARENT), 204, "replaced", "c", 10, 100));
    state.put(CHILD, "c");
    check(Kind.OVERLAP);
    deaths.add(history.get(1).time().plusMillis(50));
    check();
  }

  @Test
  void requestsToAnOpenCircuit_areFound() {
    parent();
    circuit.add(new CircuitEvent(at(0), "children", CircuitEvent.State.CLOSED));
    circuit.add(new CircuitEvent(at(1), "children", CircuitEvent.State.OPEN));
    circuit.add(new CircuitEvent(at(9), "children", CircuitEvent.State.CLOSED));
    post("c");
    check(Kind.OPEN_CIRCUIT);
    circuit.clear();
    circuit.add(new CircuitEvent(at(1), "others", CircuitEvent.State.OPEN));
    check();
    circuit.clear();
    circuit.add(new CircuitEvent(at(1), "", CircuitEvent.State.OPEN));
    check(Kind.OPEN_CIRCUIT);
  }

  @Test
  void twoProbesAtOnce_areFound() {
    parent();
    circuit.add(new CircuitEvent(at(0), "", CircuitEvent.State.OPEN));
    circuit.add(new CircuitEvent(at(0).plusMillis(10), "", CircuitEvent.State.HALF_OPEN));
    history.clear();
    history.add(entry("POST", PARENT, List.of(), 201, "created", "p", 900, 1000));
    history.add(entry("POST", List.of("others", "1"), List.of(), 201, "created", "o", 900, 200));
    circuit.add(new CircuitEvent(at(8), "", CircuitEvent.State.CLOSED));
    history.add(entry("POST", CHILD, List.of(PARENT), 201, "created", "c", 10, 7000));
    state.put(CHILD, "c");
    check(Kind.OPEN_CIRCUIT);
  }

  @Test
  void violation_tellsRecordRequestsAndTimes() {
    parent();
    post("b");
    put("a");
    put("c");
    Violation found = HistoryChecker.check(history, state, WANTED, circuit, deaths).get(0);
    String told = found.toString();
    assertTrue(told.contains("children 1") && told.contains("#3 PUT -> 204"), told);
    assertTrue(told.contains("2026-01-05T08:00:0"), told);
  }

  private void parent() {
    add("POST", PARENT, List.of(), 201, "created", "p", 10);
    state.put(PARENT, "p");
  }

  private void post(String content) {
    add("POST", CHILD, List.of(PARENT), 201, "created", content, 10);
    state.put(CHILD, content);
  }

  private void put(String content) {
    add("PUT", CHILD, List.of(PARENT), 204, "replaced", content, 10);
    state.put(CHILD, content);
  }

  private void delete() {
    add("DELETE", CHILD, List.of(), 204, "deleted", "", 10);
    state.remove(CHILD);
  }

  private void add(
      String method,
      List<String> record,
      List<List<String>> refersTo,
      int status,
      String effect,
      String content,
      long took) {
    history.add(entry(method, record, refersTo, status, effect, content, took, 2000));
  }

  /** The entry after the last one, by so many milliseconds. */
  private HistoryEntry entry(
      String method,
      List<String> record,
      List<List<String>> refersTo,
      int status,
      String effect,
      String content,
      long took,
      long after) {
    Instant time =
        history.isEmpty()
            ? START.plusMillis(after)
            : history.get(history.size() - 1).time().plusMillis(after);
    return new HistoryEntry(
        history.size() + 1,
        method,
        record.get(0),
        record,
        refersTo,
        status,
        effect,
        content,
        time,
        time.plusMillis(took));
  }

  private static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  private void check(Kind... expected) {
    List<Violation> found = HistoryChecker.check(history, state, WANTED, circuit, deaths);
    assertEquals(
        List.of(expected),
        found.stream().map(Violation::kind).distinct().toList(),
        () -> "" + found);
  }
}

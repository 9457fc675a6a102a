package org.statecraft.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;

class StrataTest {

  private final Problems problems = new Problems();

  @Test
  void of_ruleThatRefusesAFact_runsAfterAllThatDeriveIt() {
    Map<String, Integer> strata =
        strata(
            rule("report", Set.of("Record"), Set.of("Exclusion"), "Reported"),
            rule("exclude", Set.of("Record"), Set.of(), "Exclusion"),
            rule("exclude later", Set.of("Late"), Set.of(), "Exclusion"),
            rule("late", Set.of("Record"), Set.of("Early"), "Late"),
            rule("early", Set.of("Row"), Set.of(), "Early"));
    assertTrue(problems.isEmpty(), problems.list()::toString);
    assertEquals(
        Map.of("report", 2, "exclude", 0, "exclude later", 1, "late", 1, "early", 0), strata);
  }

  @Test
  void of_factsFromCampus_areThereFromTheStart() {
    assertEquals(
        Map.of("none", 0), strata(rule("none", Set.of("Row"), Set.of("OtherRow"), "Alone")));
  }

  @Test
  void of_factThatNeedsItself_isNoCircle() {
    assertEquals(
        Map.of("step", 0, "start", 0),
        strata(
            rule("step", Set.of("Reached", "Link"), Set.of(), "Reached"),
            rule("start", Set.of("Link"), Set.of(), "Reached")));
    assertTrue(problems.isEmpty());
  }

  @Test
  void of_factThatDependsOnItsOwnAbsence_isRefusedWithThePlaceAndBothFacts() {
    strata(rule("a", Set.of("Row"), Set.of("B"), "A"), rule("b", Set.of("Row"), Set.of("A"), "B"));
    assertEquals(2, problems.list().size(), "one for each rule of the circle");
    String message = problems.list().get(0).toString();
    assertTrue(message.startsWith("x.drl:7"), message);
    assertTrue(message.contains("A") && message.contains("B"), message);
  }

  private Map<String, Integer> strata(RuleInfo... rules) {
    return Strata.of(List.of(rules), problems);
  }

  private static RuleInfo rule(
      String name, Set<String> needs, Set<String> refuses, String derives) {
    Place place = new Place("x.drl", 7, 0);
    return new RuleInfo(name, name, "page", "", place, needs, refuses, derives, place, false);
  }
}

package org.statecraft.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.statecraft.testing.PackagedProgram;

/** The packaged demo, from a fresh folder to the table, and a second start on the same folder. */
class DemoIT {

  /** Those of springfield/connection.yaml. */
  private static final Set<String> MAPPED = Set.of("1", "2", "3", "4", "5", "7");

  private static final Set<String> UNKNOWN_TO_THE_API = Set.of("SP250005");

  @Test
  void demo_untilTheTable_endsInWhatAPlainModelSays() throws Exception {
    UndisturbedDemo first = UndisturbedDemo.get();
    String said = String.join("\n", first.lines());
    assertEquals(0, first.exit(), said);
    assertTrue(said.contains("1 refused: column 'startDate' of Enrollment"), said);
    assertEquals(
        5, first.lines().stream().filter(line -> line.startsWith("not reported")).count(), said);
    assertTrue(said.contains("How to fix: "), said);
    assertEquals(200, first.health());
    assertTrue(first.metrics().contains("statecraft_changes_total{outcome=\"duplicate\"}"));
    assertTrue(first.metrics().contains("statecraft_changes_total{outcome=\"rejected\"} 1"));
    checkSpringfield(first.states().get(0), said);
    checkMarkTwain(first.states().get(1));
    checkBluebonnet(first.states().get(2), said);
    checkPeachtree(first.states().get(3));
    checkWhiteRiver(first.states().get(4), said);
  }

  @Test
  void demo_startedAgain_goesOnAndShowsTheSame() throws Exception {
    UndisturbedDemo first = UndisturbedDemo.get();
    try (PackagedProgram second = first.process().start("--exit")) {
      assertEquals(0, second.awaitExit(DemoProcess.LIMIT), second.output());
      assertEquals(UndisturbedDemo.table(first.lines()), UndisturbedDemo.table(second.lines()));
      assertTrue(second.output().contains("sent 0 requests"), second.output());
    }
  }

  private static void checkSpringfield(String state, String said) throws Exception {
    Set<String> held = PlainModel.associations(state);
    Set<String> expected = new PlainModel("springfield").core(MAPPED, UNKNOWN_TO_THE_API);
    assertTrue(expected.size() > 100, "the sample has too little to report: " + expected.size());
    assertEquals(expected, held);
    assertTrue(
        said.lines()
            .anyMatch(
                line ->
                    line.startsWith("  studentCTEProgramAssociations")
                        && line.endsWith(" " + held.size())),
        "the table says how many are held: " + held.size() + "\n" + said);
  }

  /** An exclusion that comes after a record was sent leaves it there, so some may be held yet. */
  private static void checkMarkTwain(String state) throws Exception {
    PlainModel model = new PlainModel("marktwain");
    Set<String> held = PlainModel.associations(state);
    Set<String> missing = new TreeSet<>(model.missouri(false));
    assertTrue(missing.size() > 100, "the sample has too little to report: " + missing.size());
    missing.removeAll(held);
    assertEquals(Set.of(), missing, "not excluded, and yet not at the API");
    Set<String> surplus = new TreeSet<>(held);
    surplus.removeAll(model.missouri(false));
    surplus.removeAll(model.missouri(true));
    assertEquals(Set.of(), surplus, "at the API without a reason");
  }

  /** Once sent, a program stays: what any phase of the year asked for is there at its end. */
  private static void checkBluebonnet(String state, String said) throws Exception {
    Map<String, String> held = PlainModel.programs(state);
    Set<String> expected = PlainModel.texas("bluebonnet");
    assertTrue(expected.contains("Summer Bridge Summer School"), expected::toString);
    assertTrue(
        expected.contains("McKinney-Vento Homeless Assistance Homeless"), expected::toString);
    assertEquals(expected, held.keySet());
    // That of the only student of the first phase; no other has changed it.
    assertEquals("2", held.get("Career and Technical Education 05"));
    assertEquals("1", held.get("Special Education 33"));
    assertEquals("11", held.get("Robotics Team Extracurricular"));
    assertTrue(said.contains("FRAM Eligibility not mapped to an Ed-Fi Code"), said);
    assertTrue(said.contains("FRAM Eligibility has no program: map it"), said);
    assertFalse(said.contains("Migrant has no program"), said);
  }

  private static void checkPeachtree(String state) throws Exception {
    Set<String> held = PlainGeorgia.associations(state);
    Set<String> expected = PlainGeorgia.expected(new PlainModel("peachtree"));
    assertTrue(expected.size() > 100, "the sample has too little to report: " + expected.size());
    assertEquals(expected, held);
    assertTrue(
        state.contains("uri://gadoe.org/ProgramReferredByDescriptor#"),
        "what the state adds to a resource is kept by its API");
  }

  private static void checkWhiteRiver(String state, String said) throws Exception {
    Set<String> held = PlainIndiana.associations(state);
    Set<String> expected = PlainIndiana.expected(new PlainModel("whiteriver"));
    assertTrue(expected.size() > 100, "the sample has too little to report: " + expected.size());
    // The end of these has a reason the state does not know: what was sent before stays as it was.
    Set<String> ended = with(" | Homebound/Hospitalized | ", "2025-04-11", expected);
    assertFalse(ended.isEmpty(), expected::toString);
    expected.removeAll(ended);
    ended.forEach(each -> expected.add(each.replace("2025-04-11", "")));
    assertEquals(expected, held);
    assertTrue(said.contains("No Program Type is mapped for Refugee"), said);
    assertTrue(said.contains("A new FRAM record of this school year is reported"), said);
  }

  private static Set<String> with(String program, String end, Set<String> associations) {
    Set<String> found = new TreeSet<>();
    associations.stream()
        .filter(each -> each.contains(program) && each.endsWith(end))
        .forEach(found::add);
    return found;
  }
}

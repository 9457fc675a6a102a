package org.statecraft.resync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.statecraft.campus.RowChange;
import org.statecraft.cases.CaseRows;

/** A district number that changes after data was sent: refused and told, nothing is sent. */
class DistrictNumberPgTest {

  private static final String CTE = "studentCTEProgramAssociations";
  private static final String ASSOCIATIONS = "studentProgramAssociations";
  private static final String PROGRAMS = "programs";

  @RegisterExtension static final ResyncRig.Shared shared = new ResyncRig.Shared();

  @Test
  void missouri_refusesAnotherDistrictNumber() {
    refusesAnother("mo", CaseRows.of("mo", "missouri-post.yaml", CTE), CTE, "999999");
  }

  @Test
  void texas_refusesAnotherDistrictNumber() {
    refusesAnother("tx", CaseRows.of("tx", "texas-flags.yaml", PROGRAMS), PROGRAMS, "999999");
  }

  @Test
  void indiana_refusesAnotherDistrictNumber() {
    refusesAnother("in", CaseRows.of("in", "foster-care.yaml", ASSOCIATIONS), ASSOCIATIONS, "9999");
  }

  @Test
  void core_sendsNothingOfNewStudentsEither_untilTheNumberIsPutBack() {
    try (ResyncRig rig = new ResyncRig(shared, "number")) {
      rig.keep(rig.student(1, 9, 3));
      rig.settle();
      rig.keep(List.of(number(rig, "300000")));
      rig.keep(rig.student(2, 9, 4));
      rig.settle();
      assertEquals(Set.of("S1"), rig.reported());
      rig.resync(ResyncScope.ALL);
      assertEquals(Set.of("S1"), rig.reported());

      rig.keep(List.of(number(rig, "255901")));
      rig.decide("2");
      rig.settle();
      assertEquals(Set.of("S1", "S2"), rig.reported());
    }
  }

  @Test
  void core_anotherNumberBeforeAnythingWasSent_isNoChange() {
    try (ResyncRig rig = new ResyncRig(shared, "unsent")) {
      rig.keep(List.of(number(rig, null)));
      rig.keep(rig.student(1, 9, 3));
      rig.settle();
      assertEquals(Set.of(), rig.reported());
      rig.keep(List.of(number(rig, "255901")));
      rig.decide("1");
      rig.settle();
      assertEquals(Set.of("S1"), rig.reported());
      assertEquals(List.of(), open(rig, "unsent"));
    }
  }

  private static void refusesAnother(
      String pack, CaseRows sample, String resource, String another) {
    String name = "number-" + pack;
    try (ResyncRig rig = new ResyncRig(shared, name, sample)) {
      Set<String> before = rig.documents(resource);
      assertFalse(before.isEmpty());
      long writes = rig.writes();
      CaseRows.Row district = sample.row("District");
      Map<String, Object> columns = new HashMap<>(district.columns());
      columns.put("number", another);
      rig.keep(List.of(rig.row("District", district.key(), columns)));
      rig.decide("1");
      rig.settle();
      assertEquals(writes, rig.writes());
      assertEquals(List.of("District Number changed after data was sent"), open(rig, name));
      assertTrue(
          rig.texts("SELECT detail FROM error_log WHERE connection = $1", name)
              .get(0)
              .contains("is " + another + " now"));

      ResyncRun run = rig.resync(ResyncScope.ALL);
      assertEquals(writes, rig.writes(), run.counts()::toString);
      assertEquals(1, run.count(Comparison.UNDECIDED), run.counts()::toString);
      assertEquals(before, rig.documents(resource));

      rig.keep(List.of(district.change(rig)));
      rig.decide("1");
      rig.settle();
      assertEquals(List.of(), open(rig, name));
      assertEquals(writes, rig.writes());
    }
  }

  private static RowChange number(ResyncRig rig, @Nullable String number) {
    Map<String, Object> columns = new HashMap<>(Map.of("districtID", 1L));
    if (number != null) {
      columns.put("number", number);
    }
    return rig.row("District", "1", columns);
  }

  private static List<String> open(ResyncRig rig, String connection) {
    return rig.texts(
        "SELECT cause FROM error_log WHERE connection = $1 AND state = 'open'", connection);
  }
}

package org.statecraft.resync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.statecraft.edfi.ResourceName;

/** Deleting by hand, end to end against a sandbox. */
class DeleteToolPgTest {

  private static final String ASSOCIATIONS = "studentCTEProgramAssociations";
  @RegisterExtension static final ResyncRig.Shared shared = new ResyncRig.Shared();

  @Test
  void deletedByStudent_isSentAgainByALaterTrigger() {
    try (ResyncRig rig = twoStudents("bystudent")) {
      ResyncRun run = delete(rig, students("S1"), false);
      assertEquals(RunState.DONE, run.state());
      assertEquals(1, run.count("DELETE"), run.counts()::toString);
      assertEquals(Set.of("S2"), rig.reported());
      rig.keep(List.of(rig.participation(1, 3, LocalDate.of(2024, 9, 10))));
      rig.settle();
      assertEquals(Set.of("S1", "S2"), rig.reported());
    }
  }

  @Test
  void withTombstone_neitherTriggerNorResyncSendsIt_untilItIsLifted() {
    try (ResyncRig rig = twoStudents("buried")) {
      ResyncRun run = delete(rig, students("S1"), true);
      assertEquals(RunState.DONE, run.state());
      assertEquals(Set.of("S2"), rig.reported());
      rig.keep(List.of(rig.enrollment(1, 9, true)));
      rig.settle();
      rig.keep(List.of(rig.enrollment(1, 9, false)));
      rig.settle();
      assertEquals(Set.of("S2"), rig.reported());
      assertTrue(
          rig.texts(
                  "SELECT exclusions::text FROM decision WHERE connection = 'buried'"
                      + " AND student_id = '1'")
              .toString()
              .contains("does not want it sent again"));
      rig.resync(ResyncScope.ALL);
      assertEquals(Set.of("S2"), rig.reported());

      rig.lift();
      rig.resync(ResyncScope.ALL);
      assertEquals(Set.of("S1", "S2"), rig.reported());
    }
  }

  @Test
  void aProgram_goesAfterWhatRefersToIt() {
    try (ResyncRig rig = twoStudents("dependants")) {
      int before = rig.written().size();
      ResyncRun run = delete(rig, programs("Welding"), false);
      assertEquals(2, run.count("DELETE"), run.counts()::toString);
      assertEquals(Set.of("S2"), rig.reported());
      assertEquals(1, rig.documents("programs").size());
      assertEquals(
          List.of("DELETE " + ASSOCIATIONS, "DELETE programs"),
          rig.written().subList(before, rig.written().size()));
      List<PlanFigureStore.SummaryLine> lines = await(rig.resyncs().summary(run));
      assertEquals(
          List.of(ASSOCIATIONS, "programs"),
          lines.stream().map(PlanFigureStore.SummaryLine::resource).toList());
      assertEquals("refers to a record that is deleted", lines.get(0).reason());
    }
  }

  @Test
  void aRecordThatMovedMeanwhile_isNeitherDeletedNorBuried() {
    try (ResyncRig rig = twoStudents("movedgrave")) {
      ResyncRun run = plan(rig, programs("Welding"), true);
      assertEquals(2, run.count("DELETE"), run.counts()::toString);
      // Killed when it had begun; until it goes on, something else touches the program.
      rig.sql("UPDATE resync_run SET state = 'applying' WHERE id = $1", run.id());
      rig.sql(
          "UPDATE identity_mapping SET planned_body = '{}'"
              + " WHERE connection = 'movedgrave' AND resource = 'programs'");
      run = await(new RunStore().get(shared.test.database(), run.id())).orElseThrow();
      await(rig.resyncs().apply(run, rig.subject(), true));
      rig.settle();
      assertEquals(
          List.of(ASSOCIATIONS),
          rig.texts("SELECT resource FROM tombstone WHERE connection = 'movedgrave'"));
      assertEquals(Set.of("S2"), rig.reported());
      assertEquals(2, rig.documents("programs").size());
    }
  }

  @Test
  void byIdOrKey_onlyThatRecordGoes() {
    try (ResyncRig rig = twoStudents("byrecord")) {
      String id =
          rig.texts(
                  "SELECT ods_id FROM identity_mapping WHERE connection = 'byrecord'"
                      + " AND student_id = '2'")
              .get(0);
      delete(rig, records(id), false);
      assertEquals(Set.of("S1"), rig.reported());
      ResyncRun planned = plan(rig, students("S1"), false);
      String key = await(rig.resyncs().summary(planned)).get(0).samples().get(0);
      delete(rig, records(key), false);
      assertEquals(Set.of(), rig.reported());
    }
  }

  @Test
  void whatWasTouchedSinceThePlan_isRefused_andUnknownStudentsAreTold() {
    try (ResyncRig rig = twoStudents("touched")) {
      ResyncRun run = plan(rig, students("S1"), false);
      rig.keep(List.of(rig.participation(1, 3, LocalDate.of(2024, 9, 10))));
      rig.settle();
      ResyncRun refused = await(rig.resyncs().apply(run, rig.subject(), true));
      assertEquals(RunState.REFUSED, refused.state());
      assertEquals(Set.of("S1", "S2"), rig.reported());
      assertThrows(ScopeUnknown.class, () -> plan(rig, students("S9"), false));
    }
  }

  private static ResyncRig twoStudents(String name) {
    ResyncRig rig = new ResyncRig(shared, name);
    rig.keep(rig.student(1, 9, 3));
    rig.keep(rig.student(2, 10, 4));
    rig.settle();
    assertEquals(Set.of("S1", "S2"), rig.reported());
    return rig;
  }

  private static ResyncScope students(String... ids) {
    return ResyncScope.ofDelete(List.of(), List.of(ids), List.of(), new TreeMap<>());
  }

  private static ResyncScope programs(String name) {
    SortedMap<String, String> named = new TreeMap<>();
    named.put("programName", name);
    return ResyncScope.ofDelete(List.of(new ResourceName("programs")), List.of(), List.of(), named);
  }

  private static ResyncScope records(String... records) {
    return ResyncScope.ofDelete(List.of(), List.of(), List.of(records), new TreeMap<>());
  }

  private static ResyncRun plan(ResyncRig rig, ResyncScope scope, boolean tombstone) {
    return await(
        rig.resyncs().planDelete(rig.subject(), scope, tombstone, "t", null, rig.client()));
  }

  private static ResyncRun delete(ResyncRig rig, ResyncScope scope, boolean tombstone) {
    ResyncRun done = await(rig.resyncs().apply(plan(rig, scope, tombstone), rig.subject(), true));
    rig.settle();
    return done;
  }
}

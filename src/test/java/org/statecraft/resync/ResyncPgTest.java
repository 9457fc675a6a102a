package org.statecraft.resync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs against a sandbox: what the pages' tables say of Resync, end to end. */
class ResyncPgTest {

  private static final String ASSOCIATIONS = "studentCTEProgramAssociations";
  private static ResyncRig.Shared shared;

  @BeforeAll
  static void open() {
    shared = new ResyncRig.Shared();
  }

  @AfterAll
  static void close() {
    shared.close();
  }

  @Test
  void nothingToChange_sendsNothingAndCountsIt() {
    try (ResyncRig rig = new ResyncRig(shared, "quiet")) {
      rig.keep(rig.student(1, 9, 3));
      rig.keep(rig.student(2, 10, 4));
      rig.settle();
      long before = rig.writes();
      ResyncRun run = rig.resync(ResyncScope.ALL);
      assertEquals(RunState.DONE, run.state());
      assertEquals(before, rig.writes());
      assertEquals(4, run.count("unchanged"), run.counts()::toString);
    }
  }

  @Test
  void mappedButNotInTheOds_goesFromTheMappingAndIsSentAgain() {
    try (ResyncRig rig = new ResyncRig(shared, "missing")) {
      rig.keep(rig.student(1, 9, 3));
      rig.keep(rig.student(2, 9, 3));
      rig.settle();
      rig.deleteAll(ASSOCIATIONS);
      assertEquals(Set.of(), rig.reported());
      ResyncRun run = rig.resync(ResyncScope.ALL);
      assertEquals(2, run.count("POST"), run.counts()::toString);
      assertEquals(Set.of("S1", "S2"), rig.reported());
    }
  }

  @Test
  void mappedButNotInTheOdsNorWanted_goesFromTheMapping() {
    try (ResyncRig rig = new ResyncRig(shared, "forgotten")) {
      rig.keep(rig.student(1, 9, 3));
      rig.settle();
      rig.deleteAll(ASSOCIATIONS);
      rig.sql(
          "UPDATE campus_row SET columns = NULL WHERE district = $1 AND table_name = "
              + "'ProgramParticipation'",
          rig.connection().district().value());
      ResyncRun run = rig.resync(ResyncScope.ALL);
      assertEquals(1, run.count("FORGET"), run.counts()::toString);
      assertEquals(
          0,
          rig.count(
              "SELECT count(*) FROM identity_mapping WHERE connection = $1 AND resource = $2",
              "forgotten",
              ASSOCIATIONS));
    }
  }

  @Test
  void inTheOdsInNeitherCampusNorMapping_isDeleted() {
    try (ResyncRig rig = new ResyncRig(shared, "stray")) {
      rig.keep(rig.student(1, 9, 3));
      rig.settle();
      String ours = rig.documents(ASSOCIATIONS).iterator().next();
      await(rig.post(ASSOCIATIONS, ours.replace("\"S1\"", "\"S7\"")));
      assertEquals(Set.of("S1", "S7"), rig.reported());
      ResyncRun run = rig.resync(ResyncScope.ALL);
      assertEquals(1, run.count("DELETE"), run.counts()::toString);
      assertEquals(Set.of("S1"), rig.reported());
    }
  }

  @Test
  void inTheOdsAsCampusWantsItButNotMapped_isAdoptedNotSent() {
    try (ResyncRig rig = new ResyncRig(shared, "adopted")) {
      rig.keep(rig.student(1, 9, 3));
      rig.settle();
      rig.sql("DELETE FROM identity_mapping WHERE connection = 'adopted'");
      rig.sql("DELETE FROM outbox WHERE connection = 'adopted'");
      long before = rig.writes();
      ResyncRun run = rig.resync(ResyncScope.ALL);
      assertEquals(2, run.count("ADOPT"), run.counts()::toString);
      assertEquals(before, rig.writes());
      // It is known from now on: its end is a DELETE.
      rig.keep(List.of(rig.enrollment(1, 9, true)));
      rig.settle();
      assertEquals(Set.of(), rig.reported());
    }
  }

  @Test
  void differentInTheOds_isSent() {
    try (ResyncRig rig = new ResyncRig(shared, "different")) {
      rig.keep(rig.student(1, 9, 3));
      rig.settle();
      String ours = rig.documents(ASSOCIATIONS).iterator().next();
      await(
          rig.post(
              ASSOCIATIONS,
              ours.replace("\"privateCTEProgram\":false", "\"privateCTEProgram\":true")));
      ResyncRun run = rig.resync(ResyncScope.ALL);
      assertEquals(1, run.count("PUT"), run.counts()::toString);
      assertEquals(Set.of(ours), rig.documents(ASSOCIATIONS));
    }
  }

  @Test
  void changedMapping_takesEffectByTheResync() {
    try (ResyncRig rig = new ResyncRig(shared, "mapping")) {
      rig.keep(rig.student(1, 9, 3));
      rig.keep(rig.student(2, 9, 4));
      rig.settle();
      rig.sql(
          "UPDATE descriptor_mapping SET descriptor = $1"
              + " WHERE connection = 'mapping' AND mapping = 'CareerPathway'",
          "uri://ed-fi.org/CareerPathwayDescriptor#Other");
      ResyncRun run = rig.resync(ResyncScope.ALL);
      assertEquals(1, run.count("PUT"), run.counts()::toString);
      assertTrue(rig.documents(ASSOCIATIONS).toString().contains("CareerPathwayDescriptor#Other"));
    }
  }

  @Test
  void programTypeChanged_deletesAndRepostsTheAssociationsThenTheProgram() {
    try (ResyncRig rig = new ResyncRig(shared, "program")) {
      rig.keep(rig.student(1, 9, 3));
      rig.keep(rig.student(2, 9, 3));
      rig.settle();
      rig.sql(
          "UPDATE descriptor_mapping SET descriptor = $1"
              + " WHERE connection = 'program' AND mapping = 'ProgramType'",
          "uri://ed-fi.org/ProgramTypeDescriptor#Other");
      ResyncRun run = rig.resync(ResyncScope.ALL);
      assertEquals(RunState.DONE, run.state());
      assertEquals(Set.of("S1", "S2"), rig.reported());
      assertEquals(1, rig.documents("programs").size(), rig.documents("programs")::toString);
      assertTrue(rig.documents("programs").toString().contains("#Other"));
      assertTrue(!rig.documents(ASSOCIATIONS).toString().contains("#CTE\""));
    }
  }

  @Test
  void limitedRun_leavesProgramsAndOtherStudentsAlone() {
    try (ResyncRig rig = new ResyncRig(shared, "limited")) {
      rig.keep(rig.student(1, 9, 3));
      rig.keep(rig.student(2, 10, 4));
      rig.settle();
      rig.deleteAll(ASSOCIATIONS);
      ResyncScope scope =
          new ResyncScope(List.of(), List.of(), List.of("1"), Optional.empty(), false);
      ResyncRun run = await(rig.resyncs().open(rig.subject(), scope, "t", null));
      run = await(rig.resyncs().plan(run, rig.subject(), rig.client(), java.time.Duration.ZERO));
      await(rig.resyncs().apply(run, rig.subject(), false));
      rig.settle();
      assertEquals(Set.of("S1"), rig.reported());
    }
  }

  @Test
  void scope_isBySchoolStudentAndCause_andAllMustHold() {
    try (ResyncRig rig = new ResyncRig(shared, "scopes")) {
      rig.keep(rig.student(1, 9, 3));
      rig.keep(rig.student(2, 10, 4));
      rig.settle();
      rig.sql(
          "INSERT INTO error_log (connection, kind, type, cause, detail, how_to_fix, student_id)"
              + " VALUES ('scopes', 'campus', 'finding', 'a cause of it', '', '', '2')");
      assertEquals(List.of("1"), limitedTo(rig, List.of("0002"), List.of(), null));
      assertEquals(List.of("2"), limitedTo(rig, List.of("0003"), List.of(), null));
      assertEquals(List.of("1", "2"), limitedTo(rig, List.of("0002", "0003"), List.of(), null));
      assertEquals(List.of("2"), limitedTo(rig, List.of(), List.of("S2"), null));
      assertEquals(List.of("1", "2"), limitedTo(rig, List.of(), List.of("1", "S2"), null));
      assertEquals(List.of(), limitedTo(rig, List.of("0003"), List.of("1"), null));
      assertEquals(List.of("2"), limitedTo(rig, List.of(), List.of(), "a cause"));
      assertThrows(ScopeUnknown.class, () -> limitedTo(rig, List.of("0009"), List.of(), null));
      assertThrows(ScopeUnknown.class, () -> limitedTo(rig, List.of(), List.of("S77"), null));
      assertThrows(ScopeUnknown.class, () -> limitedTo(rig, List.of(), List.of(), "none"));
    }
  }

  private static List<String> limitedTo(
      ResyncRig rig, List<String> schools, List<String> students, @Nullable String cause) {
    ResyncScope scope =
        new ResyncScope(List.of(), schools, students, Optional.ofNullable(cause), false);
    ResyncRun run = await(rig.resyncs().open(rig.subject(), scope, "t", null));
    return rig.texts("SELECT student_id FROM resync_student WHERE run = $1 ORDER BY 1", run.id());
  }

  @Test
  void edFiIdChanged_deletesUnderTheOldIdThenPostsUnderTheNew() {
    try (ResyncRig rig = new ResyncRig(shared, "newid")) {
      rig.keep(rig.student(1, 9, 3));
      rig.settle();
      rig.keep(List.of(rig.person(1, "N1")));
      rig.settle();
      assertEquals(Set.of("N1"), rig.reported());
    }
  }

  @Test
  void manyDeletes_stopThePlanUntilAPersonAllowsThem() {
    try (ResyncRig rig = new ResyncRig(shared, "ceiling")) {
      rig.keep(rig.student(1, 9, 3));
      rig.settle();
      String ours = rig.documents(ASSOCIATIONS).iterator().next();
      for (int day = 1; day <= 60; day++) {
        await(
            rig.post(
                ASSOCIATIONS,
                ours.replace("2024-09-03", LocalDate.of(2024, 9, 4).plusDays(day).toString())));
      }
      ResyncRun run = rig.plan(ResyncScope.ALL);
      assertEquals(RunState.PLANNED, run.state());
      assertTrue(run.problem().orElse("").contains("60 of 2"), run.problem()::toString);
      ResyncRun stopped = await(rig.resyncs().apply(run, rig.subject(), true));
      assertEquals(RunState.PLANNED, stopped.state());
      assertEquals(61, rig.documents(ASSOCIATIONS).size());
      ResyncRun allowed = await(rig.resyncs().allow(stopped, 60));
      assertEquals(RunState.DONE, await(rig.resyncs().apply(allowed, rig.subject(), true)).state());
      rig.settle();
      assertEquals(1, rig.documents(ASSOCIATIONS).size());
    }
  }

  @Test
  void aPlanWhoseGroundHasMoved_isRefused() {
    try (ResyncRig rig = new ResyncRig(shared, "moved")) {
      rig.keep(rig.student(1, 9, 3));
      rig.settle();
      rig.deleteAll(ASSOCIATIONS);
      ResyncRun run = rig.plan(ResyncScope.ALL);
      rig.keep(List.of(rig.participation(1, 3, LocalDate.of(2024, 10, 1))));
      rig.settle();
      ResyncRun refused = await(rig.resyncs().apply(run, rig.subject(), true));
      assertEquals(RunState.REFUSED, refused.state());
      assertTrue(refused.problem().orElse("").contains("plan again"));
    }
  }

  @Test
  void aRunThatStopsAnywhere_goesOnToTheSameEnd() {
    try (ResyncRig rig = new ResyncRig(shared, "resumed")) {
      rig.keep(rig.student(1, 9, 3));
      rig.keep(rig.student(2, 9, 4));
      rig.settle();
      rig.deleteAll(ASSOCIATIONS);
      ResyncRun run = await(rig.resyncs().open(rig.subject(), ResyncScope.ALL, "t", null));
      // Killed between reading and comparing, between comparing and applying, and while applying.
      run = await(rig.resyncs().plan(run, rig.subject(), rig.client(), java.time.Duration.ZERO));
      rig.sql("UPDATE resync_run SET state = 'applying' WHERE id = $1", run.id());
      run = await(new RunStore().get(shared.test.database(), run.id())).orElseThrow();
      run = await(rig.resyncs().apply(run, rig.subject(), false));
      assertEquals(RunState.DONE, run.state());
      run = await(rig.resyncs().apply(run, rig.subject(), false));
      rig.settle();
      assertEquals(Set.of("S1", "S2"), rig.reported());
    }
  }
}

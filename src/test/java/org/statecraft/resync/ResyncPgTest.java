package org.statecraft.resync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.statecraft.edfi.ResourceName;

/** Runs against a sandbox: what the pages' tables say of Resync, end to end. */
class ResyncPgTest {

  private static final String ASSOCIATIONS = "studentCTEProgramAssociations";
  @RegisterExtension static final ResyncRig.Shared shared = new ResyncRig.Shared();

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
  void mappedAndInTheOdsButNotInCampus_isDeleted() {
    try (ResyncRig rig = new ResyncRig(shared, "vanished")) {
      rig.keep(rig.student(1, 9, 3));
      rig.keep(rig.student(2, 9, 3));
      rig.settle();
      rig.sql(
          "UPDATE campus_row SET columns = NULL WHERE district = $1 AND table_name = "
              + "'ProgramParticipation'",
          rig.connection().district().value());
      ResyncRun run = rig.resync(ResyncScope.ALL);
      // The two associations, and the program that no student needs any more.
      assertEquals(3, run.count("DELETE"), run.counts()::toString);
      assertEquals(Set.of(), rig.reported());
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
  void changedMapping_triggersNothing_andComesIntoForceByAResyncWithAllSchoolsOnly() {
    try (ResyncRig rig = new ResyncRig(shared, "mapping")) {
      rig.keep(rig.student(1, 9, 3));
      rig.keep(rig.student(2, 9, 4));
      rig.settle();
      long before = rig.writes();
      assertTrue(before >= 4, "the two students and their programs");
      rig.map("CareerPathway", "3", "uri://ed-fi.org/CareerPathwayDescriptor#Other");
      rig.settle();
      assertEquals(before, rig.writes());
      assertEquals(List.of(ASSOCIATIONS), rig.due());
      // What is decided later goes by the old one, and so does a run of less than All Schools.
      rig.keep(List.of(rig.participation(1, 3, LocalDate.of(2024, 9, 10))));
      rig.settle();
      assertTrue(rig.documents(ASSOCIATIONS).toString().contains("Descriptor#Metal"));
      rig.resync(new ResyncScope(List.of(), List.of(), List.of("1"), Optional.empty(), false));
      assertTrue(rig.documents(ASSOCIATIONS).toString().contains("Descriptor#Metal"));
      assertEquals(List.of(ASSOCIATIONS), rig.due());

      ResyncRun run = rig.resync(ResyncScope.ALL);
      assertEquals(1, run.count("PUT"), run.counts()::toString);
      assertTrue(rig.documents(ASSOCIATIONS).toString().contains("Descriptor#Other"));
      assertEquals(List.of(), rig.due());
      rig.keep(List.of(rig.participation(1, 3, LocalDate.of(2024, 9, 11))));
      rig.settle();
      assertTrue(rig.documents(ASSOCIATIONS).toString().contains("Descriptor#Other"));
    }
  }

  @Test
  void mappingThatIsChangedBack_waitsForNothing_andOneOfSeveralResourcesNeedsAll() {
    try (ResyncRig rig = new ResyncRig(shared, "back")) {
      rig.keep(rig.student(1, 9, 3));
      rig.settle();
      rig.map("ProgramType", "3", "uri://ed-fi.org/ProgramTypeDescriptor#Other");
      ResyncScope one =
          new ResyncScope(
              List.of(new ResourceName(ASSOCIATIONS)),
              List.of(),
              List.of(),
              Optional.empty(),
              true);
      assertEquals(Set.of("ProgramType"), rig.subject(one).waiting());
      assertEquals(Set.of("ProgramType"), rig.subject().puttingIntoForce());
      long before = rig.writes();
      rig.resync(one);
      assertEquals(before, rig.writes(), "programs use it too, and were not resynced");
      rig.map("ProgramType", "3", "uri://ed-fi.org/ProgramTypeDescriptor#CTE");
      assertEquals(Set.of(), rig.subject(one).waiting());
      assertEquals(Set.of(), rig.subject().puttingIntoForce());
    }
  }

  @Test
  void mappingRemoved_deletesTheProgramByAResyncWithAllSchools_afterItsAssociations() {
    try (ResyncRig rig = new ResyncRig(shared, "unmapped")) {
      rig.keep(rig.student(1, 9, 3));
      rig.keep(rig.student(2, 9, 4));
      rig.settle();
      rig.map("ProgramType", "3", null);
      rig.keep(List.of(rig.participation(1, 3, LocalDate.of(2024, 9, 10))));
      rig.settle();
      assertEquals(Set.of("S1", "S2"), rig.reported());
      int before = rig.written().size();
      rig.resync(ResyncScope.ALL);
      assertEquals(Set.of("S2"), rig.reported());
      assertEquals(1, rig.documents("programs").size());
      assertEquals(
          List.of("DELETE " + ASSOCIATIONS, "DELETE programs"),
          rig.written().subList(before, rig.written().size()));
    }
  }

  @Test
  void mappingAdded_postsByAResyncOnly() {
    try (ResyncRig rig = new ResyncRig(shared, "firstmap")) {
      rig.keep(List.of(rig.program(5, "Farming")));
      rig.keep(rig.student(1, 9, 5));
      rig.settle();
      assertEquals(Set.of(), rig.reported());
      rig.map("ProgramType", "5", "uri://ed-fi.org/ProgramTypeDescriptor#CTE");
      rig.keep(List.of(rig.participation(1, 5, LocalDate.of(2024, 9, 10))));
      rig.settle();
      assertEquals(Set.of(), rig.reported());
      rig.resync(ResyncScope.ALL);
      assertEquals(Set.of("S1"), rig.reported());
    }
  }

  @Test
  void programTypeChanged_deletesAndRepostsTheAssociationsThenTheProgram() {
    try (ResyncRig rig = new ResyncRig(shared, "program")) {
      rig.keep(rig.student(1, 9, 3));
      rig.keep(rig.student(2, 9, 3));
      rig.settle();
      rig.map("ProgramType", "3", "uri://ed-fi.org/ProgramTypeDescriptor#Other");
      int before = rig.written().size();
      ResyncRun run = rig.resync(ResyncScope.ALL);
      assertEquals(RunState.DONE, run.state());
      assertEquals(Set.of("S1", "S2"), rig.reported());
      assertEquals(1, rig.documents("programs").size(), rig.documents("programs")::toString);
      assertTrue(rig.documents("programs").toString().contains("#Other"));
      assertTrue(!rig.documents(ASSOCIATIONS).toString().contains("#CTE\""));
      List<String> sent = rig.written().subList(before, rig.written().size());
      assertEquals(6, sent.size(), sent::toString);
      assertTrue(
          sent.indexOf("POST programs") < sent.indexOf("POST " + ASSOCIATIONS), sent::toString);
      assertTrue(
          sent.indexOf("DELETE programs") > sent.lastIndexOf("DELETE " + ASSOCIATIONS),
          sent::toString);
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
  void aPreferenceThatChangesWhileAPlanIsHandedOver_stopsIt_andWaitsForAResync() {
    try (ResyncRig rig = new ResyncRig(shared, "meanwhile")) {
      rig.keep(rig.student(1, 9, 3));
      rig.settle();
      rig.deleteAll(ASSOCIATIONS);
      ResyncSubject before = rig.subject();
      rig.map("CareerPathway", "3", "uri://ed-fi.org/CareerPathwayDescriptor#Other");
      long writes = rig.writes();
      ResyncRun run = await(rig.resyncs().open(before, ResyncScope.ALL, "t", null));
      run = await(rig.resyncs().plan(run, before, rig.client(), Duration.ZERO));
      run = await(rig.resyncs().apply(run, before, false));
      rig.settle();
      assertEquals(RunState.CANCELLED, run.state());
      assertTrue(run.problem().orElse("").contains("plan again"), run.problem()::toString);
      assertEquals(writes, rig.writes());
      assertEquals(List.of(ASSOCIATIONS), rig.due());

      assertEquals(RunState.DONE, rig.resync(ResyncScope.ALL).state());
      assertEquals(Set.of("S1"), rig.reported());
      assertEquals(List.of(), rig.due());
    }
  }

  @Test
  void whatWasChangedBetweenPlanAndApply_isStillNotedAfterIt() {
    try (ResyncRig rig = new ResyncRig(shared, "between")) {
      rig.keep(rig.student(1, 9, 3));
      rig.settle();
      ResyncRun run = rig.plan(ResyncScope.ALL);
      rig.map("CareerPathway", "3", "uri://ed-fi.org/CareerPathwayDescriptor#Other");
      rig.map("CareerPathway", "3", "uri://ed-fi.org/CareerPathwayDescriptor#Metal");
      // As a switch that was off for a moment leaves it: what was decided then is not in the plan.
      rig.sql(
          "UPDATE resync_due SET since = since - interval '1 day', last_at = last_at - interval"
              + " '1 day' WHERE connection = 'between'");
      assertEquals(List.of(ASSOCIATIONS), rig.due());
      run = await(rig.resyncs().apply(run, rig.subject(), true));
      assertEquals(RunState.DONE, run.state());
      assertEquals(List.of(ASSOCIATIONS), rig.due());
      rig.resync(ResyncScope.ALL);
      assertEquals(List.of(), rig.due());
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

  /** Every step that was committed is where it goes on; so does one that was not. */
  @Test
  void aRunKilledAfterAnyStep_endsInTheSameState() {
    try (ResyncRig rig = new ResyncRig(shared, "killed")) {
      rig.keep(rig.student(1, 9, 3));
      rig.keep(rig.student(2, 10, 4));
      rig.keep(rig.student(3, 9, 4));
      rig.settle();
      Set<String> whole = rig.documents(ASSOCIATIONS);
      String stray = whole.iterator().next().replaceAll("\"S[123]\"", "\"S7\"");
      boolean killed = true;
      for (int steps = 0; killed; steps++) {
        rig.deleteAll(ASSOCIATIONS);
        await(rig.post(ASSOCIATIONS, stray));
        int runs = (int) rig.count("SELECT count(*) FROM resync_run WHERE connection = 'killed'");
        killed = isKilledAfter(rig, steps);
        assertEquals(RunState.DONE, rig.goOn(ResyncScope.ALL).state());
        rig.settle();
        assertEquals(whole, rig.documents(ASSOCIATIONS), "after " + steps + " steps");
        assertTrue(
            rig.count("SELECT count(*) FROM resync_run WHERE connection = 'killed'") - runs <= 2);
        assertTrue(steps < 50);
      }
    }
  }

  /** Breaks a run off when it tells of a step for that time; false if it came to its end. */
  private static boolean isKilledAfter(ResyncRig rig, int steps) {
    AtomicInteger left = new AtomicInteger(steps);
    RunProgress killing =
        new RunProgress() {
          @Override
          public void read(ResourceName resource, long records) {
            step();
          }

          @Override
          public void compared(long students, long ofAll) {
            step();
          }

          @Override
          public void applied(long actions) {
            step();
          }

          private void step() {
            if (left.getAndDecrement() == 0) {
              throw new IllegalStateException("killed");
            }
          }
        };
    ResyncRunner runner = rig.resyncs(killing);
    ResyncSubject subject = rig.subject();
    ResyncRun run = await(runner.open(subject, ResyncScope.ALL, "t", null));
    try {
      run = await(runner.plan(run, subject, rig.client(), Duration.ZERO));
      await(runner.apply(run, subject, false));
      rig.settle();
      return false;
    } catch (IllegalStateException e) {
      assertEquals("killed", e.getMessage());
      return true;
    }
  }
}

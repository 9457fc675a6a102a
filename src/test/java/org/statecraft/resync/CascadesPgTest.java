package org.statecraft.resync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.cases.CaseRows;
import org.statecraft.connections.MappingChoice;
import org.statecraft.edfi.ResourceName;

/** What refers to a program, in nine resources, when the program's key changes or it goes. */
class CascadesPgTest {

  private static final String PROGRAMS = "programs";
  private static final String CHANGED = "uri://zz.example/ProgramTypeDescriptor#Changed";
  private static final CaseRows TEXAS = CaseRows.of("tx", "texas-flags.yaml", PROGRAMS);
  private static final MappingChoice FLAG =
      TEXAS.mappings().stream()
          .filter(each -> each.mapping().equals("FlagProgramType"))
          .findFirst()
          .orElseThrow();

  private static ResyncRig.Shared shared;
  private static List<String> nine;

  @BeforeAll
  static void open(@TempDir Path folder) {
    shared = new ResyncRig.Shared(NineKinds.write(folder));
    nine = NineKinds.names();
    assertEquals(9, nine.size());
  }

  @AfterAll
  static void close() {
    shared.close();
  }

  @Test
  void keyOfAProgramChanges_deletesAndPostsItsNineKindsOfDependentsInOrder() {
    CaseRows ours =
        new CaseRows("zz", TEXAS.standard(), TEXAS.uniqueId(), TEXAS.mappings(), TEXAS.rows());
    try (ResyncRig rig = new ResyncRig(shared, "nine-ours", ours)) {
      for (String each : nine) {
        assertEquals(1, rig.documents(each).size(), each);
      }
      int before = rig.written().size();
      rig.map(FLAG.mapping(), FLAG.campusValue(), CHANGED);
      ResyncRun run = rig.resync(ResyncScope.ALL);

      assertEquals(0, run.count("REPORT"), run.counts()::toString);
      List<String> sent = rig.written().subList(before, rig.written().size());
      assertEquals(20, sent.size(), sent::toString);
      List<String> deletes = new ArrayList<>();
      for (String each : nine) {
        int deleted = sent.indexOf("DELETE " + each);
        deletes.add("DELETE " + each);
        assertTrue(deleted >= 0 && deleted < sent.indexOf("POST " + each), sent::toString);
        assertTrue(rig.documents(each).toString().contains(CHANGED), each);
        assertEquals(1, rig.documents(each).size(), each);
      }
      int posted = sent.indexOf("POST " + PROGRAMS);
      assertTrue(nine.stream().allMatch(each -> posted < sent.indexOf("POST " + each)));
      int deleted = sent.indexOf("DELETE " + PROGRAMS);
      assertTrue(deletes.stream().allMatch(each -> sent.indexOf(each) < deleted), sent::toString);
      assertEquals(1, rig.documents(PROGRAMS).size());
    }
  }

  @Test
  void dependentsThatAreNotOurs_areReportedByThePlan_andKeepTheProgramUntilTheyAreGone() {
    try (ResyncRig rig = new ResyncRig(shared, "nine-theirs", TEXAS)) {
      String old = rig.documents(PROGRAMS).iterator().next();
      nine.forEach(each -> others(rig, each));
      rig.map(FLAG.mapping(), FLAG.campusValue(), CHANGED);
      long writes = rig.writes();
      ResyncRun planned = rig.plan(ResyncScope.ALL);

      assertEquals(reports(1), reports(rig, planned));
      assertEquals(writes, rig.writes());
      await(rig.resyncs().apply(planned, rig.subject(), true));
      rig.settle();
      nine.forEach(each -> assertEquals(1, rig.documents(each).size(), each));
      assertTrue(rig.documents(PROGRAMS).contains(old), "the API refuses to delete it");
      assertEquals(2, rig.documents(PROGRAMS).size());
      assertEquals(
          List.of("still-referenced"),
          rig.texts(
              "SELECT type FROM error_log WHERE connection = $1 AND state = 'open'",
              "nine-theirs"));

      nine.forEach(rig::deleteAll);
      ResyncRun again = rig.resync(ResyncScope.ALL);
      assertEquals(0, again.count("REPORT"), again.counts()::toString);
      assertEquals(1, rig.documents(PROGRAMS).size());
      assertTrue(rig.documents(PROGRAMS).iterator().next().contains(CHANGED));
    }
  }

  @Test
  void deleteOfAProgram_reportsDependentsThatAreNotOurs() {
    try (ResyncRig rig = new ResyncRig(shared, "nine-delete", TEXAS)) {
      nine.forEach(each -> others(rig, each));
      ResyncRun planned =
          await(
              rig.resyncs()
                  .planDelete(
                      rig.subject(),
                      ResyncScope.ofDelete(
                          List.of(new ResourceName(PROGRAMS)),
                          List.of(),
                          List.of(),
                          new TreeMap<>()),
                      true,
                      "t",
                      null,
                      rig.client()));
      assertEquals(reports(1), reports(rig, planned));
      await(rig.resyncs().apply(planned, rig.subject(), true));
      // What is only reported gets no tombstone.
      assertEquals(
          List.of(PROGRAMS),
          rig.texts("SELECT resource FROM tombstone WHERE connection = $1", "nine-delete"));
      rig.settle();
    }
  }

  /** A record of a resource as somebody else puts it to the API. */
  private static void others(ResyncRig rig, String resource) {
    String program = rig.documents(PROGRAMS).iterator().next();
    String reference = NineKinds.reference(program);
    org.statecraft.deliver.Answer answer =
        await(
            rig.post(
                resource,
                "{\"beginDate\":\"2024-09-2"
                    + nine.indexOf(resource)
                    + "\",\"educationOrganizationReference\":{\"educationOrganizationId\":255901},"
                    + "\"studentReference\":{\"studentUniqueId\":\""
                    + ResyncRig.OTHERS
                    + "\"},\"programReference\":"
                    + reference
                    + "}"));
    assertEquals(201, answer.status(), answer.body());
  }

  private static Map<String, Long> reports(long each) {
    return nine.stream().collect(Collectors.toMap(name -> name, name -> each));
  }

  private static Map<String, Long> reports(ResyncRig rig, ResyncRun run) {
    List<PlanFigureStore.SummaryLine> lines =
        await(rig.resyncs().summary(run)).stream()
            .filter(each -> each.action().equals("REPORT"))
            .toList();
    assertEquals(
        Set.of("not ours, refers to a record that is deleted"),
        lines.stream().map(PlanFigureStore.SummaryLine::reason).collect(Collectors.toSet()));
    return lines.stream()
        .collect(
            Collectors.toMap(
                PlanFigureStore.SummaryLine::resource, PlanFigureStore.SummaryLine::records));
  }
}

package org.statecraft.resync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.statecraft.cases.CaseRows;
import org.statecraft.connections.MappingChoice;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ResourceName;

/** The Resync tables of each state's page, with a student of its cases, against a sandbox. */
class StatesResyncPgTest {

  private static final String CTE = "studentCTEProgramAssociations";
  private static final String ASSOCIATIONS = "studentProgramAssociations";
  private static final String PROGRAMS = "programs";

  @RegisterExtension static final ResyncRig.Shared shared = new ResyncRig.Shared();

  @Test
  void missouri_isResynced() {
    CaseRows sample = CaseRows.of("mo", "missouri-post.yaml", CTE);
    try (ResyncRig rig = new ResyncRig(shared, "mo", sample)) {
      isQuiet(rig, CTE);
      goneIsSentAgain(rig, CTE);
      strayIsDeleted(rig, CTE, "beginDate", "2024-12-24");
      mappingWaits(
          rig, CTE, new MappingChoice("ProgramType", "Career and Technical Education", ""));
    }
  }

  @Test
  void georgia_isResynced() {
    CaseRows sample = CaseRows.of("ga", "every-kind.yaml", ASSOCIATIONS);
    try (ResyncRig rig = new ResyncRig(shared, "ga", sample)) {
      isQuiet(rig, ASSOCIATIONS);
      goneIsSentAgain(rig, ASSOCIATIONS);
      strayIsDeleted(rig, ASSOCIATIONS, "beginDate", "2024-12-24");
      mappingWaits(rig, ASSOCIATIONS, choice(sample, "ProgramType"));
    }
  }

  @Test
  void georgia_mappingRemoved_deletesTheProgramAfterItsAssociations() {
    CaseRows sample = CaseRows.of("ga", "academic-programs.yaml", ASSOCIATIONS);
    try (ResyncRig rig = new ResyncRig(shared, "ga-removed", sample)) {
      Set<String> before = rig.documents(PROGRAMS);
      assertEquals(1, before.size());
      rig.map("ProgramType", choice(sample, "ProgramType").campusValue(), null);
      rig.resync(new ResyncScope(List.of(), List.of(), List.of("1"), Optional.empty(), false));
      assertEquals(before, rig.documents(PROGRAMS));
      int written = rig.written().size();
      rig.resync(ResyncScope.ALL);
      assertEquals(Set.of(), rig.documents(PROGRAMS));
      assertEquals(
          List.of("DELETE " + ASSOCIATIONS, "DELETE " + PROGRAMS),
          rig.written().subList(written, rig.written().size()));
    }
  }

  @Test
  void georgia_programsAndAssociations_areResyncedTogether_whicheverIsNamed() {
    CaseRows sample = CaseRows.of("ga", "academic-programs.yaml", ASSOCIATIONS);
    try (ResyncRig rig = new ResyncRig(shared, "ga-together", sample)) {
      Set<String> programs = rig.documents(PROGRAMS);
      Set<String> associations = rig.documents(ASSOCIATIONS);
      for (String named : List.of(PROGRAMS, ASSOCIATIONS)) {
        rig.deleteAll(ASSOCIATIONS);
        rig.deleteAll(PROGRAMS);
        rig.resync(
            new ResyncScope(
                List.of(new ResourceName(named)), List.of(), List.of(), Optional.empty(), false));
        assertEquals(programs, rig.documents(PROGRAMS), named);
        assertEquals(associations, rig.documents(ASSOCIATIONS), named);
      }
    }
  }

  @Test
  void indiana_isResynced() {
    CaseRows sample = CaseRows.of("in", "foster-care.yaml", ASSOCIATIONS);
    try (ResyncRig rig = new ResyncRig(shared, "in", sample)) {
      isQuiet(rig, ASSOCIATIONS);
      goneIsSentAgain(rig, ASSOCIATIONS);
      strayIsDeleted(rig, ASSOCIATIONS, "beginDate", "2024-12-24");
      mappingWaits(rig, ASSOCIATIONS, new MappingChoice("ProgramType", "Foster Care", ""));
    }
  }

  @Test
  void indiana_nameMapping_takesEffectByAResync() {
    CaseRows sample = CaseRows.of("in", "foster-care.yaml", ASSOCIATIONS);
    try (ResyncRig rig = new ResyncRig(shared, "in-name", sample)) {
      Set<String> before = rig.documents(ASSOCIATIONS);
      rig.map("ProgramName", "Foster Care", "Another Name");
      rig.seedReferred();
      rig.decide("1");
      rig.settle();
      assertEquals(before, rig.documents(ASSOCIATIONS));
      rig.resync(ResyncScope.ALL);
      assertTrue(rig.documents(ASSOCIATIONS).toString().contains("Another Name"));
      assertEquals(before.size(), rig.documents(ASSOCIATIONS).size());
    }
  }

  @Test
  void texas_isResynced() {
    CaseRows sample = texas();
    try (ResyncRig rig = new ResyncRig(shared, "tx", sample)) {
      isQuiet(rig, PROGRAMS);
      goneIsSentAgain(rig, PROGRAMS);
      strayIsDeleted(rig, PROGRAMS, "programName", "Stray");
      mappingWaits(rig, PROGRAMS, choice(sample, "FlagProgramType"));
    }
  }

  @Test
  void texas_mappingRemovedAndAddedAgain_byResyncWithAllSchoolsOnly() {
    CaseRows sample = texas();
    MappingChoice flag = choice(sample, "FlagProgramType");
    try (ResyncRig rig = new ResyncRig(shared, "tx-removed", sample)) {
      Set<String> before = rig.documents(PROGRAMS);
      rig.map("FlagProgramType", flag.campusValue(), null);
      rig.resync(new ResyncScope(List.of(), List.of(), List.of("1"), Optional.empty(), false));
      rig.resync(new ResyncScope(List.of(), List.of(), List.of(), Optional.empty(), false));
      assertEquals(before, rig.documents(PROGRAMS));
      rig.resync(ResyncScope.ALL);
      Set<String> without = rig.documents(PROGRAMS);
      assertEquals(before.size() - 1, without.size());

      rig.map("FlagProgramType", flag.campusValue(), flag.code());
      rig.decide("1");
      rig.settle();
      assertEquals(without, rig.documents(PROGRAMS));
      rig.resync(ResyncScope.ALL);
      assertEquals(before, rig.documents(PROGRAMS));
    }
  }

  private static CaseRows texas() {
    return CaseRows.of("tx", "texas-flags.yaml", PROGRAMS);
  }

  private static MappingChoice choice(CaseRows sample, String preference) {
    return sample.mappings().stream()
        .filter(each -> each.mapping().equals(preference))
        .findFirst()
        .orElseThrow();
  }

  private static void isQuiet(ResyncRig rig, String resource) {
    assertFalse(rig.documents(resource).isEmpty());
    long before = rig.writes();
    ResyncRun run = rig.resync(ResyncScope.ALL);
    assertEquals(before, rig.writes(), run.counts()::toString);
    assertTrue(run.count("unchanged") >= rig.documents(resource).size(), run.counts()::toString);
  }

  private static void goneIsSentAgain(ResyncRig rig, String resource) {
    Set<String> before = rig.documents(resource);
    rig.deleteAll(resource);
    assertEquals(Set.of(), rig.documents(resource));
    ResyncRun run = rig.resync(ResyncScope.ALL);
    assertEquals(before.size(), run.count("POST"), run.counts()::toString);
    assertEquals(before, rig.documents(resource));
  }

  private static void strayIsDeleted(ResyncRig rig, String resource, String element, String value) {
    Set<String> before = rig.documents(resource);
    ObjectNode stray = (ObjectNode) CanonicalJson.read(before.iterator().next());
    stray.put(element, value);
    await(rig.post(resource, CanonicalJson.write(stray)));
    assertEquals(before.size() + 1, rig.documents(resource).size());
    ResyncRun run = rig.resync(ResyncScope.ALL);
    assertEquals(1, run.count("DELETE"), run.counts()::toString);
    assertEquals(before, rig.documents(resource));
  }

  private static void mappingWaits(ResyncRig rig, String resource, MappingChoice choice) {
    Set<String> before = rig.documents(resource);
    long writes = rig.writes();
    String changed = "uri://zz.example/ProgramTypeDescriptor#Changed";
    rig.map(choice.mapping(), choice.campusValue(), changed);
    rig.seedReferred();
    rig.decide("1");
    rig.settle();
    assertEquals(writes, rig.writes());
    assertTrue(rig.due().contains(resource), rig.due()::toString);
    rig.resync(ResyncScope.ALL);
    assertEquals(before.size(), rig.documents(resource).size());
    assertTrue(rig.documents(resource).toString().contains(changed));
    assertEquals(List.of(), rig.due());
  }
}

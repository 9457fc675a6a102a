package org.statecraft.packs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.statecraft.edfi.ResourceName;

/** What the packs say of programs for those who may change them: the resync, and nobody else. */
class SharedResourceTest {

  private static final ResourceName PROGRAMS = new ResourceName("programs");

  @Test
  void programs_ofEveryPackThatSendsThem_areSharedAndGoByAResyncWithAllSchoolsOnly() {
    for (String pack : List.of("core", "mo", "tx")) {
      ResourceDefinition programs = programs(pack);
      assertFalse(programs.ownedByStudents(), pack);
      assertFalse(programs.lookupOnly(), pack);
      assertEquals(ResourceDefinition.Deletes.ALL_SCHOOLS_RESYNC, programs.deletes(), pack);
      assertEquals(ResourceDefinition.SameKey.MERGE, programs.sameKey(), pack);
      assertTrue(
          programs.cascades().contains(new ResourceName("studentCTEProgramAssociations")), pack);
    }
  }

  @Test
  void texas_sendsProgramsAndNothingElse() {
    RulePack texas = new PackReader(Path.of("rules"), Path.of("descriptors")).read("tx");
    assertEquals(Set.of(PROGRAMS), texas.resources().keySet());
  }

  /** The nine of the page, by the names of the endpoints. */
  @Test
  void programs_ofTexas_nameAllThatCascades() {
    assertEquals(
        List.of(
            "studentProgramAssociations",
            "studentHomelessProgramAssociations",
            "studentMigrantEducationProgramAssociations",
            "studentTitleIPartAProgramAssociations",
            "studentNeglectedOrDelinquentProgramAssociations",
            "studentLanguageInstructionProgramAssociations",
            "studentCTEProgramAssociations",
            "studentSpecialEducationProgramAssociations",
            "studentSchoolFoodServiceProgramAssociations"),
        programs("tx").cascades().stream().map(ResourceName::value).toList());
  }

  private static ResourceDefinition programs(String pack) {
    RulePack read = new PackReader(Path.of("rules"), Path.of("descriptors")).read(pack);
    return Objects.requireNonNull(read.resources().get(PROGRAMS));
  }
}

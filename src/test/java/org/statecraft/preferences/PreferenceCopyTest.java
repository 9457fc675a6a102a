package org.statecraft.preferences;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.statecraft.preferences.PreferenceDiffTest.preferences;
import static org.statecraft.preferences.PreferenceUnits.CORE;
import static org.statecraft.preferences.PreferenceUnits.MO;
import static org.statecraft.preferences.PreferenceUnits.seed;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.preferences.PreferenceEdit.NotCopied;

class PreferenceCopyTest {

  private static final ResourcePreferences CHOSEN =
      preferences(
          seed(
              """
              resources:
                programs: {enabled: false}
                students: {enabled: true}
              mappings:
                CareerPathway:
                  "1": uri://x/CareerPathwayDescriptor#A
                  "2": null
                Gone: {"1": a, "2": b}
                TechnicalSkills: {Passed: uri://x/SkillsDescriptor#P}
              """));

  @Test
  void edit_whatBothPacksKnow_isCopied_theRestIsToldWithItsReason() {
    PreferenceEdit edit =
        new PreferenceCopy(CORE, CORE, false).edit(CHOSEN, ResourcePreferences.NONE);
    assertEquals(4, edit.diff().changes().size());
    assertEquals(
        List.of(
            new NotCopied(
                "students",
                1,
                "the pack core has no resource 'students'; known: programs,"
                    + " studentCTEProgramAssociations"),
            new NotCopied(
                "Gone",
                2,
                "the pack core has no preference 'Gone'; known: CareerPathway, CompletedStatus,"
                    + " ProgramType, TechnicalSkills")),
        edit.notCopied());
    assertEquals(List.of(), edit.conflicts());
  }

  @Test
  void edit_toAnotherPack_leavesOutWhatItCannotTake() {
    ResourcePreferences missouri =
        preferences(
            seed(
                """
                mappings:
                  CareerCluster: {"13": "uri://dese.mo.gov/CTEClusterDescriptor#13"}
                  ProgramType: {"Career and Technical Education": uri://x/ProgramTypeDescriptor#A}
                """));
    assertEquals(
        List.of(
            "CareerCluster: the pack core has no preference 'CareerCluster'; known: CareerPathway,"
                + " CompletedStatus, ProgramType, TechnicalSkills",
            "ProgramType \"Career and Technical Education\": 'Career and Technical Education' can"
                + " never stand in Program.programID, which is of the type id"),
        whyNot(new PreferenceCopy(MO, CORE, false).edit(missouri, ResourcePreferences.NONE)));
    ResourcePreferences core =
        preferences(seed("mappings: {ProgramType: {'12': uri://x/ProgramTypeDescriptor#A}}"));
    assertEquals(
        List.of(
            "ProgramType \"12\": '12' is no value of the preference ProgramType; known: Career and"
                + " Technical Education"),
        whyNot(new PreferenceCopy(CORE, MO, false).edit(core, ResourcePreferences.NONE)));
  }

  @Test
  void edit_codesTheOtherPackDoesNotHave_areNotCopied() {
    ResourcePreferences old =
        preferences(
            seed("mappings: {CareerCluster: {'17': 'uri://dese.mo.gov/CTEClusterDescriptor#17'}}"));
    assertEquals(
        List.of(
            "CareerCluster \"17\": 'uri://dese.mo.gov/CTEClusterDescriptor#17' is no code of"
                + " descriptors/mo/codes/CTEProgramServiceDescriptor.csv; did you mean"
                + " 'uri://dese.mo.gov/CTEClusterDescriptor#1' (Agriculture, Food & Natural"
                + " Resource)?"),
        whyNot(new PreferenceCopy(MO, MO, false).edit(old, ResourcePreferences.NONE)));
  }

  @Test
  void edit_choicesThatDiffer_areConflicts_unlessTheyMayBeOverwritten() {
    ResourcePreferences other =
        preferences(
            seed(
                """
                resources: {programs: {enabled: false}}
                mappings:
                  CareerPathway: {"1": uri://x/CareerPathwayDescriptor#B, "2": null, "9": null}
                """));
    PreferenceEdit refused = new PreferenceCopy(CORE, CORE, false).edit(CHOSEN, other);
    assertEquals(1, refused.conflicts().size());
    assertEquals(2, refused.diff().unchanged());
    PreferenceEdit asked = new PreferenceCopy(CORE, CORE, true).edit(CHOSEN, other);
    assertEquals(List.of(), asked.conflicts());
    assertEquals(
        4, other.with(asked.diff().changes()).choices().size(), "what it has besides stays");
  }

  private static List<String> whyNot(PreferenceEdit edit) {
    return edit.notCopied().stream().map(each -> each.what() + ": " + each.why()).toList();
  }
}

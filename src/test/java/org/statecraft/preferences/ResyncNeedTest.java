package org.statecraft.preferences;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.statecraft.preferences.PreferenceDiffTest.preferences;
import static org.statecraft.preferences.PreferenceUnits.CORE;
import static org.statecraft.preferences.PreferenceUnits.MO;
import static org.statecraft.preferences.PreferenceUnits.seed;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.statecraft.connections.PreferenceDiff;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.RulePack;

class ResyncNeedTest {

  private static final Set<String> BOTH = Set.of("programs", "studentCTEProgramAssociations");
  private static final Set<String> ASSOCIATIONS = Set.of("studentCTEProgramAssociations");

  @Test
  void of_aMapping_concernsTheResourcesThatUseIt() {
    assertEquals(
        BOTH, due(CORE, "{}", "mappings: {ProgramType: {'1': uri://x/ProgramTypeDescriptor#A}}"));
    assertEquals(
        ASSOCIATIONS,
        due(CORE, "{}", "mappings: {CareerPathway: {'1': uri://x/CareerPathwayDescriptor#A}}"),
        "an element has it");
    assertEquals(
        ASSOCIATIONS,
        due(CORE, "{}", "mappings: {CompletedStatus: {C: Completed}}"),
        "only rules look at it");
    assertEquals(
        Set.of(),
        due(MO, "{}", "mappings: {CareerPathway: {'1': uri://x/CareerPathwayDescriptor#A}}"),
        "Missouri inherits it and uses it nowhere");
  }

  @Test
  void of_aChoiceThatSaysWhatHeldBefore_needsNoResync() {
    String cluster =
        "mappings: {CareerCluster: {'13': 'uri://dese.mo.gov/CTEClusterDescriptor#13'}}";
    assertEquals(Set.of(), due(MO, "{}", cluster), "the pack maps it so by itself");
    assertEquals(Set.of(), due(MO, cluster, "mappings: {CareerCluster: {}}"));
    assertEquals(
        BOTH,
        due(MO, cluster, "mappings: {CareerCluster: {'13': null}}"),
        "without a code the record is excluded, and then its program has no reason either");
    assertEquals(
        Set.of(), due(CORE, "{}", "mappings: {ProgramType: {'1': null}}"), "it had no code before");
  }

  @Test
  void of_toggles_onlySwitchingOnNeedsAResync() {
    String off = "resources: {programs: {enabled: false}}";
    String on = "resources: {programs: {enabled: true}}";
    assertEquals(Set.of("programs"), due(CORE, off, on));
    assertEquals(Set.of(), due(CORE, "{}", on), "it was on by default");
    assertEquals(Set.of(), due(CORE, on, off));
    assertEquals(
        Set.of("programs"),
        need(CORE, on, off).switchedOff().stream()
            .map(ResourceName::value)
            .collect(Collectors.toSet()));
  }

  @Test
  void of_aResourceThatIsOff_nothingIsDue() {
    assertEquals(
        ASSOCIATIONS,
        due(
            CORE,
            "resources: {programs: {enabled: false}}",
            "mappings: {ProgramType: {'1': uri://x/ProgramTypeDescriptor#A}}"));
  }

  private static Set<String> due(RulePack pack, String before, String change) {
    return need(pack, before, change).due().stream()
        .map(ResourceName::value)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static ResyncNeed need(RulePack pack, String before, String change) {
    ResourcePreferences chosen = preferences(seed(before));
    return ResyncNeed.of(
        pack,
        chosen,
        PreferenceDiff.toward(chosen, seed(change), PreferenceDiff.Removal.WITHIN_PREFERENCES)
            .changes());
  }
}

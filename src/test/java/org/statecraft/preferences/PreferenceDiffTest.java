package org.statecraft.preferences;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.statecraft.preferences.PreferenceUnits.seed;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.PreferenceDiff;
import org.statecraft.connections.PreferenceDiff.Removal;
import org.statecraft.connections.ResourcePreferences;

class PreferenceDiffTest {

  private static final ConnectionSeed BEFORE =
      seed(
          """
          resources:
            programs: {enabled: true}
            studentCTEProgramAssociations: {enabled: false}
          mappings:
            ProgramType: {"1": uri://x/ProgramTypeDescriptor#A, "2": null}
            CareerPathway: {"1": uri://x/CareerPathwayDescriptor#A}
          """);

  @Test
  void toward_whatAFileNames_isAddedChangedRemovedAndCounted() {
    assertEquals(
        List.of(
            "CHANGED programs true false",
            "ADDED ProgramType 3 null null",
            "CHANGED ProgramType 2 null uri://x/ProgramTypeDescriptor#B",
            "REMOVED ProgramType 1 uri://x/ProgramTypeDescriptor#A null",
            "unchanged 0"),
        diff(
            """
            resources: {programs: {enabled: false}}
            mappings:
              ProgramType: {"3": null, "2": uri://x/ProgramTypeDescriptor#B}
            """,
            Removal.WITHIN_PREFERENCES));
  }

  @Test
  void toward_aPreferenceNamedWithoutValues_losesThemAll() {
    assertEquals(
        List.of("REMOVED CareerPathway 1 uri://x/CareerPathwayDescriptor#A null", "unchanged 0"),
        diff("mappings: {CareerPathway: {}}", Removal.WITHIN_PREFERENCES));
  }

  @Test
  void toward_deliberatelyNone_isNotTheSameAsNotChosen() {
    assertEquals(
        List.of("CHANGED ProgramType 1 uri://x/ProgramTypeDescriptor#A null", "unchanged 1"),
        diff("mappings: {ProgramType: {'1': null, '2': null}}", Removal.WITHIN_PREFERENCES));
  }

  @Test
  void toward_nothingRemoved_onlyAddsAndChanges() {
    assertEquals(
        List.of("ADDED ProgramType 3 null null", "unchanged 1"),
        diff("mappings: {ProgramType: {'3': null, '2': null}}", Removal.NOTHING));
  }

  @Test
  void toward_everythingRemoved_leavesWhatTheFileHas() {
    assertEquals(
        List.of(
            "REMOVED studentCTEProgramAssociations false null",
            "REMOVED ProgramType 2 null null",
            "REMOVED CareerPathway 1 uri://x/CareerPathwayDescriptor#A null",
            "unchanged 2"),
        diff(
            """
            resources: {programs: {enabled: true}}
            mappings: {ProgramType: {'1': uri://x/ProgramTypeDescriptor#A}}
            """,
            Removal.EVERYTHING));
  }

  @Test
  void toward_appliedToWhatThereWas_givesWhatIsWanted() {
    Random random = new Random(7);
    for (int run = 0; run < 200; run++) {
      ResourcePreferences before = preferences(random(random));
      ConnectionSeed wanted = random(random);
      PreferenceDiff diff = PreferenceDiff.toward(before, wanted, Removal.EVERYTHING);
      ResourcePreferences after = before.with(diff.changes());
      assertEquals(wanted.enabled(), after.enabled());
      assertEquals(Set.copyOf(wanted.mappings()), Set.copyOf(after.choices()));
      PreferenceDiff again = PreferenceDiff.toward(after, wanted, Removal.EVERYTHING);
      assertEquals(List.of(), again.changes());
      assertEquals(wanted.enabled().size() + wanted.mappings().size(), again.unchanged());
    }
  }

  private static ConnectionSeed random(Random random) {
    StringBuilder yaml = new StringBuilder("resources:\n  always: {enabled: true}\n");
    for (String resource : List.of("a", "b")) {
      if (random.nextBoolean()) {
        yaml.append("  " + resource + ": {enabled: " + random.nextBoolean() + "}\n");
      }
    }
    yaml.append("mappings:\n  Always: {}\n");
    for (String preference : List.of("P", "Q")) {
      yaml.append("  " + preference + ":\n    always: text\n");
      IntStream.range(0, 4)
          .filter(value -> random.nextBoolean())
          .forEach(
              value ->
                  yaml.append(
                      "    \"" + value + "\": " + (random.nextBoolean() ? "null" : "x") + "\n"));
    }
    return seed(yaml.toString());
  }

  private static List<String> diff(String yaml, Removal removal) {
    PreferenceDiff diff = PreferenceDiff.toward(preferences(BEFORE), seed(yaml), removal);
    List<String> lines = new java.util.ArrayList<>();
    diff.changes()
        .forEach(
            each ->
                lines.add(
                    each.toString()
                        .replaceAll("^\\w+\\[|\\]$", "")
                        .replaceAll("(^|, )\\w+=", " ")
                        .strip()));
    lines.add("unchanged " + diff.unchanged());
    return lines;
  }

  static ResourcePreferences preferences(ConnectionSeed seed) {
    return new ResourcePreferences(seed.enabled(), seed.mappings());
  }
}

package org.statecraft.preferences;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.preferences.PreferenceDiffTest.preferences;
import static org.statecraft.preferences.PreferenceUnits.CORE;
import static org.statecraft.preferences.PreferenceUnits.connection;
import static org.statecraft.preferences.PreferenceUnits.seed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.MappingChoice;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.connections.ResyncDue;
import org.statecraft.edfi.ResourceName;

class PreferenceExportTest {

  private static final Connection CONNECTION = connection("a-2025", "a", CORE, 2025);

  @Test
  void text_isTheFormOfAConnectionFile_sortedAsPeopleCount() {
    ResourcePreferences chosen =
        preferences(
            seed(
                """
                resources: {programs: {enabled: false}}
                mappings:
                  ProgramType: {"12": null, "2": uri://x/ProgramTypeDescriptor#Career and T, A: null}
                  CompletedStatus: {C: Completed}
                """));
    ResyncDue due =
        new ResyncDue(new ResourceName("programs"), Instant.parse("2025-02-03T04:05:06.7Z"));
    assertEquals(
        """
        # Resource Preferences of a-2025, as the district chose them; where nothing is said, the pack core holds.
        # Waiting for a resync: programs (since 2025-02-03T04:05:06Z)
        resources:
          programs: {enabled: false}
        mappings:
          # Programs: the Program Type Descriptor of each program
          ProgramType:
            "2": uri://x/ProgramTypeDescriptor#Career and T
            "12": null
            "A": null
          # Student Status: the statuses that mean the program was completed
          CompletedStatus:
            "C": Completed
        """,
        new PreferenceExport(CONNECTION, CORE, chosen, List.of(due)).text());
  }

  @Test
  void text_nothingChosen_canBeImportedAndChangesNothing() {
    PreferenceExport export =
        new PreferenceExport(CONNECTION, CORE, ResourcePreferences.NONE, List.of());
    ConnectionSeed back = seed(export.text());
    assertEquals(Map.of(), back.enabled());
    assertEquals(List.of(), back.mappings());
    assertEquals(
        "{\"connection\":\"a-2025\",\"pack\":\"core\",\"resources\":{},\"mappings\":{},"
            + "\"waitingForResync\":[]}",
        export.json().toString());
  }

  @Test
  void text_whatThePackNoLongerKnows_standsInCommentsWithTheReason() {
    ResourcePreferences chosen =
        preferences(
            seed(
                """
                resources: {gone: {enabled: true}, programs: {enabled: true}}
                mappings: {Old: {"1": a}, CompletedStatus: {C: Completed}}
                """));
    String text = new PreferenceExport(CONNECTION, CORE, chosen, List.of()).text();
    ConnectionSeed back = seed(text);
    assertEquals(Set.of(new ResourceName("programs")), back.enabled().keySet());
    assertEquals(Set.of("CompletedStatus"), back.preferences());
    assertTrue(text.contains("  # the pack core has no preference 'Old'"), text);
    assertTrue(text.contains("  #   \"1\": a\n"), text);
    assertTrue(text.contains("  # gone: {enabled: true}\n"), text);
  }

  @Test
  void text_whateverStandsInIt_isReadBack() {
    String letters = "aB9 :#'\"\\{}[],&*!|>%@`?-\n\té~\u0085\u2028\uD83D\uDE00null";
    Random random = new Random(5);
    for (int run = 0; run < 300; run++) {
      List<MappingChoice> choices = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        choices.add(
            new MappingChoice("CompletedStatus", i + text(random, letters), text(random, letters)));
      }
      ResourcePreferences chosen = new ResourcePreferences(Map.of(), choices);
      String yaml = new PreferenceExport(CONNECTION, CORE, chosen, List.of()).text();
      assertEquals(Set.copyOf(choices), Set.copyOf(seed(yaml).mappings()), yaml);
    }
    for (String word : List.of("null", "true", "No", "on", "1", "1.5", "2024-01-01", "~", "a: b")) {
      MappingChoice choice = new MappingChoice("CompletedStatus", word, word);
      ResourcePreferences chosen = new ResourcePreferences(Map.of(), List.of(choice));
      String yaml = new PreferenceExport(CONNECTION, CORE, chosen, List.of()).text();
      assertEquals(List.of(choice), seed(yaml).mappings(), yaml);
    }
  }

  private static String text(Random random, String letters) {
    StringBuilder text = new StringBuilder("x");
    int[] points = letters.codePoints().toArray();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }
}

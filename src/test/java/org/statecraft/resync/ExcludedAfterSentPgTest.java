package org.statecraft.resync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.campus.RowChange;
import org.statecraft.cases.CaseRows;

/**
 * An exclusion that is set after a record was sent: by an event and, where none came, by a resync.
 */
class ExcludedAfterSentPgTest {

  private static final String CTE = "studentCTEProgramAssociations";
  private static final String ASSOCIATIONS = "studentProgramAssociations";
  private static final CaseRows MISSOURI = CaseRows.of("mo", "missouri-post.yaml", CTE);
  private static final CaseRows GEORGIA = CaseRows.of("ga", "academic-programs.yaml", ASSOCIATIONS);
  private static final CaseRows INDIANA = CaseRows.of("in", "foster-care.yaml", ASSOCIATIONS);

  @Test
  void asThePagesSay_itDeletesWhatWasSent() {
    try (ResyncRig.Shared shared = new ResyncRig.Shared()) {
      deletes(shared, MISSOURI, CTE);
      deletes(shared, GEORGIA, ASSOCIATIONS);
      deletes(shared, INDIANA, ASSOCIATIONS);
    }
  }

  @Test
  void whereAPackSaysKeep_whatWasSentStays(@TempDir Path folder) throws IOException {
    RulesCopy.write(folder, "core", "mo", "in", "schema");
    keep(folder.resolve("mo/" + CTE + "/resource.yaml"));
    keep(folder.resolve("in/" + ASSOCIATIONS + "/resource.yaml"));
    try (ResyncRig.Shared shared = new ResyncRig.Shared(folder)) {
      keeps(shared, MISSOURI, CTE);
      keeps(shared, INDIANA, ASSOCIATIONS);
    }
  }

  private static void keep(Path resource) throws IOException {
    String text = Files.readString(resource);
    String kept = text.replace("excluded-after-sent: delete", "excluded-after-sent: keep");
    assertFalse(text.equals(kept), resource.toString());
    Files.writeString(resource, kept);
  }

  private static void deletes(ResyncRig.Shared shared, CaseRows sample, String resource) {
    try (ResyncRig rig = new ResyncRig(shared, "excluded-" + sample.pack(), sample)) {
      Set<String> before = rig.documents(resource);
      rig.keep(List.of(excluded(rig, sample)));
      rig.decide("1");
      rig.settle();
      assertEquals(Set.of(), rig.documents(resource), sample.pack());
      rig.keep(List.of(sample.row("Enrollment").change(rig)));
      rig.decide("1");
      rig.settle();
      assertEquals(before, rig.documents(resource), sample.pack());

      unseen(rig);
      ResyncRun run = rig.resync(ResyncScope.ALL);
      assertEquals(Set.of(), rig.documents(resource), run.counts()::toString);
    }
  }

  private static void keeps(ResyncRig.Shared shared, CaseRows sample, String resource) {
    try (ResyncRig rig = new ResyncRig(shared, "kept-" + sample.pack(), sample)) {
      Set<String> before = rig.documents(resource);
      assertFalse(before.isEmpty());
      rig.keep(List.of(excluded(rig, sample)));
      rig.decide("1");
      rig.settle();
      assertEquals(before, rig.documents(resource), sample.pack());
      ResyncRun run = rig.resync(ResyncScope.ALL);
      assertEquals(before, rig.documents(resource), run.counts()::toString);
      assertEquals(before.size(), run.count("kept"), run.counts()::toString);
    }
  }

  /** The enrollment is a no show, by a row that came without an event. */
  private static void unseen(ResyncRig rig) {
    rig.sql(
        "UPDATE campus_row SET columns = columns || '{\"noShow\": true}'"
            + " WHERE district = $1 AND table_name = 'Enrollment'",
        rig.connection().district().value());
  }

  private static RowChange excluded(ResyncRig rig, CaseRows sample) {
    CaseRows.Row enrollment = sample.row("Enrollment");
    Map<String, Object> columns = new HashMap<>(enrollment.columns());
    columns.put("noShow", true);
    return rig.row("Enrollment", enrollment.key(), columns);
  }
}

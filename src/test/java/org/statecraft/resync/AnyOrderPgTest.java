package org.statecraft.resync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.statecraft.campus.RowChange;
import org.statecraft.cases.CaseRows;

/**
 * What the ODS holds at the end depends on the final rows only: not on the order of the changes, on
 * how they are batched, on duplicates, nor on how far delivery is when they come. Two exceptions
 * are meant, and not among the changes here: a record that is held back keeps what was sent of it
 * before, and where {@code excluded-after-sent: keep} is said, an exclusion keeps what was sent.
 */
class AnyOrderPgTest {

  private static final int STEPS = 60;
  private static final String CTE = "studentCTEProgramAssociations";
  private static final String ASSOCIATIONS = "studentProgramAssociations";

  @RegisterExtension static final ResyncRig.Shared shared = new ResyncRig.Shared();

  /** Records of one key are merged; ids of students, no shows and programs change. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void core(long seed) {
    Random random = new Random(seed);
    try (ResyncRig one = new ResyncRig(shared, "one" + seed);
        ResyncRig other = new ResyncRig(shared, "other" + seed)) {
      List<RowChange> changes = new ArrayList<>();
      for (long id = 1; id <= 4; id++) {
        changes.add(one.person(id, "S" + id));
        changes.add(one.enrollment(id, 9, false));
      }
      for (int step = 0; step < STEPS; step++) {
        changes.add(change(one, random));
      }
      sameEnd(one, other, changes, random, CTE);
    }
  }

  private static RowChange change(ResyncRig rows, Random random) {
    long id = 1 + random.nextInt(4);
    String key = "" + (10 * id + random.nextInt(3));
    return switch (random.nextInt(8)) {
      case 0 -> rows.gone("ProgramParticipation", key);
      case 1 -> rows.enrollment(id, random.nextBoolean() ? 9 : 10, random.nextInt(3) == 0);
      case 2 -> rows.person(id, (random.nextBoolean() ? "S" : "N") + id);
      default -> rows.row("ProgramParticipation", key, participation(id, key, random));
    };
  }

  private static Map<String, Object> participation(long id, String key, Random random) {
    return Map.of(
        "participationID",
        Long.valueOf(key),
        "personID",
        id,
        "programID",
        3L + random.nextInt(2),
        "startDate",
        LocalDate.of(2024, 9, 3 + random.nextInt(2)),
        "nonTraditional",
        random.nextBoolean());
  }

  /** Of twins, records of one key, the highest id speaks; deleting it posts the other. */
  @Test
  void georgia_twins() {
    for (long seed : new long[] {4, 5}) {
      twins(seed, "ga", "academic-programs.yaml", "ProgramParticipation", "participationID");
    }
  }

  /** Here what remains of twins is deleted and posted. */
  @Test
  void indiana_twins() {
    for (long seed : new long[] {6, 7}) {
      twins(seed, "in", "foster-care.yaml", "FosterCare", "fosterCareID");
    }
  }

  private static void twins(long seed, String pack, String file, String table, String id) {
    Random random = new Random(seed);
    CaseRows sample = CaseRows.of(pack, file, ASSOCIATIONS);
    CaseRows.Row record = sample.row(table);
    try (ResyncRig one = new ResyncRig(shared, pack + "-one" + seed, sample);
        ResyncRig other = new ResyncRig(shared, pack + "-other" + seed, sample)) {
      List<RowChange> changes = new ArrayList<>();
      for (int step = 0; step < STEPS / 2; step++) {
        String key = "" + (1 + random.nextInt(3));
        Map<String, Object> columns = new HashMap<>(record.columns());
        columns.put(id, Long.valueOf(key));
        columns.put("startDate", LocalDate.of(2024, 9, 2 + random.nextInt(2)));
        if (random.nextBoolean()) {
          columns.put("endDate", LocalDate.of(2025, 1 + random.nextInt(3), 5));
        }
        changes.add(random.nextInt(3) == 0 ? one.gone(table, key) : one.row(table, key, columns));
      }
      sameEnd(one, other, changes, random, ASSOCIATIONS);
    }
  }

  private static void sameEnd(
      ResyncRig one, ResyncRig other, List<RowChange> changes, Random random, String resource) {
    Set<Set<String>> seen = new HashSet<>();
    for (RowChange each : changes) {
      one.keep(List.of(each));
      if (random.nextInt(3) == 0) {
        one.settle();
        seen.add(one.documents(resource));
      }
    }
    one.settle();
    assertTrue(seen.size() > 2, "the changes changed too little");

    List<RowChange> shuffled = new ArrayList<>(changes);
    shuffled.addAll(changes.subList(0, changes.size() / 3));
    Collections.shuffle(shuffled, random);
    for (int from = 0; from < shuffled.size(); ) {
      int to = Math.min(shuffled.size(), from + 1 + random.nextInt(12));
      other.keep(shuffled.subList(from, to));
      if (random.nextInt(3) == 0) {
        other.settle();
      }
      from = to;
    }
    other.settle();
    assertEquals(one.documents(resource), other.documents(resource));
    // And a resync leaves it so.
    other.resync(ResyncScope.ALL);
    assertEquals(one.documents(resource), other.documents(resource));
  }
}

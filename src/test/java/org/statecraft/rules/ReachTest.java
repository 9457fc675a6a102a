package org.statecraft.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.statecraft.campus.StudentId;
import org.statecraft.config.Problems;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.SchoolYear;
import org.statecraft.facts.ConnectionFacts;
import org.statecraft.facts.Fact;
import org.statecraft.facts.FactAssembler;
import org.statecraft.facts.StudentFacts;
import org.statecraft.packs.ColumnType;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.FactTable;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.testing.Records;

/**
 * Leaving out the session of a student changes nothing of the decision, but that nothing is seen of
 * values that may not change after data was sent: of such a student everything goes.
 */
class ReachTest {

  private static final int STUDENTS = 1_500;

  @ParameterizedTest
  @CsvSource({"core, 4.0, 300", "mo, 3.3, 100"})
  void decide_equalsTheFullRun_whateverTablesAStudentHas(
      String pack, String standard, int leastWithout) {
    Problems problems = new Problems();
    RuleSet rules =
        RuleSet.compile(
            new PackReader(Path.of("rules"), Path.of("descriptors")).read(pack),
            ResourceSchemas.load(Path.of("rules/schema"), problems),
            new DataStandard(standard));
    problems.throwIfAny();
    FactCatalogue catalogue = rules.pack().catalogue();
    FactAssembler assembler = new FactAssembler(catalogue, "state-id");
    Random random = new Random(3);
    List<Fact> setup = setup(catalogue, assembler, random);
    ConnectionFacts connection = assembler.connection(new SchoolYear(2025), setup);
    Decider decider = new Decider(rules, connection, Mappings.of(rules.pack(), List.of()));
    Set<ResourceName> enabled = new HashSet<>(rules.pack().resources().keySet());
    int without = 0;
    boolean anything = false;
    for (int id = 0; id < STUDENTS; id++) {
      StudentFacts facts = student(id, catalogue, setup, assembler, random);
      Decision full = decider.run(facts, enabled);
      boolean within = rules.reach().isWithin(facts);
      assertEquals(
          within ? full : Records.with(full, Map.of("fixed", Map.of())),
          decider.decide(facts, enabled),
          () -> facts.own() + " " + facts.shared());
      anything |= !full.exclusions().isEmpty() || !full.desired().isEmpty();
      without += within ? 0 : 1;
    }
    assertTrue(anything, "some students must have something to tell");
    assertTrue(without >= leastWithout, "only " + without + " need no session");
    assertFalse(without == STUDENTS);
  }

  /** Rows of any tables, linked by small keys, with any of the shared rows. */
  private static StudentFacts student(
      int id, FactCatalogue catalogue, List<Fact> setup, FactAssembler assembler, Random random) {
    List<Fact> own = new ArrayList<>();
    for (FactTable table : catalogue.tables().values()) {
      for (int row = table.isShared() ? 0 : random.nextInt(3); row > 0; row--) {
        own.add(fact(table, 1L + random.nextInt(3), assembler, random));
      }
    }
    List<Fact> shared = new ArrayList<>(setup);
    shared.removeIf(fact -> random.nextInt(3) == 0);
    return new StudentFacts(new StudentId("s" + id), own, shared);
  }

  private static List<Fact> setup(FactCatalogue catalogue, FactAssembler assembler, Random random) {
    List<Fact> setup = new ArrayList<>();
    for (FactTable table : catalogue.tables().values()) {
      for (long key = table.isShared() ? 3 : 0; key > 0; key--) {
        setup.add(fact(table, key, assembler, random));
      }
    }
    return setup;
  }

  private static Fact fact(FactTable table, long key, FactAssembler assembler, Random random) {
    Map<String, Object> columns = new HashMap<>();
    table
        .columns()
        .values()
        .forEach(
            column -> {
              if (random.nextInt(4) > 0) {
                columns.put(column.name(), value(column.type(), random));
              }
            });
    table.key().forEach(name -> columns.put(name, key));
    return assembler.fact(table.name(), columns);
  }

  private static Object value(ColumnType type, Random random) {
    return switch (type) {
      case TEXT -> random.nextBoolean() ? "CTE" : "T" + random.nextInt(3);
      case ID -> 1L + random.nextInt(3);
      case NUMBER -> java.math.BigDecimal.valueOf(random.nextInt(3));
      case FLAG -> random.nextBoolean();
      case DATE -> LocalDate.of(2023 + random.nextInt(3), 9, 1);
      case TIME -> LocalDate.of(2024, 9, 1).atStartOfDay();
    };
  }
}

package org.statecraft.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.statecraft.edfi.ResourceName;
import org.statecraft.facts.StudentFacts;
import org.statecraft.rules.Decider;
import org.statecraft.rules.Decision;
import org.statecraft.rules.Mappings;
import org.statecraft.rules.RuleSet;

/** The floor of the bench decides what the pack decides; without this its time means nothing. */
class PlainCareerTechTest {

  private static final Comparator<Decision.Excluded> ORDER =
      Comparator.comparing(Decision.Excluded::source)
          .thenComparing(Decision.Excluded::reason)
          .thenComparing(Decision.Excluded::rule);

  @Test
  void decide_equalsThePack_forGeneratedStudents() {
    RuleSet rules = BenchPacks.compile("core", "4.0");
    Mappings mappings = BenchPacks.mappings(rules.pack());
    GeneratedStudents students = new GeneratedStudents(rules.pack().catalogue(), 7);
    Set<ResourceName> enabled = new HashSet<>(rules.pack().resources().keySet());
    Decider decider = new Decider(rules, students.connection(), mappings);
    PlainCareerTech plain = new PlainCareerTech(students.connection(), mappings.codes());
    int records = 0;
    int merged = 0;
    int excluded = 0;
    for (long id = 1; id <= 3_000; id++) {
      StudentFacts facts = id % 3 == 0 ? students.careerTech(id) : students.any(id);
      Decision decision = decider.decide(facts, enabled);
      PlainCareerTech.Result result = plain.decide(facts);
      List<Decision.Excluded> exclusions = result.exclusions().stream().sorted(ORDER).toList();
      String shown = facts.own().stream().map(fact -> fact + " " + fact.shown()).toList() + "";
      assertEquals(result.desired(), decision.desired(), shown);
      assertEquals(exclusions, decision.exclusions(), shown);
      records += decision.desired().size();
      excluded += exclusions.size();
      merged += (int) decision.desired().stream().filter(d -> d.sources().size() > 1).count();
    }
    assertTrue(records > 1_000 && excluded > 1_000 && merged > 20, records + " " + excluded);
  }
}

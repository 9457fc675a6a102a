package org.statecraft.mutate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.statecraft.cases.CaseReader;
import org.statecraft.cases.CaseResult;
import org.statecraft.cases.CaseRunner;
import org.statecraft.cases.RuleCase;
import org.statecraft.config.Problems;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;
import org.statecraft.rules.RuleSet;
import org.statecraft.rules.RuleVariants;

/**
 * A variant of which only what differs was compiled says the same of every case as one compiled
 * whole.
 */
class RuleVariantsTest {

  private static final PackReader READER = new PackReader(Path.of("rules"), Path.of("descriptors"));

  /** Enough cases to tell variants apart; all of them take a while for each. */
  private static final Set<String> FILES =
      Set.of(
          "studentCTEProgramAssociations/tests/post.yaml",
          "studentCTEProgramAssociations/tests/certifications.yaml",
          "studentCTEProgramAssociations/tests/several-records.yaml");

  @Test
  void variants_sayWhatTheSameCompiledWholeSay() {
    Problems problems = new Problems();
    ResourceSchemas schemas = ResourceSchemas.load(Path.of("rules/schema"), problems);
    RulePack pack = READER.read("core");
    RuleSet asItIs = RuleSet.compile(pack, schemas, pack.dataStandard());
    RuleVariants variants = new RuleVariants(pack, schemas);
    List<RuleCase> cases =
        CaseReader.read(pack, problems).stream()
            .filter(each -> FILES.contains(each.file()))
            .toList();
    problems.throwIfAny();
    assertTrue(cases.size() > 50, "cases: " + cases.size());
    List<String> asIs = say(pack, asItIs, schemas, cases);
    int different = 0;
    for (Mutant mutant :
        oneOfEachOperator(new PackMutants(pack, asItIs, Optional.empty()).list())) {
      RulePack broken = READER.with(mutant.file(), mutant.text()).read("core");
      List<String> quick =
          say(broken, variants.compile(broken, broken.dataStandard()), schemas, cases);
      List<String> whole =
          say(broken, RuleSet.compile(broken, schemas, broken.dataStandard()), schemas, cases);
      assertEquals(whole, quick, mutant::toString);
      different += whole.equals(asIs) ? 0 : 1;
    }
    assertTrue(different > 5, "too few faults that matter: " + different);
    // What was changed in between leaves no trace.
    assertEquals(asIs, say(pack, variants.compile(pack, pack.dataStandard()), schemas, cases));
  }

  private static List<Mutant> oneOfEachOperator(List<Mutant> all) {
    Set<Operator> seen = EnumSet.noneOf(Operator.class);
    List<Mutant> chosen = new ArrayList<>();
    // From the last file on: its rules come after others, so that their order changes too.
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).file().isRules() && seen.add(all.get(i).operator())) {
        chosen.add(all.get(i));
      }
    }
    assertFalse(chosen.isEmpty());
    return chosen;
  }

  private static List<String> say(
      RulePack pack, RuleSet rules, ResourceSchemas schemas, List<RuleCase> cases) {
    CaseRunner runner =
        new CaseRunner(pack, standard -> rules.forStandard(schemas, standard), null);
    List<String> said = new ArrayList<>();
    for (RuleCase each : cases) {
      if (runner.canRun(each)) {
        CaseResult result = runner.run(each);
        said.add(each.name() + result.fired().stream().sorted().toList() + result.failures());
      }
    }
    return said;
  }
}

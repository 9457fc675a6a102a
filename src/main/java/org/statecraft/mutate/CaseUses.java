package org.statecraft.mutate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statecraft.cases.CaseReader;
import org.statecraft.cases.CaseResult;
import org.statecraft.cases.CaseRunner;
import org.statecraft.cases.RuleCase;
import org.statecraft.config.Problems;
import org.statecraft.edfi.DataStandard;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;
import org.statecraft.rules.RuleSet;

/** The cases of a pack that the rules decide, and the rules that fire in each. */
record CaseUses(List<Use> list) {

  /** One case and the ids of the rules that fire in it, before or now. */
  record Use(RuleCase of, Set<String> fired) {}

  /**
   * Runs the cases of the pack as it is.
   *
   * @throws org.statecraft.config.InvalidFiles when a case does not hold; its faults would say
   *     nothing
   */
  static CaseUses of(RulePack pack, RuleSet rules, ResourceSchemas schemas) {
    Problems problems = new Problems();
    List<RuleCase> cases = CaseReader.read(pack, problems);
    problems.throwIfAny();
    Map<DataStandard, RuleSet> byStandard = new HashMap<>(Map.of(rules.standard(), rules));
    CaseRunner runner =
        new CaseRunner(
            pack,
            standard ->
                byStandard.computeIfAbsent(standard, each -> rules.forStandard(schemas, each)),
            null);
    List<Use> uses = new ArrayList<>();
    for (RuleCase each : cases) {
      if (runner.canRun(each)) {
        CaseResult result = runner.run(each);
        uses.add(new Use(each, result.fired()));
        if (!result.holds()) {
          problems.add(each.place(), "the case '" + each.name() + "' does not hold; mend it first");
        }
      }
    }
    problems.throwIfAny();
    return new CaseUses(List.copyOf(uses));
  }
}

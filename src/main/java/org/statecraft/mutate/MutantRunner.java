package org.statecraft.mutate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.statecraft.cases.CaseRunner;
import org.statecraft.cases.RuleCase;
import org.statecraft.config.InvalidFiles;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;
import org.statecraft.rules.RuleInsight;
import org.statecraft.rules.RuleSet;
import org.statecraft.rules.RuleVariants;

/** Tries mutants of one pack, one after the other. Not thread-safe; every thread has its own. */
final class MutantRunner {

  /** More names of cases do not help to write one. */
  private static final int MOST_NAMED = 3;

  private final PackReader reader;
  private final ResourceSchemas schemas;
  private final RulePack pack;
  private final RuleVariants variants;
  private final CaseUses uses;
  private final Map<String, RuleCase> killers;

  /**
   * @param killers what noticed the last fault of a scope, which often notices the next; shared
   */
  MutantRunner(
      PackReader reader,
      ResourceSchemas schemas,
      RulePack pack,
      CaseUses uses,
      ConcurrentHashMap<String, RuleCase> killers) {
    this.reader = reader;
    this.schemas = schemas;
    this.pack = pack;
    this.variants = new RuleVariants(pack, schemas);
    this.uses = uses;
    this.killers = killers;
  }

  Outcome run(Mutant mutant) {
    RulePack broken;
    RuleSet rules;
    try {
      broken = reader.with(mutant.file(), mutant.text()).read(pack.name());
      rules = variants.compile(broken, broken.dataStandard());
    } catch (InvalidFiles e) {
      return new Outcome(
          mutant,
          Outcome.Verdict.REFUSED,
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          0,
          List.of());
    }
    return tryCases(mutant, broken, rules);
  }

  private Outcome tryCases(Mutant mutant, RulePack broken, RuleSet rules) {
    Map<DataStandard, RuleSet> byStandard = new HashMap<>(Map.of(rules.standard(), rules));
    CaseRunner runner =
        new CaseRunner(
            broken,
            standard ->
                byStandard.computeIfAbsent(standard, each -> rules.forStandard(schemas, each)),
            null);
    int count = 0;
    for (RuleCase each : order(mutant, rules)) {
      count++;
      if (!holds(runner, each)) {
        boolean codes = each.isAboutCodes();
        if (!codes) {
          killers.put(mutant.scope(), each);
        }
        return new Outcome(
            mutant,
            codes ? Outcome.Verdict.CODES : Outcome.Verdict.CASE,
            each.file() + ": " + each.name(),
            count,
            List.of());
      }
    }
    return new Outcome(mutant, Outcome.Verdict.SURVIVED, "", count, near(mutant));
  }

  private static boolean holds(CaseRunner runner, RuleCase each) {
    try {
      return runner.run(each).holds();
    } catch (InvalidFiles | IllegalStateException e) {
      // What fails to run is noticed as well as what fails.
      return false;
    }
  }

  /** The cases the fault can touch, the likeliest to fail first, those about codes last. */
  private List<RuleCase> order(Mutant mutant, RuleSet rules) {
    List<RuleCase> first = new ArrayList<>();
    List<RuleCase> then = new ArrayList<>();
    List<RuleCase> last = new ArrayList<>();
    RuleCase killer = killers.get(mutant.scope());
    for (CaseUses.Use use : uses.list()) {
      if (touches(mutant, use, rules)) {
        if (use.of().isAboutCodes()) {
          last.add(use.of());
        } else if (use.of().equals(killer)) {
          first.add(0, use.of());
        } else {
          (use.fired().contains(mutant.scope()) ? first : then).add(use.of());
        }
      }
    }
    first.addAll(then);
    first.addAll(last);
    return first;
  }

  /** Whether the fault can change what comes of a case; rather once too often than too rarely. */
  private boolean touches(Mutant mutant, CaseUses.Use use, RuleSet rules) {
    if (mutant.file().isRules()) {
      String rule = mutant.scope();
      return use.fired().contains(rule)
          || new RuleInsight(rules).mayFire(rule, use.of().tables(), use.fired());
    }
    if (!mutant.about().isEmpty()) {
      Set<String> asking = new RuleInsight(rules).rulesOf(new ResourceName(mutant.about()));
      return use.fired().stream().anyMatch(asking::contains);
    }
    return true;
  }

  private List<String> near(Mutant mutant) {
    return uses.list().stream()
        .filter(use -> use.fired().contains(mutant.scope()))
        .map(use -> use.of().name())
        .limit(MOST_NAMED)
        .toList();
  }
}

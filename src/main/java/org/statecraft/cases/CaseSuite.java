package org.statecraft.cases;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.statecraft.config.InvalidFiles;
import org.statecraft.edfi.DataStandard;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.rules.RuleSet;

/** Runs all cases of a pack. */
public final class CaseSuite {

  private final ResourceSchemas schemas;
  private final RuleSet rules;
  private final List<RuleCase> cases;
  private final Map<DataStandard, RuleSet> byStandard = new HashMap<>();
  private final CaseRunner runner;

  /**
   * @param rules the pack compiled for any data standard
   * @param answers null if cases about delivery are left out
   */
  public CaseSuite(
      RuleSet rules,
      List<RuleCase> cases,
      ResourceSchemas schemas,
      @Nullable AnswerReader answers) {
    this.rules = rules;
    this.schemas = schemas;
    this.runner = new CaseRunner(rules.pack(), this::forStandard, answers);
    this.cases = cases.stream().filter(runner::canRun).toList();
  }

  private RuleSet forStandard(DataStandard standard) {
    RuleSet known = byStandard.get(standard);
    if (known == null) {
      known = rules.forStandard(schemas, standard);
      byStandard.put(standard, known);
    }
    return known;
  }

  /** The runner of its cases, for who wants to know more of one. */
  public CaseRunner runner() {
    return runner;
  }

  /**
   * Runs all cases, one after the other. A thread that is interrupted ends early.
   *
   * @param after is told of each
   */
  public List<CaseResult> run(Consumer<CaseResult> after) {
    List<CaseResult> results = new ArrayList<>();
    for (RuleCase each : cases) {
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      CaseResult result = result(each);
      results.add(result);
      after.accept(result);
    }
    return results;
  }

  private CaseResult result(RuleCase each) {
    try {
      return runner.run(each);
    } catch (InvalidFiles e) {
      // The data standard of a connection of the case lacks what the pack sends.
      return new CaseResult(
          each, e.problems().stream().map(Object::toString).toList(), Set.of(), List.of());
    }
  }
}

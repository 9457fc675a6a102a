package org.statecraft.cases;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statecraft.rules.RuleConditions;

/** How well cases try the rules of a pack: each rule, and each condition of a rule. */
public final class RuleCoverage {

  private final List<RuleConditions> rules;
  private final Map<String, Integer> fired = new HashMap<>();
  private final Map<RuleConditions.Met, Integer> met = new HashMap<>();
  private int cases;

  public RuleCoverage(List<RuleConditions> rules) {
    this.rules = List.copyOf(rules);
  }

  /** Counts a case that is not about delivery. */
  public void add(Set<String> firedRules, Set<RuleConditions.Met> metConditions) {
    cases++;
    firedRules.forEach(rule -> fired.merge(rule, 1, Integer::sum));
    metConditions.forEach(each -> met.merge(each, 1, Integer::sum));
  }

  /**
   * One line of the report.
   *
   * @param yes in how many cases the rule fires, or the condition is met
   * @param of in how many it could: all cases, or those in which the conditions before it are met
   * @param index of the condition, from 0; -1 for the rule as a whole
   */
  public record Line(RuleConditions rule, int index, int yes, int of) {

    /** Whether there is a case for either answer. */
    public boolean isTried() {
      return yes > 0 && yes < of;
    }
  }

  /** The rules in the order of the files, each followed by its conditions. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (RuleConditions rule : rules) {
      lines.add(new Line(rule, -1, fired.getOrDefault(rule.rule(), 0), cases));
      int of = cases;
      for (int i = 0; i < rule.conditions().size(); i++) {
        int yes = met.getOrDefault(new RuleConditions.Met(rule.rule(), i), 0);
        lines.add(new Line(rule, i, yes, of));
        of = yes;
      }
    }
    return lines;
  }
}

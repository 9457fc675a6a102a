package org.statecraft.drl;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.statecraft.config.Problems;

/** Rules that say the same in other words: other names of bindings, another order of conditions. */
final class Duplicates {

  private Duplicates() {}

  static void check(Collection<Outline> rules, Problems problems) {
    Map<String, Outline> seen = new HashMap<>();
    for (Outline rule : rules) {
      Optional<String> text = canonical(rule);
      Outline first = text.isEmpty() ? null : seen.putIfAbsent(text.get(), rule);
      if (first != null) {
        problems.add(
            rule.rule().place(),
            rule.rule().title()
                + " says the same as rule \""
                + first.rule().name()
                + "\" at "
                + first.rule().place()
                + "; remove one of them");
      }
    }
  }

  /** Empty for rules with conditions that an outline leaves out. */
  private static Optional<String> canonical(Outline rule) {
    Optional<RuleFile.Then> then = rule.rule().then();
    int known = rule.positive().size() + rule.existing().size() + rule.negative().size();
    if (then.isEmpty() || known != Conditions.patterns(rule.rule().when()).size()) {
      return Optional.empty();
    }
    Condition.Pattern any = rule.positive().isEmpty() ? null : rule.positive().get(0);
    if (any == null) {
      return Optional.empty();
    }
    return Optional.of(
        patterns(rule, rule.positive())
            + " exists "
            + patterns(rule, rule.existing())
            + " not "
            + patterns(rule, rule.negative())
            + " then "
            + then.get().type()
            + then.get().values().stream().map(each -> rule.canonical(any, each)).toList());
  }

  private static String patterns(Outline rule, List<Condition.Pattern> patterns) {
    return patterns.stream()
        .map(each -> each.type() + rule.canonical(each))
        .sorted()
        .collect(Collectors.joining(" "));
  }
}

package org.statecraft.drl;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statecraft.config.Problems;

/**
 * Rules that derive from what they derived before, and make a longer text of it each time: a few
 * rounds would fill the memory of the server before any bound on rounds is reached.
 */
final class Growth {

  private Growth() {}

  static void check(Collection<RuleFile> files, Facts facts, Problems problems) {
    Map<String, Set<String>> from = new HashMap<>();
    List<RuleFile.Rule> rules = files.stream().flatMap(file -> file.rules().stream()).toList();
    for (RuleFile.Rule rule : rules) {
      rule.then()
          .ifPresent(
              then ->
                  Conditions.patterns(rule.when())
                      .forEach(
                          each ->
                              from.computeIfAbsent(then.type(), key -> new HashSet<>())
                                  .add(each.type())));
    }
    for (RuleFile.Rule rule : rules) {
      rule.then()
          .filter(then -> dependsOn(then.type(), then.type(), from, new HashSet<>()))
          .ifPresent(then -> check(rule, then, facts, problems));
    }
  }

  private static boolean dependsOn(
      String fact, String on, Map<String, Set<String>> from, Set<String> seen) {
    for (String each : from.getOrDefault(fact, Set.of())) {
      if (each.equals(on) || (seen.add(each) && dependsOn(each, on, from, seen))) {
        return true;
      }
    }
    return false;
  }

  private static void check(
      RuleFile.Rule rule, RuleFile.Then then, Facts facts, Problems problems) {
    List<String> types = List.copyOf(facts.fieldsOf(then.type()).values());
    for (int i = 0; i < Math.min(types.size(), then.values().size()); i++) {
      Expression value = then.values().get(i);
      if (types.get(i).equals(Type.TEXT.name()) && makesText(value)) {
        problems.add(
            value.place(),
            rule.title()
                + " makes a new text each time it derives a "
                + then.type()
                + " from another one; take the text as it is");
      }
    }
  }

  private static boolean makesText(Expression value) {
    if (value instanceof Expression.Call call) {
      return !call.method().startsWith("get");
    }
    return value instanceof Expression.Binary || value instanceof Expression.Choice;
  }
}

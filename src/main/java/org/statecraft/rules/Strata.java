package org.statecraft.rules;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.statecraft.config.Problems;

/**
 * In which order rules must run so that "there is no such fact" is asked only when every rule that
 * could derive such a fact has run. Authors write no order; it follows from what rules derive and
 * refuse, as in stratified Datalog. A pack in which a fact depends on its own absence has no order
 * and is refused.
 */
final class Strata {

  private Strata() {}

  /** The stratum of every rule, by name; lower ones run first. */
  static Map<String, Integer> of(Collection<RuleInfo> rules, Problems problems) {
    Map<String, Integer> ofType = new HashMap<>();
    Map<String, Integer> ofRule = new LinkedHashMap<>();
    rules.forEach(rule -> ofRule.put(rule.name(), 0));
    int most = rules.size() + 1;
    boolean changed = true;
    while (changed) {
      changed = false;
      for (RuleInfo rule : rules) {
        int stratum =
            Math.max(highest(rule.needs(), ofType, 0), highest(rule.refuses(), ofType, 1));
        if (stratum > most) {
          tellCircles(rules, problems);
          return ofRule;
        }
        if (stratum > ofRule.getOrDefault(rule.name(), 0)) {
          ofRule.put(rule.name(), stratum);
          changed = true;
        }
        if (stratum > ofType.getOrDefault(rule.derives(), 0)
            || !ofType.containsKey(rule.derives())) {
          ofType.put(rule.derives(), stratum);
          changed = true;
        }
      }
    }
    return ofRule;
  }

  /** The rules that refuse what depends on the very fact they derive. */
  private static void tellCircles(Collection<RuleInfo> rules, Problems problems) {
    for (RuleInfo rule : rules) {
      for (String refused : rule.refuses()) {
        if (dependsOn(refused, rule.derives(), rules)) {
          problems.add(
              rule.place(),
              "rule \""
                  + rule.name()
                  + "\": "
                  + rule.derives()
                  + " depends on there being no "
                  + refused
                  + (refused.equals(rule.derives())
                      ? ""
                      : ", which depends on " + rule.derives() + " again")
                  + "; break the circle");
        }
      }
    }
  }

  private static boolean dependsOn(String type, String on, Collection<RuleInfo> rules) {
    Set<String> known = new HashSet<>(Set.of(type));
    boolean grown = true;
    while (grown && !known.contains(on)) {
      grown = false;
      for (RuleInfo rule : rules) {
        if (known.contains(rule.derives())) {
          grown |= known.addAll(rule.reads());
        }
      }
    }
    return known.contains(on);
  }

  /** The highest stratum of derived types; types no rule derives are there from the start. */
  private static int highest(Set<String> types, Map<String, Integer> ofType, int above) {
    int highest = 0;
    for (String type : types) {
      Integer stratum = ofType.get(type);
      if (stratum != null) {
        highest = Math.max(highest, stratum + above);
      }
    }
    return highest;
  }
}

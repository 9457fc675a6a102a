package org.statecraft.rules;

import java.util.Collection;
import java.util.HashMap;
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
          problems.add(
              rule.place(),
              "rule \""
                  + rule.name()
                  + "\": "
                  + rule.derives()
                  + " depends on there being no "
                  + String.join(" or ", rule.refuses())
                  + ", which depends on "
                  + rule.derives()
                  + " again; break the circle");
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

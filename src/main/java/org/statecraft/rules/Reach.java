package org.statecraft.rules;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.statecraft.campus.TableName;
import org.statecraft.facts.Fact;
import org.statecraft.facts.StudentFacts;
import org.statecraft.packs.RulePack;

/**
 * Which students the rules can say anything about, by the tables alone of which they have rows: a
 * rule that matches a fact of a type nobody can have does not fire. Most students of a district
 * have no row that any record is made from, and need no session of the engine.
 */
final class Reach {

  private final Collection<RuleInfo> rules;
  private final Set<String> shown = new HashSet<>();
  private final Set<String> always = new HashSet<>();
  private final Map<Set<TableName>, Boolean> known = new ConcurrentHashMap<>();

  Reach(RulePack pack, Collection<RuleInfo> rules) {
    this.rules = rules;
    shown.add(FactTypes.EXCLUSION);
    shown.add(FactTypes.REMARK);
    pack.resources().values().forEach(resource -> shown.add(resource.record()));
    Set<String> mayLack = new HashSet<>();
    pack.catalogue().tables().keySet().forEach(table -> mayLack.add(table.value()));
    rules.forEach(rule -> mayLack.add(rule.derives()));
    for (RuleInfo rule : rules) {
      rule.needs().stream().filter(type -> !mayLack.contains(type)).forEach(always::add);
    }
  }

  /** Whether a decision about the student can have a record, an exclusion or a remark. */
  boolean isWithin(StudentFacts facts) {
    Set<TableName> tables = new HashSet<>();
    for (Fact fact : facts.own()) {
      tables.add(fact.table().name());
    }
    for (Fact fact : facts.shared()) {
      tables.add(fact.table().name());
    }
    Boolean answer = known.get(tables);
    if (answer == null) {
      answer = canShow(tables);
      known.put(Set.copyOf(tables), answer);
    }
    return answer;
  }

  /** Whether a rule can fire, of the types that are there once other rules fired. */
  boolean mayFire(String id, Set<TableName> tables, Set<String> fired) {
    Set<String> there = new HashSet<>(always);
    tables.forEach(table -> there.add(table.value()));
    rules.stream()
        .filter(rule -> fired.contains(rule.id()))
        .forEach(rule -> there.add(rule.derives()));
    return rules.stream()
        .filter(rule -> rule.id().equals(id))
        .anyMatch(rule -> there.containsAll(rule.cannotDoWithout()));
  }

  private boolean canShow(Set<TableName> tables) {
    Set<String> there = new HashSet<>(always);
    tables.forEach(table -> there.add(table.value()));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (RuleInfo rule : rules) {
        if (there.containsAll(rule.cannotDoWithout())) {
          grown |= there.add(rule.derives());
        }
      }
    }
    return there.stream().anyMatch(shown::contains);
  }
}

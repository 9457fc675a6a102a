package org.statecraft.rules;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.statecraft.campus.TableName;
import org.statecraft.edfi.ResourceName;

/** What can be said of a rule set without deciding anything, for tools that look at packs. */
public final class RuleInsight {

  private final RuleSet rules;

  public RuleInsight(RuleSet rules) {
    this.rules = rules;
  }

  /**
   * Whether a rule can fire for a student with rows of these tables, going by types alone.
   *
   * @param rule its id
   * @param fired the ids of the other rules that fire for the student
   */
  public boolean mayFire(String rule, Set<TableName> tables, Set<String> fired) {
    return rules.reach().mayFire(rule, tables, fired);
  }

  /** The ids of the rules that ask for records of a resource. */
  public Set<String> rulesOf(ResourceName resource) {
    return rules.resource(resource).stream()
        .flatMap(
            definition ->
                rules.compiled().rules().values().stream()
                    .filter(rule -> rule.derives().equals(definition.record())))
        .map(RuleInfo::id)
        .collect(Collectors.toSet());
  }

  /** The dotted paths an element of a resource could read, with the class of what is there. */
  public Map<String, Class<?>> pathsOf(ResourceName resource) {
    Set<Class<?>> facts = Set.copyOf(rules.compiled().types().values());
    return rules
        .resource(resource)
        .flatMap(
            definition -> Optional.ofNullable(rules.compiled().types().get(definition.record())))
        .map(record -> FactPath.all(record, facts))
        .orElse(Map.of());
  }
}

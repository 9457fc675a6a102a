package org.statecraft.rules;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.packs.RulePack;

/** Which rules have a say in a resource: those that derive what it is made of, however far off. */
final class Relevance {

  private Relevance() {}

  /** The names of the rules that have a say in some of the resources. */
  static Set<String> of(
      RulePack pack, Collection<ResourceName> resources, Collection<RuleInfo> rules) {
    Set<String> names = new LinkedHashSet<>();
    resources.forEach(each -> names.addAll(of(pack, each, rules)));
    return names;
  }

  /** The names of the rules. */
  static Set<String> of(RulePack pack, ResourceName resource, Collection<RuleInfo> rules) {
    String record =
        Optional.ofNullable(pack.resources().get(resource))
            .map(ResourceDefinition::record)
            .orElse("");
    Set<String> names = new LinkedHashSet<>();
    Set<String> types = new HashSet<>(Set.of(record));
    int before = -1;
    while (names.size() > before) {
      before = names.size();
      for (RuleInfo rule : rules) {
        if (isTelling(rule) ? tells(rule, resource) : types.contains(rule.derives())) {
          names.add(rule.name());
          types.addAll(rule.reads());
        }
      }
    }
    return names;
  }

  private static boolean isTelling(RuleInfo rule) {
    return rule.derives().equals(FactTypes.EXCLUSION) || rule.derives().equals(FactTypes.REMARK);
  }

  /** Whether a rule that excludes or remarks something is not another resource's. */
  private static boolean tells(RuleInfo rule, ResourceName resource) {
    return rule.folder().isEmpty() || rule.folder().equals(resource.value());
  }
}

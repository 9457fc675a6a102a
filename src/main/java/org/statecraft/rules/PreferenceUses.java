package org.statecraft.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.statecraft.config.Problems;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.Element;
import org.statecraft.packs.Preference;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.packs.RulePack;

/**
 * Which resources a preference decides about: those that have a mapped element, and those whose
 * records the rules derive from its mapped values, through however many facts.
 */
public final class PreferenceUses {

  private final RulePack pack;
  private final Collection<RuleInfo> rules;

  private PreferenceUses(RulePack pack) {
    this.pack = pack;
    DrlReader reader = new DrlReader(new Problems());
    List<RuleInfo> all = new ArrayList<>();
    pack.ruleFiles().forEach(file -> all.addAll(reader.read(file).rules()));
    this.rules = all;
  }

  /** The resources by the name of the preference; every preference of the pack is there. */
  public static Map<String, Set<ResourceName>> of(RulePack pack) {
    PreferenceUses uses = new PreferenceUses(pack);
    Map<String, Set<ResourceName>> resources = new TreeMap<>();
    for (Preference each : pack.preferences()) {
      resources.put(each.name(), uses.resources(each));
    }
    return resources;
  }

  private Set<ResourceName> resources(Preference preference) {
    Set<String> derived =
        derivedFrom(FactTypes.mappingType(preference), FactTypes.blankType(preference));
    Set<ResourceName> resources = new TreeSet<>();
    for (ResourceDefinition each : pack.resources().values()) {
      if (derived.contains(each.record()) || isMapped(each.elements(), preference)) {
        resources.add(each.name());
      }
    }
    return resources;
  }

  private Set<String> derivedFrom(String... types) {
    Set<String> derived = new HashSet<>(List.of(types));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (RuleInfo rule : rules) {
        if (rule.reads().stream().anyMatch(derived::contains)) {
          grown |= derived.add(rule.derives());
        }
      }
    }
    return derived;
  }

  private static boolean isMapped(Map<String, Element> elements, Preference by) {
    return elements.values().stream().anyMatch(element -> isMapped(element, by));
  }

  private static boolean isMapped(Element element, Preference by) {
    if (element instanceof Element.Group group) {
      return isMapped(group.members(), by);
    }
    if (element instanceof Element.Items items) {
      return items.items().stream().anyMatch(item -> isMapped(item.members(), by));
    }
    return element instanceof Element.Value value && value.map().equals(by.name());
  }
}

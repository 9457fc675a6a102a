package org.statecraft.packs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statecraft.config.Problem;

/** Tells of tables of codes that nobody uses, and of preferences whose codes nobody listed. */
final class CodeUse {

  private CodeUse() {}

  static List<Problem> warnings(RulePack pack) {
    List<Problem> warnings = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (Preference each : pack.preferences()) {
      each.codes().ifPresent(table -> used.add(table.descriptor()));
      if (each.descriptor().isPresent() && each.codes().isEmpty() && each.notPublic().isEmpty()) {
        warnings.add(
            new Problem(
                each.place(),
                "the codes of "
                    + each.name()
                    + " cannot be checked: there is no table codes/"
                    + each.descriptor().orElseThrow()
                    + ".csv; where the list is not public, say so by 'codes: {not-public: reason}'"));
      }
    }
    for (CodeTable table : pack.codes().values()) {
      // A table that is inherited is told of where it stands.
      if (table.pack().equals(pack.name())
          && !used.contains(table.descriptor())
          && pack.resources().values().stream()
              .noneMatch(resource -> hasConstant(resource.elements(), table))) {
        warnings.add(
            new Problem(
                table.place(),
                "no preference and no constant has the descriptor " + table.descriptor()));
      }
    }
    return warnings;
  }

  private static boolean hasConstant(Map<String, Element> elements, CodeTable table) {
    return elements.values().stream().anyMatch(element -> isConstant(element, table));
  }

  private static boolean isConstant(Element element, CodeTable table) {
    if (element instanceof Element.Group group) {
      return hasConstant(group.members(), table);
    }
    if (element instanceof Element.Items items) {
      return items.items().stream().anyMatch(item -> hasConstant(item.members(), table));
    }
    return element instanceof Element.Value value
        && table.codes().containsKey(String.valueOf(value.value()));
  }
}

package org.statecraft.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.statecraft.packs.FixedValue;
import org.statecraft.packs.RulePack;

/** Reads from derived facts what may not change after data was sent. */
final class FixedValues {

  private record Fixed(String name, FactPath value) {}

  private final Map<Class<?>, Fixed> byFact = new HashMap<>();

  FixedValues(RulePack pack, Compiled compiled) {
    for (FixedValue each : pack.fixedAfterSent()) {
      Class<?> fact = compiled.types().get(each.fact());
      if (fact != null) {
        FactPath value = FactPath.of(fact, List.of(each.field())).orElseThrow();
        byFact.put(fact, new Fixed(each.name(), value));
      }
    }
  }

  /** Adds the value of a fact by its name, if it has one. */
  void see(Object fact, Map<String, String> seen) {
    Fixed fixed = byFact.get(fact.getClass());
    Object read = fixed == null ? null : fixed.value().read(fact);
    if (fixed != null && read != null) {
      seen.put(fixed.name(), read.toString());
    }
  }
}

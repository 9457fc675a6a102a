package org.statecraft.rules;

import java.util.List;
import java.util.Set;
import org.statecraft.config.Place;

/**
 * What a rule says of itself and what our own reading of it found.
 *
 * @param name the business sentence
 * @param id stable and unique within the pack, such as {@code CORE-CTE-1}
 * @param page the section of the state's page it carries out
 * @param folder the resource it belongs to; empty for rules that all resources share
 * @param needs fact types it matches
 * @param refuses fact types whose absence, or whose total, it looks at
 * @param derives the fact type it inserts
 * @param then the place of its {@code then}
 * @param alternatives whether it says "or", so that not every fact it needs must be there
 */
record RuleInfo(
    String name,
    String id,
    String page,
    String folder,
    Place place,
    Set<String> needs,
    Set<String> refuses,
    String derives,
    Place then,
    boolean alternatives) {

  RuleInfo {
    needs = Set.copyOf(needs);
    refuses = Set.copyOf(refuses);
  }

  /** Fact types without any of which the rule cannot fire. */
  Set<String> cannotDoWithout() {
    return alternatives ? Set.of() : needs;
  }

  /** All fact types the rule looks at. */
  List<String> reads() {
    return java.util.stream.Stream.concat(needs.stream(), refuses.stream()).distinct().toList();
  }
}

package org.statecraft.drl;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The facts that rules may name, and what is known of them. */
public interface Facts {

  /** Every fact by its name. */
  Collection<String> names();

  /** The fields of a fact, name to type, in order; empty if there is no such fact. */
  Map<String, String> fieldsOf(String fact);

  /** Whether a rule file declares it. */
  boolean isDeclared(String fact);

  /** Whether a rule may derive it: a fact of its own, or one of the few given for that. */
  boolean mayBeDerived(String fact);

  /** Whether a derived fact is of use though no rule looks at it. */
  boolean isResult(String fact);

  /** The fields that tell one given fact from another. */
  List<String> keyOf(String fact);

  /** The values a field can have, where they can be listed. */
  Optional<Set<String>> valuesOf(String fact, String field);

  /** Whether facts of this name are there without a rule that derives them. */
  default boolean isGiven(String fact) {
    return has(fact) && !mayBeDerived(fact);
  }

  /** Whether there is a fact of this name. */
  default boolean has(String fact) {
    return names().contains(fact);
  }
}

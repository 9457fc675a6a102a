package org.statecraft.drl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether two rules can never fire for the same: they ask opposite things of one fact, or one asks
 * for what the other refuses.
 */
final class Exclusive {

  private final Facts facts;
  private final Outline one;
  private final List<Contest> picks;
  private final Outline two;
  private final List<Contest> otherPicks;

  Exclusive(Facts facts, Outline one, List<Contest> picks, Outline two, List<Contest> otherPicks) {
    this.facts = facts;
    this.one = one;
    this.picks = picks;
    this.two = two;
    this.otherPicks = otherPicks;
  }

  boolean holds() {
    return sameChoice() || sameFact() || refuses(one, two) || refuses(two, one);
  }

  /** Both choose the same fact of all, and ask opposite things of it. */
  private boolean sameChoice() {
    for (Contest each : picks) {
      for (Contest other : otherPicks) {
        if (each.chosen().type().equals(other.chosen().type())
            && each.domain().equals(other.domain())
            && areOpposite(each.chosen(), other.chosen())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean areOpposite(Condition.Pattern one, Condition.Pattern two) {
    List<Expression> both = new ArrayList<>(Conjuncts.of(one));
    both.addAll(Conjuncts.of(two));
    return Ranges.contradiction(both).isPresent();
  }

  /** Both ask opposite things of a fact there is only one of. */
  private boolean sameFact() {
    for (Condition.Pattern each : one.present()) {
      for (Condition.Pattern other : two.present()) {
        if (each.type().equals(other.type())
            && isOne(one, each, two, other)
            && areOpposite(each, other)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isOne(
      Outline ruleOne, Condition.Pattern each, Outline ruleTwo, Condition.Pattern other) {
    String type = each.type();
    if (!facts.isGiven(type)) {
      return false;
    }
    List<String> key = facts.keyOf(type);
    return key.stream()
        .allMatch(
            field -> {
              Optional<String> value = equalTo(ruleOne, each, field);
              return value.isPresent() && value.equals(equalTo(ruleTwo, other, field));
            });
  }

  private static Optional<String> equalTo(Outline rule, Condition.Pattern pattern, String field) {
    return Conjuncts.of(pattern).stream()
        .filter(Expression.Binary.class::isInstance)
        .map(Expression.Binary.class::cast)
        .filter(each -> each.operator().equals("==") && Words.of(each.left()).equals(field))
        .map(each -> rule.canonical(pattern, each.right()))
        .findFirst();
  }

  private static boolean refuses(Outline refusing, Outline asking) {
    for (Condition.Pattern none : refusing.negative()) {
      List<String> refused = refusing.canonical(none);
      for (Condition.Pattern there : asking.present()) {
        if (there.type().equals(none.type()) && asking.canonical(there).containsAll(refused)) {
          return true;
        }
      }
    }
    return false;
  }
}

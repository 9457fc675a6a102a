package org.statecraft.drl;

import java.util.ArrayList;
import java.util.List;

/** Takes expressions apart that are joined by and, or by or. */
final class Conjuncts {

  private Conjuncts() {}

  /** What a pattern asks, each by itself; bindings that ask nothing are left out. */
  static List<Expression> of(Condition.Pattern pattern) {
    List<Expression> all = new ArrayList<>();
    for (Condition.Constraint each : pattern.constraints()) {
      boolean asks = each.binding().isEmpty() || each.expression() instanceof Expression.Binary;
      if (asks) {
        all.addAll(split(each.expression(), "&&"));
      }
    }
    return all;
  }

  /** The parts of an expression between the operator. */
  static List<Expression> split(Expression expression, String operator) {
    if (expression instanceof Expression.Binary binary && binary.operator().equals(operator)) {
      List<Expression> parts = new ArrayList<>(split(binary.left(), operator));
      parts.addAll(split(binary.right(), operator));
      return parts;
    }
    return List.of(expression);
  }
}

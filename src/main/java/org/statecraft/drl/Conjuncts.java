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

  /** The ways in which an expression can hold, each the parts that must hold together for it. */
  static List<List<Expression>> ways(Expression expression) {
    if (expression instanceof Expression.Binary binary && binary.operator().equals("||")) {
      List<List<Expression>> ways = new ArrayList<>(ways(binary.left()));
      ways.addAll(ways(binary.right()));
      return ways;
    }
    if (expression instanceof Expression.Binary binary && binary.operator().equals("&&")) {
      List<List<Expression>> ways = new ArrayList<>();
      for (List<Expression> left : ways(binary.left())) {
        for (List<Expression> right : ways(binary.right())) {
          List<Expression> both = new ArrayList<>(left);
          both.addAll(right);
          ways.add(both);
        }
      }
      return ways;
    }
    return List.of(List.of(expression));
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

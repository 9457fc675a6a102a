package org.statecraft.drl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Walks through conditions and expressions. */
public final class Conditions {

  private Conditions() {}

  /** Every pattern, however deep. */
  public static List<Condition.Pattern> patterns(Collection<Condition> conditions) {
    List<Condition.Pattern> patterns = new ArrayList<>();
    conditions.forEach(each -> add(each, patterns));
    return patterns;
  }

  private static void add(Condition condition, List<Condition.Pattern> to) {
    if (condition instanceof Condition.Pattern pattern) {
      to.add(pattern);
    } else {
      parts(condition).forEach(each -> add(each, to));
    }
  }

  /** What a condition is made of; empty for a pattern. */
  public static List<Condition> parts(Condition condition) {
    if (condition instanceof Condition.Not not) {
      return List.of(not.of());
    }
    if (condition instanceof Condition.Exists exists) {
      return List.of(exists.of());
    }
    if (condition instanceof Condition.All all) {
      return all.of();
    }
    if (condition instanceof Condition.Any any) {
      return any.of();
    }
    if (condition instanceof Condition.Forall forall) {
      return forall.of();
    }
    return condition instanceof Condition.Accumulate accumulate
        ? List.of(accumulate.source())
        : List.of();
  }

  /** Every name that a rule's conditions and its {@code then} read, however deep. */
  public static void names(RuleFile.Rule rule, Consumer<String> to) {
    patterns(rule.when())
        .forEach(pattern -> pattern.constraints().forEach(each -> names(each.expression(), to)));
    rule.when().forEach(each -> totals(each, to));
    rule.then().ifPresent(then -> then.values().forEach(each -> names(each, to)));
  }

  private static void totals(Condition condition, Consumer<String> to) {
    if (condition instanceof Condition.Accumulate accumulate) {
      accumulate.totals().forEach(each -> each.arguments().forEach(it -> names(it, to)));
      accumulate.constraints().forEach(each -> names(each.expression(), to));
    }
    parts(condition).forEach(each -> totals(each, to));
  }

  private static void names(Expression expression, Consumer<String> to) {
    if (expression instanceof Expression.Path path) {
      path.names().forEach(to);
    } else if (expression instanceof Expression.Call call) {
      to.accept(call.method().replaceFirst("^(get|is)(?=[A-Z])", ""));
      call.of().ifPresent(each -> names(each, to));
      call.arguments().forEach(each -> names(each, to));
    } else if (expression instanceof Expression.Unary unary) {
      names(unary.operand(), to);
    } else if (expression instanceof Expression.Binary binary) {
      names(binary.left(), to);
      names(binary.right(), to);
    } else if (expression instanceof Expression.In in) {
      names(in.operand(), to);
      in.list().forEach(each -> names(each, to));
    } else if (expression instanceof Expression.Choice choice) {
      names(choice.condition(), to);
      names(choice.yes(), to);
      names(choice.no(), to);
    }
  }
}

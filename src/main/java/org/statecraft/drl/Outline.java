package org.statecraft.drl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The conditions of a rule, sorted by what they ask. Conditions inside "or", forall and accumulate
 * are left out: nothing is concluded from them.
 *
 * @param positive facts that must be there
 * @param existing facts of which there must be one
 * @param negative facts of which there must be none
 * @param bound where each name comes from
 */
record Outline(
    RuleFile.Rule rule,
    List<Condition.Pattern> positive,
    List<Condition.Pattern> existing,
    List<Condition.Pattern> negative,
    Map<String, Source> bound) {

  /**
   * Where a name comes from.
   *
   * @param path names from the fact on; empty for the fact itself
   */
  record Source(Condition.Pattern pattern, List<String> path) {

    /** The same for the same field of the same fact type. */
    String canonical() {
      return pattern.type() + ":" + String.join(".", path);
    }
  }

  static Outline of(RuleFile.Rule rule) {
    Outline outline =
        new Outline(rule, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>());
    rule.when().forEach(outline::add);
    return outline;
  }

  private void add(Condition condition) {
    if (condition instanceof Condition.Pattern pattern) {
      positive.add(pattern);
      bind(pattern);
    } else if (condition instanceof Condition.Not not
        && not.of() instanceof Condition.Pattern pattern) {
      negative.add(pattern);
      bind(pattern);
    } else if (condition instanceof Condition.Exists exists
        && exists.of() instanceof Condition.Pattern pattern) {
      existing.add(pattern);
      bind(pattern);
    } else if (condition instanceof Condition.All all) {
      all.of().forEach(this::add);
    }
  }

  private void bind(Condition.Pattern pattern) {
    if (!pattern.binding().isEmpty()) {
      bound.put(pattern.binding(), new Source(pattern, List.of()));
    }
    for (Condition.Constraint each : pattern.constraints()) {
      Expression at = each.expression();
      while (at instanceof Expression.Binary binary) {
        at = binary.left();
      }
      if (!each.binding().isEmpty() && at instanceof Expression.Path path) {
        path(pattern, path).ifPresent(source -> bound.put(each.binding(), source));
      }
    }
  }

  /** Where a path leads: from the pattern it stands in, or from where its name was bound. */
  Optional<Source> path(Condition.Pattern in, Expression.Path path) {
    List<String> names = path.names();
    if (!path.startsWithBinding()) {
      return Optional.of(
          new Source(in, names.get(0).equals("this") ? names.subList(1, names.size()) : names));
    }
    Source start = bound.get(names.get(0));
    if (start == null) {
      return Optional.empty();
    }
    List<String> longer = new ArrayList<>(start.path());
    longer.addAll(names.subList(1, names.size()));
    return Optional.of(new Source(start.pattern(), longer));
  }

  /** Facts that must be there, bound or not. */
  List<Condition.Pattern> present() {
    List<Condition.Pattern> all = new ArrayList<>(positive);
    all.addAll(existing);
    return all;
  }

  /** What a pattern asks, in one form whatever names are bound, in one order. */
  List<String> canonical(Condition.Pattern pattern) {
    return Conjuncts.of(pattern).stream().map(each -> canonical(pattern, each)).sorted().toList();
  }

  /** An expression in one form whatever names are bound. */
  String canonical(Condition.Pattern in, Expression expression) {
    if (expression instanceof Expression.Path path && path.startsWithBinding()) {
      return path(in, path).map(Source::canonical).orElse(Words.of(path));
    }
    if (expression instanceof Expression.Binary binary) {
      String left = canonical(in, binary.left());
      String right = canonical(in, binary.right());
      boolean turns = List.of("&&", "||", "==", "!=").contains(binary.operator());
      return turns && left.compareTo(right) > 0
          ? "(" + right + " " + binary.operator() + " " + left + ")"
          : "(" + left + " " + binary.operator() + " " + right + ")";
    }
    if (expression instanceof Expression.Unary unary) {
      return unary.operator() + canonical(in, unary.operand());
    }
    if (expression instanceof Expression.In list) {
      return canonical(in, list.operand())
          + (list.negated() ? " not in " : " in ")
          + list.list().stream().map(each -> canonical(in, each)).sorted().toList();
    }
    if (expression instanceof Expression.Call call) {
      return call.of().map(each -> canonical(in, each) + ".").orElse("")
          + call.method()
          + call.arguments().stream().map(each -> canonical(in, each)).toList();
    }
    return Words.of(expression);
  }
}

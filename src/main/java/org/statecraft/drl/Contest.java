package org.statecraft.drl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.statecraft.config.Place;

/**
 * How a rule chooses one of several facts: it asks that there is no better one of the same type, or
 * that there is one.
 *
 * @param chosen the fact that is compared with the others
 * @param better the patterns of those that would be better
 * @param steps the comparisons, the deciding ones first
 * @param scope what the others must have in common with the chosen one, in canonical form
 */
record Contest(
    Outline rule,
    Condition.Pattern chosen,
    List<Condition.Pattern> better,
    List<Step> steps,
    Set<String> scope) {

  private static final Set<String> ORDER = Set.of("<", ">", "<=", ">=");

  /**
   * One comparison.
   *
   * @param field the field of the others that is compared
   * @param with the field of the chosen one it is compared with
   * @param same fields that must be equal for this comparison to count
   */
  record Step(
      List<String> field, List<String> with, boolean strict, Set<String> same, Place place) {}

  /**
   * The contests of a rule.
   *
   * @param picks whether the rule asks that there is no better one; else, that there is one
   */
  static List<Contest> of(Outline rule, boolean picks) {
    List<Contest> contests = new ArrayList<>();
    for (Condition.Pattern chosen : rule.positive()) {
      List<Condition.Pattern> better = new ArrayList<>();
      List<Step> steps = new ArrayList<>();
      Set<String> scope = new HashSet<>();
      for (Condition.Pattern each : picks ? rule.negative() : rule.existing()) {
        if (each.type().equals(chosen.type())) {
          List<Step> own = steps(rule, chosen, each, scope);
          if (!own.isEmpty()) {
            better.add(each);
            steps.addAll(own);
          }
        }
      }
      if (!steps.isEmpty()) {
        contests.add(new Contest(rule, chosen, better, steps, scope));
      }
    }
    return contests;
  }

  private static List<Step> steps(
      Outline rule, Condition.Pattern chosen, Condition.Pattern other, Set<String> scope) {
    List<Step> steps = new ArrayList<>();
    Set<String> common = new HashSet<>();
    for (Expression conjunct : Conjuncts.of(other)) {
      List<Step> own = new ArrayList<>();
      for (List<Expression> way : Conjuncts.ways(conjunct)) {
        step(rule, chosen, other, way).ifPresent(own::add);
      }
      if (own.isEmpty()) {
        equalField(rule, chosen, other, conjunct).ifPresent(common::add);
        scope.add(rule.canonical(other, conjunct));
      }
      steps.addAll(own);
    }
    List<Step> all = new ArrayList<>();
    for (Step each : steps) {
      Set<String> same = new HashSet<>(each.same());
      same.addAll(common);
      all.add(new Step(each.field(), each.with(), each.strict(), same, each.place()));
    }
    return all;
  }

  private static Optional<Step> step(
      Outline rule, Condition.Pattern chosen, Condition.Pattern other, List<Expression> way) {
    Set<String> same = new HashSet<>();
    Optional<Step> step = Optional.empty();
    for (Expression each : way) {
      equalField(rule, chosen, other, each).ifPresent(same::add);
      if (each instanceof Expression.Binary binary
          && ORDER.contains(binary.operator())
          && binary.left() instanceof Expression.Path left
          && binary.right() instanceof Expression.Path right) {
        Optional<Outline.Source> field = rule.path(other, left);
        Optional<Outline.Source> with = rule.path(other, right);
        if (field.isPresent()
            && with.isPresent()
            && field.get().pattern() == other
            && with.get().pattern() == chosen) {
          step =
              Optional.of(
                  new Step(
                      field.get().path(),
                      with.get().path(),
                      binary.operator().length() == 1,
                      same,
                      binary.at()));
        }
      }
    }
    return step;
  }

  /** The field that an expression asks to be the same in both, if it asks that. */
  private static Optional<String> equalField(
      Outline rule, Condition.Pattern chosen, Condition.Pattern other, Expression expression) {
    if (!(expression instanceof Expression.Binary binary)
        || !binary.operator().equals("==")
        || !(binary.left() instanceof Expression.Path left)
        || !(binary.right() instanceof Expression.Path right)) {
      return Optional.empty();
    }
    Optional<Outline.Source> one = rule.path(other, left);
    Optional<Outline.Source> two = rule.path(other, right);
    return one.isPresent()
            && two.isPresent()
            && one.get().pattern() == other
            && two.get().pattern() == chosen
            && one.get().path().equals(two.get().path())
        ? Optional.of(String.join(".", one.get().path()))
        : Optional.empty();
  }

  /** What the better ones are asked, in canonical form. */
  Set<String> domain() {
    Set<String> domain = new HashSet<>();
    better.forEach(each -> domain.addAll(rule.canonical(each)));
    return domain;
  }
}

package org.statecraft.drl;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Problems;

/** Rules that can never fire, whatever the facts, and rules of which nothing comes. */
final class Reachability {

  private final Facts facts;
  private final Problems problems;
  private final Collection<Outline> rules;
  private final Set<String> derived = new HashSet<>();
  private final Map<String, Optional<Set<String>>> values = new HashMap<>();

  Reachability(Facts facts, Collection<Outline> rules, Problems problems) {
    this.facts = facts;
    this.rules = rules;
    this.problems = problems;
    rules.forEach(each -> each.rule().then().ifPresent(then -> derived.add(then.type())));
  }

  void check() {
    Set<String> looked = new HashSet<>();
    for (Outline rule : rules) {
      Conditions.patterns(rule.rule().when()).forEach(each -> looked.add(each.type()));
      rule.present().forEach(each -> present(rule, each));
      rule.negative().forEach(each -> knownValues(each));
      opposites(rule);
    }
    for (Outline rule : rules) {
      rule.rule()
          .then()
          .filter(then -> facts.has(then.type()) && !looked.contains(then.type()))
          .filter(then -> !facts.isResult(then.type()))
          .ifPresent(
              then ->
                  problems.warn(
                      then.typePlace(),
                      "no rule looks at "
                          + then.type()
                          + ", and it is no record, so nothing comes of "
                          + rule.rule().title()));
    }
  }

  private void present(Outline rule, Condition.Pattern pattern) {
    String type = pattern.type();
    if (facts.has(type) && !facts.isGiven(type) && !derived.contains(type)) {
      problems.add(
          pattern.place(),
          "no rule derives " + type + ", so " + rule.rule().title() + " never fires");
    }
    Ranges.contradiction(Conjuncts.of(pattern))
        .ifPresent(
            each ->
                problems.add(
                    each.place(),
                    Words.of(each)
                        + " cannot hold beside what stands before it, so "
                        + rule.rule().title()
                        + " never fires"));
    knownValues(pattern);
  }

  /** A fact that must be there, and of which there must be none. */
  private void opposites(Outline rule) {
    for (Condition.Pattern none : rule.negative()) {
      List<String> refused = rule.canonical(none);
      for (Condition.Pattern there : rule.present()) {
        if (there.type().equals(none.type()) && implies(rule, there, refused)) {
          problems.add(
              none.place(),
              "this refuses the very "
                  + none.type()
                  + " that line "
                  + there.place().line()
                  + " asks for, so "
                  + rule.rule().title()
                  + " never fires");
        }
      }
    }
  }

  private static boolean implies(Outline rule, Condition.Pattern there, List<String> refused) {
    List<String> asked = rule.canonical(there);
    for (String each : refused) {
      // "x == that fact's x" says nothing more than that it is that fact.
      boolean itself =
          each.matches("\\((\\w+) == " + there.type() + ":\\1\\)")
              || each.matches("\\(" + there.type() + ":([\\w.]+) == \\1\\)");
      if (!asked.contains(each) && !itself) {
        return false;
      }
    }
    return true;
  }

  private void knownValues(Condition.Pattern pattern) {
    for (Expression each : Conjuncts.of(pattern)) {
      if (each instanceof Expression.Binary binary
          && binary.operator().equals("==")
          && binary.left() instanceof Expression.Path path
          && path.steps().size() == 1
          && binary.right() instanceof Expression.Text text) {
        knownValue(pattern.type(), path.first().name(), text);
      } else if (each instanceof Expression.In in
          && in.operand() instanceof Expression.Path path
          && path.steps().size() == 1) {
        in.list().stream()
            .filter(Expression.Text.class::isInstance)
            .forEach(it -> knownValue(pattern.type(), path.first().name(), (Expression.Text) it));
      }
    }
  }

  private void knownValue(String type, String field, Expression.Text text) {
    Optional<Set<String>> known =
        values.computeIfAbsent(
            type + "." + field,
            key -> {
              Optional<Set<String>> given = facts.valuesOf(type, field);
              return given.isPresent() || facts.isGiven(type) ? given : derivedValues(type, field);
            });
    known
        .filter(set -> !set.contains(text.value()))
        .ifPresent(
            set ->
                problems.add(
                    text.place(),
                    "there is no "
                        + type
                        + " whose "
                        + field
                        + " is \""
                        + text.value()
                        + "\""
                        + DidYouMean.hint(text.value(), set)));
  }

  /** The texts that rules write into a field; empty if one takes its text from elsewhere. */
  private Optional<Set<String>> derivedValues(String type, String field) {
    int index = List.copyOf(facts.fieldsOf(type).keySet()).indexOf(field);
    Set<String> texts = new HashSet<>();
    for (Outline rule : rules) {
      Optional<RuleFile.Then> then = rule.rule().then().filter(it -> it.type().equals(type));
      if (then.isPresent()) {
        List<Expression> values = then.get().values();
        if (index < 0
            || index >= values.size()
            || !(values.get(index) instanceof Expression.Text text)) {
          return Optional.empty();
        }
        texts.add(text.value());
      }
    }
    return texts.isEmpty() ? Optional.empty() : Optional.of(texts);
  }
}

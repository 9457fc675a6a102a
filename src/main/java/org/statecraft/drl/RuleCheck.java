package org.statecraft.drl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Problems;

/** Checks one rule: that its facts, fields and values fit together, and what it derives. */
final class RuleCheck {

  private static final Set<String> TOTALS = Set.of("count", "min", "max", "sum");

  private final RuleFile.Rule rule;
  private final Facts facts;
  private final Problems problems;

  RuleCheck(RuleFile.Rule rule, Facts facts, Problems problems) {
    this.rule = rule;
    this.facts = facts;
    this.problems = problems;
  }

  void check() {
    Scope scope = new Scope();
    rule.when().forEach(each -> condition(each, scope));
    if (rule.when().isEmpty()) {
      problems.add(
          rule.place(), rule.title() + " has no condition; it would fire for every student");
    }
    rule.then().ifPresent(then -> then(then, scope));
  }

  private void condition(Condition condition, Scope scope) {
    if (condition instanceof Condition.Pattern pattern) {
      pattern(pattern, scope);
    } else if (condition instanceof Condition.Not not) {
      condition(not.of(), scope.inner());
    } else if (condition instanceof Condition.Exists exists) {
      condition(exists.of(), scope.inner());
    } else if (condition instanceof Condition.All all) {
      all.of().forEach(each -> condition(each, scope));
    } else if (condition instanceof Condition.Any any) {
      any(any, scope);
    } else if (condition instanceof Condition.Forall forall) {
      Scope inner = scope.inner();
      forall.of().forEach(each -> condition(each, inner));
    } else {
      accumulate((Condition.Accumulate) condition, scope);
    }
  }

  /** A name bound in one branch only is not there when another one holds. */
  private void any(Condition.Any any, Scope scope) {
    List<Scope> branches = new ArrayList<>();
    for (Condition each : any.of()) {
      Scope inner = scope.inner();
      condition(each, inner);
      branches.add(inner);
    }
    Scope common = branches.get(0);
    for (String name : List.copyOf(common.names())) {
      if (branches.stream().allMatch(each -> each.of(name).isPresent())) {
        common.of(name).ifPresent(type -> scope.bind(name, type));
      }
    }
  }

  private void pattern(Condition.Pattern pattern, Scope scope) {
    String type = pattern.type();
    if (!facts.has(type)) {
      problems.add(
          pattern.place(),
          "there is no fact '" + type + "'" + DidYouMean.hint(type, facts.names()));
    }
    for (Condition.Constraint each : pattern.constraints()) {
      constraint(each, Optional.of(type), scope);
    }
    if (!pattern.binding().isEmpty()) {
      bind(pattern.binding(), facts.has(type) ? new Type(type) : Type.UNKNOWN, pattern, scope);
    }
  }

  private void constraint(Condition.Constraint constraint, Optional<String> of, Scope scope) {
    ExpressionCheck check = new ExpressionCheck(facts, of, scope, problems);
    if (constraint.binding().isEmpty()) {
      check.condition(constraint.expression());
      return;
    }
    Expression bound = constraint.expression();
    while (bound instanceof Expression.Binary binary) {
      // "$start : startDate >= $begin" binds the field and asks something of it.
      check.condition(bound);
      bound = binary.left();
      if (bound instanceof Expression.Binary) {
        problems.add(constraint.place(), "bind the field alone, and ask more of it after a comma");
        return;
      }
    }
    Type type = check.typeOf(bound);
    if (!scope.bind(constraint.binding(), type)) {
      problems.add(constraint.place(), constraint.binding() + " is bound already in this rule");
    }
  }

  private void bind(String name, Type type, Condition at, Scope scope) {
    if (!scope.bind(name, type)) {
      problems.add(at.place(), name + " is bound already in this rule");
    }
  }

  private void accumulate(Condition.Accumulate accumulate, Scope scope) {
    Scope inner = scope.inner();
    condition(accumulate.source(), inner);
    ExpressionCheck check = new ExpressionCheck(facts, Optional.empty(), inner, problems);
    for (Condition.Total total : accumulate.totals()) {
      if (!TOTALS.contains(total.function())) {
        problems.add(
            total.place(),
            "'"
                + total.function()
                + "' is no total a rule may take"
                + DidYouMean.hint(total.function(), TOTALS));
      }
      Type type = Type.WHOLE;
      for (Expression each : total.arguments()) {
        Type of = check.typeOf(each);
        type = total.function().equals("count") ? Type.WHOLE : of;
      }
      bind(total.binding(), type, accumulate, scope);
    }
    accumulate.constraints().forEach(each -> constraint(each, Optional.empty(), scope));
  }

  private void then(RuleFile.Then then, Scope scope) {
    ExpressionCheck check = new ExpressionCheck(facts, Optional.empty(), scope, problems);
    List<Type> types = then.values().stream().map(check::typeOf).toList();
    if (!facts.has(then.type())) {
      problems.add(
          then.typePlace(),
          "there is no fact '" + then.type() + "'" + DidYouMean.hint(then.type(), facts.names()));
      return;
    }
    if (!facts.mayBeDerived(then.type())) {
      problems.add(
          then.typePlace(),
          rule.title()
              + ": "
              + then.type()
              + " comes from Campus; a rule declares and derives facts of its own");
      return;
    }
    Map<String, String> fields = facts.fieldsOf(then.type());
    if (types.size() != fields.size()) {
      problems.add(
          then.typePlace(),
          rule.title()
              + ": "
              + then.type()
              + " takes "
              + fields.size()
              + " values: "
              + String.join(", ", fields.keySet())
              + "; here are "
              + types.size());
      return;
    }
    int i = 0;
    for (Map.Entry<String, String> field : fields.entrySet()) {
      value(then, i, types.get(i), field.getKey(), Type.of(field.getValue(), facts));
      i++;
    }
  }

  private void value(RuleFile.Then then, int index, Type given, String field, Type takes) {
    Expression value = then.values().get(index);
    boolean fits =
        given.isUnknown()
            || takes.isUnknown()
            || given.equals(Type.NOTHING)
            || takes.equals(Type.ANYTHING)
            || given.equals(takes);
    if (fits) {
      return;
    }
    String advice =
        takes.equals(Type.WHOLE) && given.equals(Type.COUNT)
            ? value instanceof Expression.Number number
                ? "; write " + number.digits() + "L"
                : "; write Long.valueOf(" + Words.of(value) + ")"
            : takes.equals(Type.TEXT) && value instanceof Expression.Number number
                ? "; write \"" + number.digits() + "\" in quotes"
                : takes.equals(Type.FLAG) && value instanceof Expression.Text
                    ? "; write true or false without quotes"
                    : "";
    String shown =
        takes.equals(Type.WHOLE) && given.equals(Type.COUNT)
            ? "a whole number without its L"
            : given.words();
    problems.add(
        value.place(),
        "value "
            + (index + 1)
            + " of "
            + then.type()
            + " is its field "
            + field
            + ", "
            + takes.words()
            + ", but "
            + Words.of(value)
            + " is "
            + shown
            + advice);
  }
}

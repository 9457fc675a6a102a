package org.statecraft.drl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import org.statecraft.config.Problems;

/**
 * Finds what an expression comes to, and what in it cannot be: unknown fields, values of different
 * kinds compared, methods that rules may not call. One message per fault.
 */
final class ExpressionCheck {

  private final Problems problems;
  private final PathCheck paths;
  private final MethodCheck methods;
  private final ComparisonCheck comparisons;

  /**
   * @param of the fact whose fields may be named; empty in {@code then}
   */
  ExpressionCheck(Facts facts, Optional<String> of, Scope scope, Problems problems) {
    this.problems = problems;
    this.paths = new PathCheck(facts, of, scope, problems);
    this.methods = new MethodCheck(problems);
    this.comparisons = new ComparisonCheck(problems);
  }

  /** A condition by itself: it must be true or false. */
  void condition(Expression expression) {
    Type type = typeOf(expression);
    if (!type.isUnknown() && !type.equals(Type.FLAG)) {
      problems.add(
          expression.place(),
          Words.of(expression)
              + " is "
              + type.words()
              + ", not a condition; compare it with something, such as "
              + Words.of(expression)
              + " != null");
    }
  }

  Type typeOf(Expression expression) {
    if (expression instanceof Expression.Text) {
      return Type.TEXT;
    }
    if (expression instanceof Expression.Number number) {
      return number(number);
    }
    if (expression instanceof Expression.Flag) {
      return Type.FLAG;
    }
    if (expression instanceof Expression.Nothing) {
      return Type.NOTHING;
    }
    if (expression instanceof Expression.Path path) {
      return paths.typeOf(path);
    }
    if (expression instanceof Expression.Call call) {
      return call(call);
    }
    if (expression instanceof Expression.Unary unary) {
      return unary(unary);
    }
    if (expression instanceof Expression.Binary binary) {
      return binary(binary);
    }
    if (expression instanceof Expression.In in) {
      return in(in);
    }
    return choice((Expression.Choice) expression);
  }

  private Type number(Expression.Number number) {
    if (!number.digits().matches("\\d+[Ll]?|\\d+\\.\\d+")) {
      problems.add(number.place(), "'" + number.digits() + "' is no number");
      return Type.UNKNOWN;
    }
    return number.isLong() ? Type.WHOLE : number.isWhole() ? Type.COUNT : Type.DECIMAL;
  }

  private Type call(Expression.Call call) {
    List<Type> given = new ArrayList<>();
    Optional<Expression> of = call.of();
    if (of.isEmpty()) {
      call.arguments().forEach(this::typeOf);
      problems.add(call.place(), "'" + call.method() + "' may not be called in a rule");
      return Type.UNKNOWN;
    }
    if (of.get() instanceof Expression.Path path
        && path.steps().size() == 1
        && Character.isUpperCase(path.first().name().charAt(0))) {
      call.arguments().forEach(each -> given.add(typeOf(each)));
      String name = path.first().name();
      if (!Methods.CLASSES.contains(name)) {
        problems.add(path.place(), PathCheck.notAllowed(name));
        return Type.UNKNOWN;
      }
      return methods.chosen(call, name, name, Methods.ofClass(name, call.method()), given);
    }
    Type type = typeOf(of.get());
    call.arguments().forEach(each -> given.add(typeOf(each)));
    if (type.isUnknown()) {
      return Type.UNKNOWN;
    }
    if (type.isFact()) {
      return paths.getter(type, call);
    }
    String name = type.equals(Type.COUNT) ? Type.WHOLE.name() : type.name();
    return methods.chosen(call, name, type.words(), Methods.ofValue(type, call.method()), given);
  }

  private Type unary(Expression.Unary unary) {
    if (unary.operator().equals("!")) {
      condition(unary.operand());
      return Type.FLAG;
    }
    Type type = typeOf(unary.operand());
    return isNumber(unary.operand(), type) ? type : Type.UNKNOWN;
  }

  private boolean isNumber(Expression expression, Type type) {
    if (type.isNumber() || type.isUnknown()) {
      return true;
    }
    problems.add(
        expression.place(), Words.of(expression) + " is " + type.words() + ", not a number");
    return false;
  }

  private Type binary(Expression.Binary binary) {
    switch (binary.operator()) {
      case "&&", "||":
        condition(binary.left());
        condition(binary.right());
        return Type.FLAG;
      case "+", "-", "*", "/", "%":
        return arithmetic(binary);
      case "matches", "not matches":
        texts(binary);
        expression(binary);
        return Type.FLAG;
      case "contains", "not contains":
        texts(binary);
        return Type.FLAG;
      case "memberOf", "not memberOf":
        problems.add(binary.at(), "there are no lists in facts; write in ( \"A\", \"B\" )");
        return Type.FLAG;
      default:
        comparisons.check(binary, typeOf(binary.left()), typeOf(binary.right()));
        return Type.FLAG;
    }
  }

  private Type arithmetic(Expression.Binary binary) {
    Type left = typeOf(binary.left());
    Type right = typeOf(binary.right());
    if (binary.operator().equals("+") && (left.equals(Type.TEXT) || right.equals(Type.TEXT))) {
      return Type.TEXT;
    }
    if (!isNumber(binary.left(), left) || !isNumber(binary.right(), right)) {
      return Type.UNKNOWN;
    }
    if (left.isUnknown() || right.isUnknown()) {
      return Type.UNKNOWN;
    }
    if (left.equals(Type.DECIMAL) || right.equals(Type.DECIMAL)) {
      problems.add(
          binary.at(),
          "numbers with decimals are not computed with '"
              + binary.operator()
              + "'; write add, subtract or multiply");
      return Type.UNKNOWN;
    }
    return left.equals(Type.COUNT) && right.equals(Type.COUNT) ? Type.COUNT : Type.WHOLE;
  }

  private void texts(Expression.Binary binary) {
    for (Expression each : List.of(binary.left(), binary.right())) {
      Type type = typeOf(each);
      if (!type.equals(Type.TEXT) && !type.isUnknown()) {
        problems.add(
            each.place(),
            Words.of(each)
                + " is "
                + type.words()
                + ", but '"
                + binary.operator()
                + "' looks at texts");
      }
    }
  }

  private void expression(Expression.Binary matches) {
    if (!(matches.right() instanceof Expression.Text text)) {
      problems.add(
          matches.right().place(), "'" + matches.operator() + "' needs a text in quotes after it");
      return;
    }
    String unescaped = text.value().replace("\\\\", "\\");
    try {
      java.util.regex.Pattern.compile(unescaped);
      if (Repetition.isNested(unescaped)) {
        problems.add(
            text.place(),
            "this expression can take for ever on some texts; do not repeat what repeats itself,"
                + " as in (a+)+");
      }
    } catch (PatternSyntaxException e) {
      problems.add(text.place(), text.value() + " is no regular expression: " + e.getDescription());
    }
  }

  private Type in(Expression.In in) {
    Type type = typeOf(in.operand());
    if (in.list().isEmpty()) {
      problems.add(in.at(), "the list is empty, so nothing can be in it");
    }
    for (Expression each : in.list()) {
      Type other = typeOf(each);
      comparisons.checkListed(in.operand(), type, each, other);
    }
    return Type.FLAG;
  }

  private Type choice(Expression.Choice choice) {
    condition(choice.condition());
    Type yes = typeOf(choice.yes());
    Type no = typeOf(choice.no());
    return yes.equals(Type.NOTHING) ? no : yes;
  }
}

package org.statecraft.drl;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;

/**
 * Finds what an expression comes to, and what in it cannot be: unknown fields, values of different
 * kinds compared, methods that rules may not call. One message per fault.
 */
final class ExpressionCheck {

  private static final Set<String> ORDER = Set.of("<", ">", "<=", ">=");

  private final Problems problems;
  private final PathCheck paths;

  /**
   * @param of the fact whose fields may be named; empty in {@code then}
   */
  ExpressionCheck(Facts facts, Optional<String> of, Scope scope, Problems problems) {
    this.problems = problems;
    this.paths = new PathCheck(facts, of, scope, problems);
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
      return chosen(call, name, name, Methods.ofClass(name, call.method()), given);
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
    return chosen(call, name, type.words(), Methods.ofValue(type, call.method()), given);
  }

  private Type chosen(
      Expression.Call call,
      String of,
      String shown,
      List<Methods.Method> methods,
      List<Type> given) {
    if (methods.isEmpty()) {
      problems.add(
          call.place(),
          "'"
              + call.method()
              + "' of "
              + shown
              + " may not be called in a rule"
              + DidYouMean.hint(call.method(), Methods.names(of)));
      return Type.UNKNOWN;
    }
    for (Methods.Method each : methods) {
      if (fits(each.takes(), given)) {
        return each.gives();
      }
    }
    problems.add(
        call.place(),
        call.method()
            + " takes "
            + (methods.get(0).takes().isEmpty()
                ? "nothing"
                : String.join(", ", methods.get(0).takes().stream().map(Type::words).toList()))
            + "; here is "
            + (given.isEmpty()
                ? "nothing"
                : String.join(", ", given.stream().map(Type::words).toList())));
    return methods.get(0).gives();
  }

  private static boolean fits(List<Type> takes, List<Type> given) {
    boolean fits = takes.size() == given.size();
    for (int i = 0; fits && i < takes.size(); i++) {
      boolean whole = takes.get(i).equals(Type.COUNT) && !given.get(i).equals(Type.COUNT);
      fits = takes.get(i).mayEqual(given.get(i)) && (!whole || given.get(i).isUnknown());
    }
    return fits;
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
        comparison(binary);
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

  private void comparison(Expression.Binary binary) {
    Type left = typeOf(binary.left());
    Type right = typeOf(binary.right());
    if (isDateInQuotes(left, binary.right()) || isDateInQuotes(right, binary.left())) {
      return;
    }
    boolean order = ORDER.contains(binary.operator());
    if (order && (left.equals(Type.NOTHING) || right.equals(Type.NOTHING))) {
      problems.add(binary.at(), "nothing comes before or after null; write == null or != null");
    } else if (order ? !left.isOrderedWith(right) : !left.mayEqual(right)) {
      differ(binary.left(), left, binary.right(), right, binary.at());
    }
  }

  private boolean isDateInQuotes(Type type, Expression other) {
    if (!type.equals(Type.DATE) || !(other instanceof Expression.Text text)) {
      return false;
    }
    try {
      LocalDate.parse(text.value());
    } catch (DateTimeParseException e) {
      problems.add(
          text.place(), "\"" + text.value() + "\" is no date; write dates as \"2024-08-20\"");
    }
    return true;
  }

  private void differ(Expression one, Type oneType, Expression two, Type twoType, Place place) {
    if (oneType.equals(twoType)) {
      problems.add(
          place, "of " + oneType.words() + " and another none comes first; write == or !=");
      return;
    }
    problems.add(
        place,
        Words.of(one)
            + " is "
            + oneType.words()
            + ", but "
            + Words.of(two)
            + " is "
            + twoType.words()
            + "; they cannot be compared"
            + advice(oneType, two)
            + advice(twoType, one));
  }

  private static String advice(Type type, Expression literal) {
    if (type.isNumber() && literal instanceof Expression.Text text) {
      return text.value().matches("\\d+") ? ", write " + text.value() + " without quotes" : "";
    }
    if (type.equals(Type.TEXT) && literal instanceof Expression.Number number) {
      return ", write \"" + number.digits() + "\" in quotes";
    }
    if (type.equals(Type.FLAG) && literal instanceof Expression.Text text) {
      return text.value().matches("true|false")
          ? ", write " + text.value() + " without quotes"
          : "";
    }
    return "";
  }

  private Type in(Expression.In in) {
    Type type = typeOf(in.operand());
    if (in.list().isEmpty()) {
      problems.add(in.at(), "the list is empty, so nothing can be in it");
    }
    for (Expression each : in.list()) {
      Type other = typeOf(each);
      if (!isDateInQuotes(type, each) && !type.mayEqual(other)) {
        differ(in.operand(), type, each, other, each.place());
      }
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

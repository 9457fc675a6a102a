package org.statecraft.drl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads values and comparisons; what binds closest is read last: or, and, comparison, sum, product,
 * sign, value.
 */
final class ExpressionParser {

  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=");

  /** Words that compare; each may have "not" before it. */
  private static final Set<String> WORDS = Set.of("in", "contains", "matches", "memberOf");

  private static final Set<String> UNKNOWN_WORDS =
      Set.of("soundslike", "excludes", "str", "startsWith", "endsWith", "coincides", "instanceof");

  private final Cursor cursor;

  ExpressionParser(Cursor cursor) {
    this.cursor = cursor;
  }

  /** One value or comparison. */
  Expression expression() {
    Expression condition = or();
    if (!cursor.skip("?")) {
      return condition;
    }
    Expression yes = expression();
    cursor.expect(":", "between the two values of a choice 'condition ? one : other'");
    return new Expression.Choice(condition, yes, expression());
  }

  private Expression or() {
    Expression left = and();
    while (cursor.is("||")) {
      Token operator = cursor.next();
      refuseAbbreviation(left);
      left = new Expression.Binary("||", left, and(), operator.place());
    }
    return left;
  }

  private Expression and() {
    Expression left = comparison();
    while (cursor.is("&&")) {
      Token operator = cursor.next();
      refuseAbbreviation(left);
      left = new Expression.Binary("&&", left, comparison(), operator.place());
    }
    return left;
  }

  private void refuseAbbreviation(Expression left) {
    if (COMPARISONS.contains(cursor.peek().text())) {
      String subject = left instanceof Expression.Binary binary ? Words.of(binary.left()) : "it";
      throw new Unexpected(
          cursor.place(), "say what is compared once more: " + subject + " " + rest());
    }
  }

  private String rest() {
    return cursor.peek().text() + " " + cursor.peek(1).text();
  }

  private Expression comparison() {
    Expression left = sum();
    while (true) {
      Token token = cursor.peek();
      if (token.kind() == Token.Kind.SYMBOL && COMPARISONS.contains(token.text())) {
        cursor.next();
        left = new Expression.Binary(token.text(), left, sum(), token.place());
      } else if (token.is("=")) {
        throw new Unexpected(token.place(), "'=' gives a value; to compare, write '=='");
      } else if (token.is("not") && WORDS.contains(cursor.peek(1).text())) {
        cursor.next();
        left = word(left, true);
      } else if (token.isName() && WORDS.contains(token.text())) {
        left = word(left, false);
      } else if (token.isName() && UNKNOWN_WORDS.contains(token.text())) {
        throw new Unexpected(
            token.place(),
            token.is("str")
                ? "str[...] is not allowed; write startsWith(...) or matches"
                : "'"
                    + token.text()
                    + "' is not allowed; write ==, !=, <, >, in, matches, contains, or"
                    + " name.startsWith(\"...\")");
      } else {
        return left;
      }
    }
  }

  private Expression word(Expression left, boolean negated) {
    Token word = cursor.next();
    if (word.is("in")) {
      Token open = cursor.expect("(", "after 'in', such as in ( \"P\", \"S\" )");
      List<Expression> list = arguments(open, "the list");
      return new Expression.In(negated, left, list, word.place());
    }
    String operator = negated ? "not " + word.text() : word.text();
    return new Expression.Binary(operator, left, sum(), word.place());
  }

  private Expression sum() {
    Expression left = product();
    while (cursor.is("+") || cursor.is("-")) {
      Token operator = cursor.next();
      left = new Expression.Binary(operator.text(), left, product(), operator.place());
    }
    return left;
  }

  private Expression product() {
    Expression left = signed();
    while (cursor.is("*") || cursor.is("/") || cursor.is("%")) {
      Token operator = cursor.next();
      left = new Expression.Binary(operator.text(), left, signed(), operator.place());
    }
    return left;
  }

  private Expression signed() {
    if (cursor.is("!") || cursor.is("-")) {
      Token operator = cursor.next();
      return new Expression.Unary(operator.text(), signed(), operator.place());
    }
    return steps(primary());
  }

  private Expression primary() {
    Token token = cursor.peek();
    if (token.is("(")) {
      cursor.next();
      Expression inner = expression();
      cursor.close(")", token, "the bracket");
      return inner;
    }
    switch (token.kind()) {
      case TEXT:
        cursor.next();
        return new Expression.Text(
            token.text().substring(1, token.text().length() - 1), token.place());
      case NUMBER:
        cursor.next();
        return new Expression.Number(token.text(), token.place());
      case NAME:
        return named(cursor.next());
      default:
        throw cursor.missing("expected a value here");
    }
  }

  private Expression named(Token token) {
    switch (token.text()) {
      case "true", "false":
        return new Expression.Flag(token.is("true"), token.place());
      case "null":
        return new Expression.Nothing(token.place());
      case "new", "eval":
        throw new Unexpected(token.place(), "'" + token.text() + "' is not allowed here");
      default:
        if (cursor.is("(")) {
          return call(Optional.empty(), token);
        }
        return new Expression.Path(
            List.of(new Expression.Path.Step(token.text(), token.place())), token.place());
    }
  }

  /** What follows a value after dots. */
  private Expression steps(Expression value) {
    Expression at = value;
    while (cursor.is(".") || cursor.is("!.") || cursor.is("[") || cursor.is("#")) {
      Token dot = cursor.next();
      if (!dot.is(".")) {
        throw new Unexpected(
            dot.place(), "'" + dot.text() + "' is not allowed; after a value stands '.name' only");
      }
      Token name = cursor.name("a name after '.'");
      if (cursor.is("(")) {
        at = call(Optional.of(at), name);
      } else if (at instanceof Expression.Path path) {
        List<Expression.Path.Step> longer = new ArrayList<>(path.steps());
        longer.add(new Expression.Path.Step(name.text(), name.place()));
        at = new Expression.Path(longer, path.place());
      } else {
        throw new Unexpected(
            name.place(), "'." + name.text() + "' must follow a name; or is it a method, with ()?");
      }
    }
    return at;
  }

  private Expression call(Optional<Expression> of, Token name) {
    Token open = cursor.next();
    return new Expression.Call(of, name.text(), arguments(open, name.text() + "("), name.place());
  }

  /** Values between commas, up to the bracket that closes them. */
  List<Expression> arguments(Token open, String what) {
    List<Expression> values = new ArrayList<>();
    while (!cursor.is(")")) {
      if (!values.isEmpty()) {
        if (!cursor.is(",")) {
          cursor.close(")", open, what);
        }
        cursor.next();
      }
      values.add(expression());
    }
    cursor.next();
    return values;
  }
}

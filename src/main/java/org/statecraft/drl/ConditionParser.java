package org.statecraft.drl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Span;

/** Reads what stands between {@code when} and {@code then}. */
final class ConditionParser {

  /** Words of the engine that mean something before a bracket. */
  private static final Set<String> WORDS =
      Set.of(
          "not", "exists", "forall", "accumulate", "acc", "and", "or", "eval", "from", "collect");

  private final Cursor cursor;
  private final ExpressionParser expressions;

  ConditionParser(Cursor cursor) {
    this.cursor = cursor;
    this.expressions = new ExpressionParser(cursor);
  }

  /** Everything up to {@code then}. */
  List<Condition> all() {
    List<Condition> conditions = new ArrayList<>();
    while (!cursor.is("then")) {
      if (cursor.is("insert") && cursor.peek(1).is("(")) {
        throw cursor.unexpected(
            "expected 'then' between the conditions and what they come to; did you forget it?");
      }
      if (cursor.isAtEnd() || cursor.is("end") || cursor.is("rule")) {
        throw cursor.unexpected("expected 'then' after the conditions of 'when'");
      }
      conditions.add(or());
      // A comma or semicolon between conditions says nothing.
      while (cursor.is(",") || cursor.is(";")) {
        cursor.next();
      }
    }
    return conditions;
  }

  private Condition or() {
    Token begin = cursor.peek();
    Condition first = and();
    if (!cursor.is("or")) {
      return first;
    }
    List<Condition> parts = new ArrayList<>(List.of(first));
    while (cursor.skip("or")) {
      parts.add(and());
    }
    return new Condition.Any(parts, begin.place(), since(begin));
  }

  private Condition and() {
    Token begin = cursor.peek();
    Condition first = one();
    if (!cursor.is("and")) {
      return first;
    }
    List<Condition> parts = new ArrayList<>(List.of(first));
    while (cursor.skip("and")) {
      parts.add(one());
    }
    return new Condition.All(parts, begin.place(), since(begin));
  }

  private Condition one() {
    Token begin = cursor.peek();
    if (begin.is("(")) {
      return bracket();
    }
    if (begin.is("not")) {
      cursor.next();
      Condition of = cursor.is("(") ? bracket() : one();
      return new Condition.Not(of, begin.place(), since(begin));
    }
    if (begin.is("exists")) {
      cursor.next();
      Condition of = cursor.is("(") ? bracket() : one();
      return new Condition.Exists(of, begin.place(), since(begin));
    }
    if (begin.is("forall")) {
      cursor.next();
      Token open = cursor.expect("(", "after 'forall'");
      List<Condition> parts = new ArrayList<>();
      while (!cursor.is(")") && !cursor.isAtEnd() && !cursor.is("then")) {
        parts.add(or());
      }
      cursor.close(")", open, "'forall('");
      return new Condition.Forall(parts, begin.place(), since(begin));
    }
    if (begin.is("accumulate") || begin.is("acc")) {
      return accumulate();
    }
    if (begin.is("eval")) {
      throw new Unexpected(
          begin.place(), "'eval' is not allowed; ask for the fact with the condition in brackets");
    }
    return pattern();
  }

  private Condition bracket() {
    Token open = cursor.next();
    Condition inner = or();
    List<Condition> parts = new ArrayList<>(List.of(inner));
    while (!cursor.is(")") && !cursor.isAtEnd() && !cursor.is("then")) {
      parts.add(or());
    }
    cursor.close(")", open, "the bracket");
    return parts.size() == 1 ? inner : new Condition.All(parts, open.place(), since(open));
  }

  private Condition accumulate() {
    Token begin = cursor.next();
    Token open = cursor.expect("(", "after 'accumulate'");
    Condition source = or();
    if (!cursor.skip(";") && !cursor.skip(",")) {
      throw cursor.missing("expected ';' after the facts that 'accumulate' looks at");
    }
    List<Condition.Total> totals = new ArrayList<>();
    do {
      totals.add(total());
    } while (cursor.skip(","));
    List<Condition.Constraint> constraints = new ArrayList<>();
    if (cursor.skip(";")) {
      constraints.addAll(constraints());
    }
    cursor.close(")", open, "'accumulate('");
    return new Condition.Accumulate(source, totals, constraints, begin.place(), since(begin));
  }

  private Condition.Total total() {
    Token binding = cursor.peek();
    if (!binding.isBinding() || !cursor.peek(1).is(":")) {
      throw cursor.unexpected("expected a total such as $latest : max( $date )");
    }
    cursor.next();
    cursor.next();
    Token function = cursor.name("the name of a total, such as max");
    Token open = cursor.expect("(", "after " + function.text());
    return new Condition.Total(
        binding.text(),
        function.text(),
        expressions.arguments(open, function.text() + "("),
        function.place());
  }

  private Condition pattern() {
    Token begin = cursor.peek();
    String binding = "";
    if (begin.isBinding()) {
      cursor.next();
      cursor.expect(":", "after " + begin.text() + ", such as $student : Student()");
      binding = begin.text();
    }
    Token type = cursor.peek();
    if (!type.isName() || type.isBinding() || WORDS.contains(type.text())) {
      throw cursor.unexpected(
          "expected a fact with its brackets, such as Student( uniqueId != null )");
    }
    cursor.next();
    if (cursor.is(".")) {
      throw new Unexpected(
          cursor.place(), "a fact is called by its name alone, as the catalogue has it");
    }
    if (cursor.peek().isName()) {
      DidYouMean.closest(type.text(), WORDS)
          .ifPresent(
              word -> {
                throw new Unexpected(
                    type.place(),
                    "'" + type.text() + "' is no word of a rule; did you mean '" + word + "'?");
              });
    }
    Token open = cursor.expect("(", "after the fact " + type.text());
    List<Condition.Constraint> constraints = constraints();
    if (cursor.is(";")) {
      throw new Unexpected(cursor.place(), "values by place are not allowed; write field == value");
    }
    cursor.close(")", open, "'" + type.text() + "('");
    Condition.Pattern pattern =
        new Condition.Pattern(binding, type.text(), constraints, type.place(), since(begin));
    if (cursor.is("from")) {
      throw new Unexpected(
          cursor.place(),
          "'from' is not allowed; match the fact itself, or write accumulate( facts; total )");
    }
    if (cursor.is("over")) {
      throw new Unexpected(cursor.place(), "'over' is not allowed; facts have no time of arrival");
    }
    return pattern;
  }

  private List<Condition.Constraint> constraints() {
    List<Condition.Constraint> constraints = new ArrayList<>();
    while (!cursor.is(")") && !cursor.is(";")) {
      if (!constraints.isEmpty() && !cursor.skip(",")) {
        return constraints;
      }
      constraints.add(constraint());
    }
    return constraints;
  }

  private Condition.Constraint constraint() {
    Token begin = cursor.peek();
    String binding = "";
    if (begin.isBinding() && cursor.peek(1).is(":")) {
      cursor.next();
      cursor.next();
      binding = begin.text();
    }
    Expression expression = expressions.expression();
    return new Condition.Constraint(binding, expression, begin.place(), since(begin));
  }

  private Span since(Token begin) {
    return new Span(begin.from(), cursor.previous().to());
  }
}

package org.statecraft.drl;

import java.util.List;
import java.util.Optional;
import org.statecraft.config.Problems;
import org.statecraft.config.Span;

/** Reads the {@code then} of a rule: one fact that is derived, and nothing else. */
final class ThenParser {

  private static final String FORM = "'then' is one line, insert( new Fact( ... ) );";

  private final Cursor cursor;
  private final Problems problems;
  private final String title;

  ThenParser(Cursor cursor, Problems problems, String rule) {
    this.cursor = cursor;
    this.problems = problems;
    this.title = "rule \"" + rule + "\": ";
  }

  /** Stops at the rule's {@code end}; what is refused is told and stepped over. */
  Optional<RuleFile.Then> then() {
    if (cursor.is("end")) {
      problems.add(cursor.previous().place(), title + FORM);
      return Optional.empty();
    }
    Optional<RuleFile.Then> then = Optional.empty();
    try {
      then = Optional.of(insertion());
      if (!cursor.is("end") && !cursor.is("rule") && !cursor.isAtEnd()) {
        throw new Unexpected(
            cursor.place(),
            "'"
                + cursor.peek().text()
                + "' is one thing too many; a rule derives one fact. Write a second rule for a"
                + " second fact");
      }
    } catch (Unexpected e) {
      problems.add(e.place(), title + e.reason());
      skipToEnd();
    }
    return then;
  }

  private RuleFile.Then insertion() {
    if (!cursor.is("insert")) {
      throw new Unexpected(cursor.place(), FORM);
    }
    Token insert = cursor.next();
    Token outer = cursor.expect("(", "after 'insert'");
    if (!cursor.skip("new")) {
      throw new Unexpected(cursor.place(), FORM);
    }
    Token type = cursor.name("the name of a fact after 'new'");
    Token inner = cursor.expect("(", "after new " + type.text());
    List<Expression> values =
        new ExpressionParser(cursor).arguments(inner, "'" + type.text() + "('");
    Span span = new Span(inner.to(), cursor.previous().from());
    cursor.close(")", outer, "'insert('");
    cursor.expect(";", "at the end of 'then'");
    return new RuleFile.Then(type.text(), values, insert.place(), type.place(), span);
  }

  private void skipToEnd() {
    while (!cursor.isAtEnd()) {
      Token token = cursor.peek();
      boolean beginsLine = cursor.previous().place().line() < token.place().line();
      if (token.is("end") && beginsLine || (beginsLine && token.is("rule"))) {
        return;
      }
      cursor.next();
    }
  }
}

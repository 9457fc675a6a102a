package org.statecraft.drl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Problems;
import org.statecraft.config.Span;

/**
 * Reads a rule file. What cannot be read is told with its place, and reading goes on with the next
 * rule, so that all of it is told at once.
 */
public final class RuleFileParser {

  private final String shown;
  private final String text;
  private final Problems problems;
  private final Cursor cursor;
  private final List<RuleFile.Declaration> declarations = new ArrayList<>();
  private final List<RuleFile.Rule> rules = new ArrayList<>();
  private boolean whole = true;
  private boolean toldStatement;

  private RuleFileParser(String shown, String text, Problems problems) {
    this.shown = shown;
    this.text = text;
    this.problems = problems;
    this.cursor = new Cursor(new Lexer(shown, text, problems).tokens());
  }

  /**
   * Reads a file.
   *
   * @param shown the path as the user knows it
   */
  public static RuleFile read(String shown, String text, Problems problems) {
    return new RuleFileParser(shown, text, problems).file();
  }

  private RuleFile file() {
    while (!cursor.isAtEnd()) {
      try {
        statement();
      } catch (Unexpected e) {
        whole = false;
        problems.add(e.place(), e.reason());
        skipToNextStatement();
      }
    }
    return new RuleFile(shown, declarations, rules, whole);
  }

  private void statement() {
    if (cursor.is("declare")) {
      declarations.add(declaration());
    } else if (cursor.is("rule")) {
      rules.add(rule());
    } else {
      whole = false;
      if (!toldStatement) {
        toldStatement = true;
        problems.add(cursor.place(), unknownStatement(cursor.peek()));
      }
      cursor.next();
      skipToNextStatement();
    }
  }

  private static String unknownStatement(Token token) {
    return List.of("rule", "declare").stream()
        .filter(word -> DidYouMean.closest(token.text(), List.of(word)).isPresent())
        .findFirst()
        .map(word -> "'" + token.text() + "' begins nothing; did you mean '" + word + "'?")
        .orElse(
            "a rule file has rules and declared facts only: no package, import, global or"
                + " function; every fact of the catalogue is known by its name");
  }

  /** To the next {@code rule} or {@code declare} that begins a line. */
  private void skipToNextStatement() {
    while (!cursor.isAtEnd()) {
      Token token = cursor.peek();
      boolean beginsLine =
          token.from() == 0 || cursor.previous().place().line() < token.place().line();
      if (beginsLine && (token.is("rule") || token.is("declare"))) {
        return;
      }
      cursor.next();
    }
  }

  private RuleFile.Declaration declaration() {
    cursor.next();
    Token name = cursor.name("the name of the fact after 'declare'");
    if (cursor.is("extends") || cursor.is("@")) {
      throw new Unexpected(
          cursor.place(), "a declared fact has fields only, such as value : String");
    }
    List<RuleFile.Field> fields = new ArrayList<>();
    while (!cursor.is("end")) {
      if (cursor.isAtEnd() || cursor.is("rule") || cursor.is("declare")) {
        throw cursor.unexpected("expected 'end' after the fields of " + name.text());
      }
      Token field = cursor.name("a field such as value : String");
      cursor.expect(":", "between the field " + field.text() + " and its type");
      Token type = cursor.name("the type of the field " + field.text());
      if (cursor.is(".") || cursor.is("=") || cursor.is("@")) {
        throw cursor.unexpected("expected the next field, or 'end'");
      }
      fields.add(new RuleFile.Field(field.text(), type.text(), field.place(), type.place()));
    }
    cursor.next();
    return new RuleFile.Declaration(name.text(), fields, name.place());
  }

  private RuleFile.Rule rule() {
    Token word = cursor.next();
    if (cursor.peek().kind() != Token.Kind.TEXT) {
      throw cursor.unexpected("expected the name of the rule in quotes, a sentence");
    }
    Token name = cursor.next();
    String sentence = name.text().substring(1, name.text().length() - 1);
    Map<String, RuleFile.Annotation> annotations = head(sentence);
    Token when = cursor.expect("when", "after the rule's name, @id and @page");
    List<Condition> conditions = new ConditionParser(cursor).all();
    Token then = cursor.expect("then", "after the conditions");
    Optional<RuleFile.Then> derived = new ThenParser(cursor, problems, sentence).then();
    if (!cursor.is("end")) {
      throw cursor.missing("expected 'end' after 'then' of this rule");
    }
    Token end = cursor.next();
    return new RuleFile.Rule(
        sentence,
        annotations,
        conditions,
        derived,
        word.place(),
        new Span(word.from(), end.to()),
        new Span(when.to(), then.from()));
  }

  /** What stands between name and {@code when}: annotations; attributes are refused. */
  private Map<String, RuleFile.Annotation> head(String sentence) {
    Map<String, RuleFile.Annotation> annotations = new LinkedHashMap<>();
    while (!cursor.is("when")) {
      Token token = cursor.peek();
      if (token.is("@")) {
        annotation(annotations);
      } else if (isAttribute()) {
        attribute(sentence);
      } else {
        throw cursor.unexpected("expected 'when' after the rule's name, @id and @page");
      }
    }
    return annotations;
  }

  /** A word that is not one of a rule, and no fact with its brackets. */
  private boolean isAttribute() {
    Token token = cursor.peek();
    return token.isName()
        && !token.isBinding()
        && !Set.of("end", "then", "rule", "not", "exists").contains(token.text())
        && DidYouMean.closest(token.text(), Set.of("when")).isEmpty()
        && !cursor.peek(1).is("(");
  }

  private void annotation(Map<String, RuleFile.Annotation> annotations) {
    Token at = cursor.next();
    Token name = cursor.name("a name after '@'");
    Token open = cursor.expect("(", "after @" + name.text());
    int from = open.to();
    while (!cursor.is(")")) {
      if (cursor.isAtEnd() || cursor.is("when")) {
        throw cursor.unexpected("expected ')' to close '@" + name.text() + "('");
      }
      cursor.next();
    }
    Token close = cursor.next();
    String value = text.substring(from, close.from()).strip();
    annotations.put(
        name.text(), new RuleFile.Annotation(value.replace("\"", "").strip(), at.place()));
  }

  private void attribute(String sentence) {
    Token name = cursor.next();
    StringBuilder word = new StringBuilder(name.text());
    while (cursor.is("-")) {
      cursor.next();
      word.append('-').append(cursor.next().text());
    }
    problems.add(
        name.place(),
        "rule \""
            + sentence
            + "\": '"
            + word
            + "' is not allowed; what a rule derives must not depend on when it runs");
    int line = name.place().line();
    while (cursor.peek().place().line() == line && !cursor.is("when") && !cursor.is("@")) {
      cursor.next();
    }
  }
}

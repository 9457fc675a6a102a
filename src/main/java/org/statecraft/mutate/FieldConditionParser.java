package org.statecraft.mutate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.statecraft.config.Span;

/**
 * Takes a condition apart: "or" over "and" over comparisons, brackets around any. Whatever it does
 * not understand stays whole.
 */
final class FieldConditionParser {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|[\\w$.]+|\\|\\||&&|[=!<>]=|[<>!()\\[\\],:+\\-*/%~?]");

  private static final Set<String> COMPARISONS =
      Set.of("==", "!=", "<", "<=", ">", ">=", "in", "matches", "contains", "memberOf", "excludes");

  private record Token(String word, Span span) {}

  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private boolean lost;

  private FieldConditionParser(String text, Span span) {
    Matcher token = TOKEN.matcher(text).region(span.start(), span.end());
    while (token.find()) {
      tokens.add(new Token(token.group(), new Span(token.start(), token.end())));
    }
  }

  /**
   * The condition in a stretch of a text, without the name it is bound to; empty if the stretch
   * only names a field.
   */
  static Optional<FieldCondition> parse(String text, Span span) {
    FieldConditionParser parser = new FieldConditionParser(text, span);
    boolean bound = parser.tokens.size() > 2 && parser.tokens.get(1).word().equals(":");
    parser.at = bound ? 2 : 0;
    FieldCondition parsed = parser.any();
    if (parser.at < parser.tokens.size() || parser.lost) {
      Token first = parser.tokens.get(bound ? 2 : 0);
      parsed = new FieldCondition.Other(new Span(first.span().start(), span.end()));
    }
    return bound && parsed instanceof FieldCondition.Other ? Optional.empty() : Optional.of(parsed);
  }

  private FieldCondition any() {
    return joined("||", this::all, operands -> new FieldCondition.Any(around(operands), operands));
  }

  private FieldCondition all() {
    return joined(
        "&&", this::single, operands -> new FieldCondition.All(around(operands), operands));
  }

  private FieldCondition joined(
      String by,
      java.util.function.Supplier<FieldCondition> operand,
      Function<List<FieldCondition>, FieldCondition> of) {
    List<FieldCondition> operands = new ArrayList<>(List.of(operand.get()));
    while (is(by)) {
      at++;
      operands.add(operand.get());
    }
    return operands.size() == 1 ? operands.get(0) : of.apply(List.copyOf(operands));
  }

  private static Span around(List<FieldCondition> operands) {
    return new Span(operands.get(0).span().start(), operands.get(operands.size() - 1).span().end());
  }

  /** A condition in brackets, or a comparison, or what is neither. */
  private FieldCondition single() {
    int begin = at;
    if (is("(") && !isValueInBrackets()) {
      at++;
      FieldCondition inner = any();
      if (is(")")) {
        at++;
        return new FieldCondition.Bracketed(
            new Span(tokens.get(begin).span().start(), tokens.get(at - 1).span().end()), inner);
      }
      at = begin;
    }
    Span left = value();
    int word = at;
    if (is("not")) {
      at++;
    }
    if (at < tokens.size() && COMPARISONS.contains(tokens.get(at).word())) {
      Span operator = new Span(tokens.get(word).span().start(), tokens.get(at).span().end());
      at++;
      Span right = value();
      return new FieldCondition.Comparison(
          new Span(left.start(), right.end()), left, operator, right);
    }
    at = word;
    return new FieldCondition.Other(left);
  }

  /** Whether the bracket here holds a value, such as a sum, that something is done with. */
  private boolean isValueInBrackets() {
    int close = closing(at);
    return close + 1 < tokens.size()
        && !Set.of("||", "&&", ")").contains(tokens.get(close + 1).word());
  }

  private int closing(int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      String word = tokens.get(i).word();
      depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return tokens.size();
  }

  /** The stretch up to the next comparison, "and", "or" or closing bracket. */
  private Span value() {
    int begin = at;
    while (at < tokens.size() && !isEndOfValue()) {
      at = is("(") ? Math.min(tokens.size(), closing(at) + 1) : at + 1;
    }
    lost |= at == begin;
    int from = Math.min(begin, tokens.size() - 1);
    int to = Math.max(from, at - 1);
    return new Span(tokens.get(from).span().start(), tokens.get(to).span().end());
  }

  private boolean isEndOfValue() {
    String word = tokens.get(at).word();
    boolean negated =
        word.equals("not")
            && at + 1 < tokens.size()
            && COMPARISONS.contains(tokens.get(at + 1).word());
    return negated || COMPARISONS.contains(word) || Set.of("||", "&&", ")").contains(word);
  }

  private boolean is(String word) {
    return at < tokens.size() && tokens.get(at).word().equals(word);
  }
}

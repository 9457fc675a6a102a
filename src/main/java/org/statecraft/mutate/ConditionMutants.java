package org.statecraft.mutate;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.statecraft.config.Span;

/** The faults within one condition of a fact pattern. */
final class ConditionMutants {

  private static final Map<String, String> OPPOSITE =
      Map.of("==", "!=", "!=", "==", "<", ">=", ">=", "<", ">", "<=", "<=", ">");

  private static final Map<String, String> SHIFTED =
      Map.of("<", "<=", "<=", "<", ">", ">=", ">=", ">");

  private static final Map<String, String> FLIPPED =
      Map.of("<", ">", ">", "<", "<=", ">=", ">=", "<=");

  private static final Pattern CONSTANT =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|(?<![\\w$.\"])(?:\\d[\\w.]*|true|false|LocalDate\\.M(?:IN|AX))(?![\\w(])");

  private final MutantList mutants;

  ConditionMutants(MutantList mutants) {
    this.mutants = mutants;
  }

  /** The faults in the condition that a stretch between two commas holds; none if it only binds. */
  void add(Span constraint) {
    FieldConditionParser.parse(mutants.text(), constraint)
        .ifPresent(
            condition -> {
              add(condition);
              constants(constraint);
            });
  }

  private void add(FieldCondition condition) {
    if (condition instanceof FieldCondition.Any any) {
      negate(condition);
      operands(Operator.DROP_ALTERNATIVE, any.operands());
    } else if (condition instanceof FieldCondition.All all) {
      negate(condition);
      operands(Operator.DROP_CONDITION, all.operands());
    } else if (condition instanceof FieldCondition.Bracketed bracketed) {
      add(bracketed.inner());
    } else if (condition instanceof FieldCondition.Comparison comparison) {
      comparison(comparison);
    } else {
      negate(condition);
    }
  }

  private void operands(Operator operator, List<FieldCondition> operands) {
    for (int i = 0; i < operands.size(); i++) {
      Span span = operands.get(i).span();
      Span removed =
          i == 0
              ? new Span(span.start(), operands.get(1).span().start())
              : new Span(operands.get(i - 1).span().end(), span.end());
      mutants.drop(operator, removed, span.of(mutants.text()));
      add(operands.get(i));
    }
  }

  private void negate(FieldCondition condition) {
    String text = condition.span().of(mutants.text());
    mutants.replace(
        Operator.NEGATE_CONDITION,
        condition.span(),
        text.startsWith("!") ? text.substring(1).strip() : "!( " + text + " )");
  }

  private void comparison(FieldCondition.Comparison comparison) {
    String word = comparison.operator().of(mutants.text());
    String opposite = OPPOSITE.get(word);
    if (opposite == null) {
      opposite = word.startsWith("not ") ? word.substring(4).strip() : "not " + word;
    }
    with(Operator.NEGATE_CONDITION, comparison, opposite);
    if (SHIFTED.containsKey(word)) {
      with(Operator.SHIFT_COMPARISON, comparison, SHIFTED.getOrDefault(word, word));
      with(Operator.FLIP_COMPARISON, comparison, FLIPPED.getOrDefault(word, word));
    }
  }

  private void with(Operator operator, FieldCondition.Comparison comparison, String word) {
    String text = mutants.text();
    Span around = comparison.operator();
    mutants.add(
        operator,
        around,
        word,
        comparison.span().of(text)
            + " => "
            + comparison.left().of(text)
            + " "
            + word
            + " "
            + comparison.right().of(text));
  }

  /** Each constant of a stretch becomes another of its type. */
  void constants(Span stretch) {
    Matcher constant = CONSTANT.matcher(mutants.text());
    constant.region(stretch.start(), stretch.end()).useTransparentBounds(true);
    while (constant.find()) {
      mutants.replace(
          Operator.REPLACE_CONSTANT,
          new Span(constant.start(), constant.end()),
          Constants.other(constant.group()));
    }
  }
}

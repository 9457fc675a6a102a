package org.statecraft.mutate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.statecraft.config.Problems;
import org.statecraft.config.Span;
import org.statecraft.drl.Condition;
import org.statecraft.drl.RuleFile;
import org.statecraft.drl.RuleFileParser;
import org.statecraft.packs.PackFile;

/** The faults in the rules of a file. */
final class RuleMutants {

  /** No year is 0: the rule is there, as those who name it want, and never fires. */
  private static final String NEVER = "  ConfiguredYear( schoolYear == 0 )\n";

  private static final Pattern NAME = Pattern.compile("\\$\\w+");

  private static final Pattern LITERAL =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\d[\\w.]*|true|false|null|LocalDate\\.M(IN|AX)");

  private static final Pattern FUNCTION =
      Pattern.compile("\\b(min|max|sum|count|average)(?=\\s*\\()");

  private static final Map<String, String> OTHER_FUNCTION =
      Map.of("min", "max", "max", "min", "sum", "count", "count", "sum", "average", "max");

  private final RuleFile.Rule rule;
  private final MutantList mutants;
  private final ConditionMutants conditions;

  private RuleMutants(RuleFile.Rule rule, MutantList mutants) {
    this.rule = rule;
    this.mutants = mutants;
    this.conditions = new ConditionMutants(mutants);
  }

  static List<Mutant> of(PackFile file) {
    List<Mutant> all = new ArrayList<>();
    RuleFile read = RuleFileParser.read(file.shown(), file.text(), new Problems());
    for (RuleFile.Rule rule : read.rules()) {
      MutantList mutants = new MutantList(file, rule.id(), "");
      new RuleMutants(rule, mutants).add();
      all.addAll(mutants.list());
    }
    return all;
  }

  private void add() {
    // The line of "then".
    int insert = mutants.text().lastIndexOf('\n', rule.whenSpan().end()) + 1;
    mutants.add(
        Operator.DROP_RULE, new Span(insert, insert), NEVER, rule.name() + " => (never fires)");
    rule.when().forEach(this::part);
    rule.then().ifPresent(then -> values(then.span()));
  }

  private void part(Condition part) {
    if (part instanceof Condition.Pattern pattern) {
      dropIfNobodyNeedsIt(part);
      constraints(pattern.constraints());
    } else {
      inside(part);
    }
  }

  /** What stands in "not", "exists", "or" or a total: its conditions, but never all of it. */
  private void inside(Condition part) {
    if (part instanceof Condition.Pattern pattern) {
      constraints(pattern.constraints());
    } else if (part instanceof Condition.Not not) {
      negation(part, "not", "exists");
      inside(not.of());
    } else if (part instanceof Condition.Exists exists) {
      negation(part, "exists", "not");
      inside(exists.of());
    } else if (part instanceof Condition.Forall forall) {
      mutants.drop(Operator.DROP_PATTERN, part.span(), textOf(part.span()));
      forall.of().forEach(this::inside);
    } else if (part instanceof Condition.Any any) {
      alternatives(any.of());
      any.of().forEach(this::inside);
    } else if (part instanceof Condition.All all) {
      all.of().forEach(this::part);
    } else if (part instanceof Condition.Accumulate total) {
      constraints(total.constraints());
      functions(new Span(total.source().span().end(), total.span().end()));
      inside(total.source());
    }
  }

  private void negation(Condition part, String word, String other) {
    String text = textOf(part.span());
    mutants.drop(Operator.DROP_PATTERN, part.span(), text);
    int start = part.span().start();
    mutants.add(
        Operator.SWAP_NOT_EXISTS,
        new Span(start, start + word.length()),
        other,
        text + " => " + other + text.substring(word.length()));
  }

  private void alternatives(List<Condition> parts) {
    for (int i = 0; i < parts.size(); i++) {
      Span span = parts.get(i).span();
      Span removed =
          i == 0
              ? new Span(span.start(), parts.get(1).span().start())
              : new Span(parts.get(i - 1).span().end(), span.end());
      mutants.drop(Operator.DROP_ALTERNATIVE, removed, textOf(span));
    }
  }

  /** A fact that only has to be there; without its names the rule could not be read. */
  private void dropIfNobodyNeedsIt(Condition part) {
    String rest = part.span().replacedIn(mutants.text(), "");
    int removed = part.span().end() - part.span().start();
    String others = rest.substring(rule.span().start(), rule.span().end() - removed);
    Set<String> needed = names(others);
    if (names(textOf(part.span())).stream().noneMatch(name -> isBound(part, name, needed))) {
      mutants.drop(Operator.DROP_PATTERN, part.span(), textOf(part.span()));
    }
  }

  private boolean isBound(Condition part, String name, Set<String> needed) {
    return needed.contains(name)
        && Pattern.compile(Pattern.quote(name) + "\\s*:").matcher(textOf(part.span())).find();
  }

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    NAME.matcher(text).results().forEach(each -> names.add(each.group()));
    return names;
  }

  private String textOf(Span span) {
    return span.of(mutants.text());
  }

  private void constraints(List<Condition.Constraint> of) {
    List<Span> constraints = of.stream().map(Condition.Constraint::span).toList();
    for (int i = 0; i < constraints.size(); i++) {
      Span constraint = constraints.get(i);
      drop(constraints, i);
      conditions.add(constraint);
    }
  }

  private void drop(List<Span> constraints, int index) {
    Span span = constraints.get(index);
    FieldConditionParser.parse(mutants.text(), span)
        .ifPresent(
            condition -> {
              int start = condition.span().start();
              if (start > span.start()) {
                dropBehindName(span, condition);
                return;
              }
              boolean first = index == 0;
              boolean only = constraints.size() == 1;
              Span removed =
                  only
                      ? span
                      : first
                          ? new Span(span.start(), constraints.get(1).start())
                          : new Span(constraints.get(index - 1).end(), span.end());
              mutants.drop(Operator.DROP_CONDITION, removed, textOf(span));
            });
  }

  /** A condition on a value that also gets a name keeps the name. */
  private void dropBehindName(Span span, FieldCondition condition) {
    if (condition instanceof FieldCondition.Comparison comparison) {
      mutants.drop(
          Operator.DROP_CONDITION,
          new Span(comparison.left().end(), span.end()),
          textOf(comparison.span()));
    }
  }

  private void functions(Span stretch) {
    Matcher function = FUNCTION.matcher(mutants.text()).region(stretch.start(), stretch.end());
    while (function.find()) {
      mutants.replace(
          Operator.SWAP_FUNCTION,
          new Span(function.start(), function.end()),
          OTHER_FUNCTION.getOrDefault(function.group(), "max"));
    }
  }

  private void values(Span values) {
    conditions.constants(values);
    for (Span value : split(values)) {
      if (!LITERAL.matcher(textOf(value)).matches()) {
        mutants.add(Operator.BLANK_VALUE, value, "null", "value " + textOf(value) + " => null");
      }
    }
  }

  /** The values between the commas that stand in no brackets and no text. */
  private List<Span> split(Span values) {
    List<Span> all = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int begin = values.start();
    for (int i = values.start(); i <= values.end(); i++) {
      char c = i == values.end() ? ',' : mutants.text().charAt(i);
      quoted ^= c == '"' && mutants.text().charAt(i - 1) != '\\';
      depth += c == '(' && !quoted ? 1 : c == ')' && !quoted ? -1 : 0;
      if (c == ',' && depth == 0 && !quoted) {
        String text = mutants.text().substring(begin, i);
        int start = begin + text.length() - text.stripLeading().length();
        if (!text.isBlank()) {
          all.add(new Span(start, start + text.strip().length()));
        }
        begin = i + 1;
      }
    }
    return all;
  }
}

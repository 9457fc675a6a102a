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
import org.statecraft.packs.PackFile;
import org.statecraft.rules.RuleSyntax;

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

  private final RuleSyntax rule;
  private final MutantList mutants;
  private final ConditionMutants conditions;

  private RuleMutants(RuleSyntax rule, MutantList mutants) {
    this.rule = rule;
    this.mutants = mutants;
    this.conditions = new ConditionMutants(mutants);
  }

  static List<Mutant> of(PackFile file) {
    List<Mutant> all = new ArrayList<>();
    for (RuleSyntax rule : RuleSyntax.of(file, new Problems())) {
      MutantList mutants = new MutantList(file, rule.id(), "");
      new RuleMutants(rule, mutants).add();
      all.addAll(mutants.list());
    }
    return all;
  }

  private void add() {
    int end = rule.when().end();
    int insert = mutants.text().charAt(end) == '\n' ? end + 1 : end;
    mutants.add(
        Operator.DROP_RULE, new Span(insert, insert), NEVER, rule.name() + " => (never fires)");
    rule.parts().forEach(this::part);
    values();
  }

  private void part(RuleSyntax.Part part) {
    if (part instanceof RuleSyntax.Pattern pattern) {
      dropIfNobodyNeedsIt(part);
      constraints(pattern.constraints());
    } else if (part instanceof RuleSyntax.Total total) {
      constraints(total.constraints());
      functions(new Span(total.of().span().end(), total.span().end()));
      inside(total.of());
    } else if (part instanceof RuleSyntax.Group group) {
      group(group);
    }
  }

  private void group(RuleSyntax.Group group) {
    switch (group.kind()) {
      case NOT -> negation(group, "not", "exists");
      case EXISTS -> negation(group, "exists", "not");
      case EACH -> mutants.drop(Operator.DROP_PATTERN, group.span(), textOf(group.span()));
      case ANY -> alternatives(group);
      case ALL -> {}
    }
    group.parts().forEach(group.kind() == RuleSyntax.Kind.ALL ? this::part : this::inside);
  }

  /** What stands in "not", "exists", "or" or a total: its conditions, but never all of it. */
  private void inside(RuleSyntax.Part part) {
    if (part instanceof RuleSyntax.Pattern pattern) {
      constraints(pattern.constraints());
    } else if (part instanceof RuleSyntax.Group group && group.kind() == RuleSyntax.Kind.ALL) {
      group.parts().forEach(group.parts().size() > 1 ? this::part : this::inside);
    } else {
      part(part);
    }
  }

  private void negation(RuleSyntax.Group group, String word, String other) {
    String text = textOf(group.span());
    mutants.drop(Operator.DROP_PATTERN, group.span(), text);
    int start = group.span().start();
    mutants.add(
        Operator.SWAP_NOT_EXISTS,
        new Span(start, start + word.length()),
        other,
        text + " => " + other + text.substring(word.length()));
  }

  private void alternatives(RuleSyntax.Group group) {
    List<RuleSyntax.Part> parts = group.parts();
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
  private void dropIfNobodyNeedsIt(RuleSyntax.Part part) {
    String rest = part.span().replacedIn(mutants.text(), "");
    int removed = part.span().end() - part.span().start();
    String others = rest.substring(rule.whole().start(), rule.whole().end() - removed);
    Set<String> needed = names(others);
    if (names(textOf(part.span())).stream().noneMatch(name -> isBound(part, name, needed))) {
      mutants.drop(Operator.DROP_PATTERN, part.span(), textOf(part.span()));
    }
  }

  private boolean isBound(RuleSyntax.Part part, String name, Set<String> needed) {
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

  private void constraints(List<Span> constraints) {
    for (int i = 0; i < constraints.size(); i++) {
      Span constraint = constraints.get(i);
      drop(constraints, i);
      conditions.add(constraint);
    }
  }

  private void drop(List<Span> constraints, int index) {
    Span span = constraints.get(index);
    ConditionParser.parse(mutants.text(), span)
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
  private void dropBehindName(Span span, Condition condition) {
    if (condition instanceof Condition.Comparison comparison) {
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

  private void values() {
    conditions.constants(rule.values());
    for (Span value : split(rule.values())) {
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

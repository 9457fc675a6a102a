package org.statecraft.rules;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.drl.Condition;
import org.statecraft.drl.Conditions;
import org.statecraft.drl.RuleFile;
import org.statecraft.drl.RuleFileParser;
import org.statecraft.packs.PackFile;

/** Reads a rule file, and what each of its rules needs, refuses and derives. */
final class DrlReader {

  private static final Set<String> ANNOTATIONS = Set.of("id", "page");
  private static final int MOST_RULES = 8;
  private static final int MOST_LINES = 100;

  private final Problems problems;

  DrlReader(Problems problems) {
    this.problems = problems;
  }

  DrlFile read(PackFile file) {
    RuleFile source = RuleFileParser.read(file.shown(), file.text(), problems);
    checkSize(file, source);
    Set<String> named = new TreeSet<>();
    source.rules().forEach(rule -> Conditions.names(rule, named::add));
    List<RuleInfo> rules = source.rules().stream().map(rule -> rule(file, rule)).toList();
    return new DrlFile(file, source, rules, named);
  }

  private RuleInfo rule(PackFile file, RuleFile.Rule rule) {
    Set<String> needs = new LinkedHashSet<>();
    Set<String> refuses = new LinkedHashSet<>();
    rule.when().forEach(each -> collect(each, false, needs, refuses));
    return new RuleInfo(
        rule.name(),
        annotation(rule, "id"),
        annotation(rule, "page"),
        file.folder(),
        rule.place(),
        needs,
        refuses,
        rule.then().map(RuleFile.Then::type).orElse(""),
        rule.then().map(RuleFile.Then::place).orElse(rule.place()),
        rule.when().stream().anyMatch(DrlReader::hasAlternatives));
  }

  private static boolean hasAlternatives(Condition condition) {
    return condition instanceof Condition.Any
        || Conditions.parts(condition).stream().anyMatch(DrlReader::hasAlternatives);
  }

  private String annotation(RuleFile.Rule rule, String name) {
    RuleFile.Annotation annotation = rule.annotations().get(name);
    if (annotation != null && !annotation.value().isEmpty()) {
      return annotation.value();
    }
    for (Map.Entry<String, RuleFile.Annotation> other : rule.annotations().entrySet()) {
      if (!ANNOTATIONS.contains(other.getKey())
          && DidYouMean.closest(other.getKey(), ANNOTATIONS).equals(Optional.of(name))) {
        problems.add(
            other.getValue().place(),
            "@" + other.getKey() + " says nothing; did you mean '@" + name + "'?");
        return "";
      }
    }
    Place place = annotation == null ? rule.place() : annotation.place();
    problems.add(place, "rule \"" + rule.name() + "\" lacks @" + name + "(...)");
    return "";
  }

  /** Small files are what makes a page and its rules readable side by side. */
  private void checkSize(PackFile file, RuleFile source) {
    if (source.rules().size() > MOST_RULES) {
      problems.add(
          source.rules().get(MOST_RULES).place(),
          "the file has more than " + MOST_RULES + " rules; begin another file");
    }
    long lines = file.text().lines().count();
    if (lines > MOST_LINES) {
      problems.add(
          new Place(file.shown(), MOST_LINES + 1, 1),
          "the file has more than " + MOST_LINES + " lines; begin another file");
    }
  }

  /** What is asked not to be there, and what is looked at as a whole, must be known first. */
  private static void collect(
      Condition condition, boolean refused, Set<String> needs, Set<String> refuses) {
    if (condition instanceof Condition.Pattern pattern) {
      (refused ? refuses : needs).add(pattern.type());
      return;
    }
    boolean whole =
        condition instanceof Condition.Not
            || condition instanceof Condition.Forall
            || condition instanceof Condition.Accumulate;
    Conditions.parts(condition).forEach(each -> collect(each, refused || whole, needs, refuses));
  }
}

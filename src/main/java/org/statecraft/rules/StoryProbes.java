package org.statecraft.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statecraft.config.Place;
import org.statecraft.drl.Condition;
import org.statecraft.drl.RuleFile;

/**
 * Rules beside those of a pack that tell how far each of them comes, part by part: one fires for
 * every fact that meets the first parts of a pattern together with all conditions before it. What
 * must not be there is probed as if it must. They derive a fact that no rule looks at.
 */
final class StoryProbes {

  private static final String SEEN = "$seenByProbe";
  private static final char MARK = '\t';

  /** The parts of a probe that asks, as the rule does, that there is no such fact. */
  static final int ABSENT = -1;

  /**
   * A probe.
   *
   * @param rule the name of the rule
   * @param condition the place of the condition, from 0
   * @param parts how many parts of the pattern it asks for; those of the whole pattern for a fact
   *     that must not be there
   */
  record Probe(String rule, int condition, int parts) {

    String engineName() {
      return rule + MARK + condition + MARK + parts;
    }
  }

  private final Map<String, Probe> byName = new HashMap<>();
  private final Map<String, Integer> strata;

  StoryProbes(Map<String, Integer> strata) {
    this.strata = strata;
  }

  /** The probe that a rule of the engine is; null if it is a rule of the pack. */
  @Nullable Probe probe(String engineRule) {
    return byName.get(engineRule);
  }

  /** The pattern that a condition is about; null if it is about more than one. */
  static Condition.@Nullable Pattern pattern(Condition condition) {
    if (condition instanceof Condition.Pattern pattern) {
      return pattern;
    }
    if (condition instanceof Condition.Not not && not.of() instanceof Condition.Pattern pattern) {
      return pattern;
    }
    return condition instanceof Condition.Exists exists
            && exists.of() instanceof Condition.Pattern pattern
        ? pattern
        : null;
  }

  /** The name under which a probe knows the fact that a pattern matched. */
  static String binding(Condition.Pattern pattern) {
    return pattern.binding().isEmpty() ? SEEN : pattern.binding();
  }

  /** The probes of a file's rules, to stand after them. */
  String of(DrlFile file, Set<String> wanted) {
    StringBuilder text = new StringBuilder();
    for (RuleFile.Rule rule : file.source().rules()) {
      if (wanted.contains(rule.name())) {
        for (int i = 0; i < rule.when().size(); i++) {
          add(file.file().text(), rule, i, text);
        }
      }
    }
    return text.toString();
  }

  private void add(String source, RuleFile.Rule rule, int index, StringBuilder to) {
    Condition condition = rule.when().get(index);
    String before = source.substring(rule.when().get(0).span().start(), condition.span().start());
    Condition.Pattern pattern = pattern(condition);
    if (pattern == null) {
      // Met as a whole or not: one probe, whose parts count as one.
      add(rule, new Probe(rule.name(), index, 1), before + condition.span().of(source), to);
      return;
    }
    boolean refused = condition instanceof Condition.Not;
    if (refused) {
      add(rule, new Probe(rule.name(), index, ABSENT), before + condition.span().of(source), to);
    }
    int all = pattern.constraints().size();
    for (int parts = refused ? all : 0; parts <= all; parts++) {
      add(rule, new Probe(rule.name(), index, parts), before + cut(source, pattern, parts), to);
    }
  }

  /** A pattern with its first parts alone. */
  private static String cut(String source, Condition.Pattern pattern, int parts) {
    String text =
        parts == pattern.constraints().size()
            ? pattern.span().of(source)
            : cutAt(source, pattern, offset(source, pattern.constraints().get(parts).place()));
    return pattern.binding().isEmpty() ? SEEN + " : " + text : text;
  }

  private static String cutAt(String source, Condition.Pattern pattern, int end) {
    String kept = source.substring(pattern.span().start(), end).stripTrailing();
    return (kept.endsWith(",") ? kept.substring(0, kept.length() - 1) : kept) + " )";
  }

  /** The part of a pattern that comes after the first ones, as it stands in the file. */
  static String part(String source, Condition.Pattern pattern, int index) {
    List<Condition.Constraint> all = pattern.constraints();
    int from = offset(source, all.get(index).place());
    int to =
        index + 1 < all.size()
            ? offset(source, all.get(index + 1).place())
            : pattern.span().end() - 1;
    String text = source.substring(from, to).strip();
    return oneLine(text.endsWith(",") ? text.substring(0, text.length() - 1) : text);
  }

  static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static int offset(String source, Place place) {
    int at = 0;
    for (int line = 1; line < place.line(); line++) {
      at = source.indexOf('\n', at) + 1;
    }
    return at + place.column() - 1;
  }

  private void add(RuleFile.Rule rule, Probe probe, String when, StringBuilder to) {
    byName.put(probe.engineName(), probe);
    to.append("\nrule \"").append(probe.engineName()).append("\"\n");
    to.append("salience ").append(-strata.getOrDefault(rule.name(), 0)).append('\n');
    to.append("when\n").append(when).append("\nthen\n").append(Probes.DERIVED).append("\nend\n");
  }
}

package org.statecraft.rules;

import java.util.List;
import java.util.Optional;
import org.statecraft.drl.Condition;
import org.statecraft.drl.RuleFile;

/**
 * Rules beside those of a pack that tell how far each of them comes: for every condition one that
 * fires when it is met together with all before it. They derive a fact that no rule looks at.
 */
final class Probes {

  private static final String FACT = "ProbedCondition";
  private static final char MARK = '\t';

  /** What every probe says. */
  static final String DERIVED = "insert( new " + FACT + "( 1L ) );";

  private Probes() {}

  /** The declaration of the fact that probes derive. */
  static String declaration() {
    return "declare " + FACT + "\n  value : Long\nend\n";
  }

  /** The probes of a file's rules, to stand after them. */
  static String of(DrlFile file, java.util.Map<String, Integer> strata) {
    StringBuilder text = new StringBuilder();
    for (RuleFile.Rule rule : file.source().rules()) {
      List<Condition> conditions = rule.when();
      for (int i = 0; i < conditions.size(); i++) {
        String when =
            file.file()
                .text()
                .substring(conditions.get(0).span().start(), conditions.get(i).span().end());
        text.append("\nrule \"").append(rule.name()).append(MARK).append(i).append("\"\n");
        text.append("salience ").append(-strata.getOrDefault(rule.name(), 0)).append('\n');
        text.append("when\n").append(when).append("\nthen\n");
        text.append(DERIVED).append("\nend\n");
      }
    }
    return text.toString();
  }

  /** The name of the rule that a probe is of, and the place of the condition. */
  record Probe(String rule, int index) {}

  /** What a rule of the engine probes; empty if it is one of the pack. */
  static Optional<Probe> probe(String engineRule) {
    int mark = engineRule.lastIndexOf(MARK);
    return mark < 0
        ? Optional.empty()
        : Optional.of(
            new Probe(
                engineRule.substring(0, mark), Integer.parseInt(engineRule.substring(mark + 1))));
  }
}

package org.statecraft.mutate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report for people: what nobody noticed, each with all it takes to write the case. */
public final class MutationText {

  private static final String ROW = "  %-18s %8s %8s %8s %8s %10s %8s";

  private final MutationReport report;
  private final List<String> lines = new ArrayList<>();

  private MutationText(MutationReport report) {
    this.report = report;
  }

  /**
   * The report.
   *
   * @param took how long the run took
   */
  public static String of(MutationReport report, Duration took) {
    return new MutationText(report).text(took);
  }

  private String text(Duration took) {
    report.of(Outcome.Verdict.SURVIVED).forEach(this::survivor);
    report.problems().forEach(problem -> lines.add(problem.toString()));
    if (!report.problems().isEmpty()) {
      lines.add("");
    }
    table();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %d mutants, %d cases, %.1f s: %d refused by the check, %d noticed by cases, %d by"
                + " cases about codes alone, %d with a reason, %d survived",
            report.pack(),
            report.outcomes().size(),
            report.cases(),
            took.toMillis() / 1000.0,
            report.count(Outcome.Verdict.REFUSED),
            report.count(Outcome.Verdict.CASE),
            report.count(Outcome.Verdict.CODES),
            report.count(Outcome.Verdict.EQUIVALENT),
            report.count(Outcome.Verdict.SURVIVED)));
    return String.join(System.lineSeparator(), lines);
  }

  private void survivor(Outcome outcome) {
    Mutant mutant = outcome.mutant();
    lines.add(
        mutant.place()
            + ": "
            + mutant.operator().word()
            + " in "
            + mutant.scope()
            + " survived: "
            + mutant.operator().about());
    mutant.before().lines().forEach(line -> lines.add("  - " + line));
    mutant.after().lines().forEach(line -> lines.add("  + " + line));
    lines.add("  " + outcome.cases() + " cases ran" + near(outcome));
    lines.add("  if no case can notice it: " + entry(mutant));
    lines.add("");
  }

  private static String near(Outcome outcome) {
    return outcome.near().isEmpty()
        ? ""
        : "; the rule fires in: '" + String.join("', '", outcome.near()) + "'";
  }

  /** The entry of mutants.yaml, all but the reason. */
  private static String entry(Mutant mutant) {
    return "{where: "
        + quoted(mutant.scope())
        + ", operator: "
        + mutant.operator().word()
        + ", change: "
        + quoted(mutant.change())
        + ", reason: }";
  }

  private static String quoted(String text) {
    return text.matches("[\\w./-]+") ? text : "'" + text.replace("'", "''") + "'";
  }

  private void table() {
    lines.add(row("operator", "mutants", "refused", "cases", "codes", "reason", "survived"));
    for (Map.Entry<Operator, Map<Outcome.Verdict, Integer>> each : report.byOperator().entrySet()) {
      Map<Outcome.Verdict, Integer> counts = each.getValue();
      int all = counts.values().stream().mapToInt(Integer::intValue).sum();
      lines.add(
          row(
              each.getKey().word(),
              String.valueOf(all),
              count(counts, Outcome.Verdict.REFUSED),
              count(counts, Outcome.Verdict.CASE),
              count(counts, Outcome.Verdict.CODES),
              count(counts, Outcome.Verdict.EQUIVALENT),
              count(counts, Outcome.Verdict.SURVIVED)));
    }
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, ROW, cells);
  }

  private static String count(Map<Outcome.Verdict, Integer> counts, Outcome.Verdict verdict) {
    int count = counts.getOrDefault(verdict, 0);
    return count == 0 ? "" : String.valueOf(count);
  }
}

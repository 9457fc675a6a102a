package org.statecraft.mutate;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.statecraft.config.Problem;

/**
 * What came of the mutants of a pack.
 *
 * @param cases how many cases the pack has that the rules decide
 * @param outcomes in the order of the files
 * @param problems entries of {@code mutants.yaml} that match nothing
 */
public record MutationReport(
    String pack, int cases, List<Outcome> outcomes, List<Problem> problems) {

  public MutationReport {
    outcomes =
        outcomes.stream()
            .sorted(
                Comparator.comparing((Outcome each) -> each.mutant().place())
                    .thenComparing(each -> each.mutant().operator())
                    .thenComparing(each -> each.mutant().change()))
            .toList();
    problems = List.copyOf(problems);
  }

  /** Whether every fault is noticed, or has a reason why it cannot be. */
  public boolean isClean() {
    return problems.isEmpty() && count(Outcome.Verdict.SURVIVED) == 0;
  }

  /** How many mutants there were. */
  public int size() {
    return outcomes.size();
  }

  int count(Outcome.Verdict verdict) {
    return (int) outcomes.stream().filter(each -> each.verdict() == verdict).count();
  }

  List<Outcome> of(Outcome.Verdict verdict) {
    return outcomes.stream().filter(each -> each.verdict() == verdict).toList();
  }

  /** How many mutants of each operator had each end. */
  Map<Operator, Map<Outcome.Verdict, Integer>> byOperator() {
    Map<Operator, Map<Outcome.Verdict, Integer>> counts = new TreeMap<>();
    for (Outcome each : outcomes) {
      counts
          .computeIfAbsent(each.mutant().operator(), operator -> new TreeMap<>())
          .merge(each.verdict(), 1, Integer::sum);
    }
    return counts;
  }
}

package org.statecraft.cases;

import java.util.List;
import java.util.Set;
import org.statecraft.plan.Action;

/**
 * What became of a case.
 *
 * @param failures what is not as expected, each with both sides; empty when the case holds
 * @param fired the ids of the rules that fired, before or now
 * @param actions what is planned in the end, after what was sent before
 */
public record CaseResult(
    RuleCase of, List<String> failures, Set<String> fired, List<Action> actions) {

  public CaseResult {
    failures = List.copyOf(failures);
    fired = Set.copyOf(fired);
    actions = List.copyOf(actions);
  }

  public boolean holds() {
    return failures.isEmpty();
  }

  /** For people: the case, what differs, and which rules spoke. */
  public String report() {
    return of.name()
        + "\n  at "
        + of.place()
        + "\n  "
        + String.join("\n  ", failures)
        + "\n  rules that fired: "
        + fired.stream().sorted().toList();
  }
}

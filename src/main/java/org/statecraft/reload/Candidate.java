package org.statecraft.reload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.statecraft.cases.AnswerReader;
import org.statecraft.cases.CaseResult;
import org.statecraft.cases.CaseSuite;
import org.statecraft.cases.PackCheck;
import org.statecraft.config.Problems;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.rules.RuleSet;

/**
 * A pack as it stands on disk, checked and tried out.
 *
 * @param rules compiled; empty if the files cannot be put in force
 * @param cases how many cases hold
 * @param problems why not, for people, one a line
 */
record Candidate(
    Optional<RuleSet> rules, ResourceSchemas schemas, int cases, List<String> problems) {

  private static final int MOST_CASES_TOLD = 20;

  Candidate {
    problems = List.copyOf(problems);
  }

  boolean isWell() {
    return rules.isPresent();
  }

  /** Reads, checks and compiles a pack and runs its cases; blocking, takes up to seconds. */
  static Candidate of(String pack, PackSource source, AnswerReader answers) {
    Problems problems = new Problems();
    ResourceSchemas schemas = ResourceSchemas.load(source.rules().resolve("schema"), problems);
    PackReader reader = new PackReader(source.rules(), source.descriptors());
    Optional<PackCheck.Checked> checked = new PackCheck(reader, schemas).check(pack, problems);
    if (!problems.isEmpty() || checked.flatMap(PackCheck.Checked::rules).isEmpty()) {
      return new Candidate(
          Optional.empty(), schemas, 0, problems.list().stream().map(Object::toString).toList());
    }
    RuleSet rules = checked.get().rules().orElseThrow();
    List<CaseResult> results =
        new CaseSuite(rules, checked.get().cases(), schemas, answers).run(each -> {});
    List<String> failures = new ArrayList<>();
    results.stream()
        .filter(each -> !each.holds())
        .limit(MOST_CASES_TOLD)
        .forEach(each -> failures.add(told(each)));
    return failures.isEmpty()
        ? new Candidate(Optional.of(rules), schemas, results.size(), List.of())
        : new Candidate(Optional.empty(), schemas, 0, failures);
  }

  private static String told(CaseResult result) {
    return result.of().place()
        + ": the case '"
        + result.of().name()
        + "' does not hold: "
        + result.failures().get(0).lines().findFirst().orElse("")
        + "; 'test' shows both sides";
  }
}

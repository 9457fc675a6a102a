package org.statecraft.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.statecraft.admin.EditedPacks;
import org.statecraft.cases.AnswerReader;
import org.statecraft.cases.CaseResult;
import org.statecraft.cases.CaseSuite;
import org.statecraft.cases.PackCheck;
import org.statecraft.cases.RuleCoverage;
import org.statecraft.cli.Commands;
import org.statecraft.cli.PackCommands;
import org.statecraft.config.Problem;
import org.statecraft.deliver.AnswerMeaning;
import org.statecraft.rules.RuleSet;

/** Carries out {@code statecraft test}, once. */
final class TestRun {

  private final PrintWriter out;
  private final PrintWriter err;
  private final InstantSource clock;

  TestRun(PrintWriter out, PrintWriter err, InstantSource clock) {
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  /** The cases of a pack that were run. */
  record Tested(String pack, List<CaseResult> results, List<Problem> problems, Duration took) {

    long failed() {
      return results.stream().filter(each -> !each.holds()).count();
    }
  }

  /** What delivery makes of answers, for the cases that ask. */
  static AnswerReader answers() {
    return (verb, status, body, attempt) -> {
      AnswerMeaning meaning = AnswerMeaning.of(verb, status, body, attempt);
      return new AnswerReader.Meaning(meaning.outcome(), meaning.state(), meaning.error());
    };
  }

  int run(PackCommands.TestOptions options) throws InterruptedException, IOException {
    EditedPacks packs = BundledFolder.packs(options.folders());
    Optional<String> unknown = packs.unknown(options.packs());
    if (unknown.isPresent()) {
      err.println("statecraft: " + unknown.get());
      return Commands.WRONG_USAGE;
    }
    ProblemReport report = new ProblemReport();
    report.print(packs.problemsOfSchemas().list(), "", out);
    boolean well = packs.problemsOfSchemas().isEmpty();
    List<Tested> all = new ArrayList<>();
    for (EditedPacks.Result each : packs.check(packs.names(options.packs()))) {
      report.print(each.problems().list(), "", out);
      Optional<RuleSet> rules = each.checked().flatMap(PackCheck.Checked::rules);
      if (rules.isEmpty()) {
        out.println(each.name() + ": cannot be used, no case was run");
        all.add(new Tested(each.name(), List.of(), each.problems().list(), Duration.ZERO));
        well = false;
        continue;
      }
      Tested tested = test(packs, each.checked().orElseThrow(), rules.get(), options.coverage());
      all.add(tested);
      well &= tested.failed() == 0;
      out.println(
          "%s: %d cases, %d fail (%.1f s)"
              .formatted(
                  each.name(),
                  tested.results().size(),
                  tested.failed(),
                  tested.took().toMillis() / 1e3));
    }
    if (options.junit().isPresent()) {
      JunitReport.write(options.junit().get(), all);
    }
    out.flush();
    return well ? Commands.DONE : Commands.FAILED;
  }

  private Tested test(
      EditedPacks packs, PackCheck.Checked checked, RuleSet rules, boolean wantsCoverage) {
    Instant begun = clock.instant();
    CaseSuite suite = new CaseSuite(rules, checked.cases(), packs.schemas(), answers());
    Optional<RuleSet> probing =
        wantsCoverage
            ? Optional.of(RuleSet.compileProbing(checked.pack(), packs.schemas()))
            : Optional.empty();
    RuleCoverage coverage = new RuleCoverage(rules.conditions());
    List<CaseResult> results =
        suite.run(
            result -> {
              if (!result.holds()) {
                out.println(result.report());
                out.println();
              }
              if (!result.of().isAboutDelivery()) {
                probing.ifPresent(
                    set ->
                        coverage.add(
                            result.fired(), suite.runner().conditionsMet(result.of(), set)));
              }
            });
    if (probing.isPresent()) {
      print(coverage);
    }
    return new Tested(
        checked.pack().name(), results, List.of(), Duration.between(begun, clock.instant()));
  }

  private void print(RuleCoverage coverage) {
    for (RuleCoverage.Line line : coverage.lines()) {
      boolean rule = line.index() < 0;
      String what =
          rule
              ? line.rule().rule() + " " + line.rule().name()
              : "  " + line.rule().conditions().get(line.index()).text();
      String mark = line.isTried() ? " " : untried(line, rule);
      out.println("%5d of %-5d %-13s %s".formatted(line.yes(), line.of(), mark, what));
    }
  }

  private static String untried(RuleCoverage.Line line, boolean rule) {
    if (line.yes() == 0) {
      return rule ? "never fires" : "never met";
    }
    return rule ? "never silent" : "never refused";
  }
}

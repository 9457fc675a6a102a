package org.statecraft.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.statecraft.admin.CheckJson;
import org.statecraft.admin.EditedPacks;
import org.statecraft.cli.Commands;
import org.statecraft.cli.Format;
import org.statecraft.cli.PackCommands;
import org.statecraft.config.Problems;

/** Carries out {@code statecraft check}. */
final class CheckRun {

  private final PrintWriter out;
  private final PrintWriter err;

  CheckRun(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  int run(PackCommands.CheckOptions options) throws InterruptedException {
    EditedPacks packs = BundledFolder.packs(options.folders());
    Optional<String> unknown = packs.unknown(options.packs());
    if (unknown.isPresent()) {
      err.println("statecraft: " + unknown.get());
      return Commands.WRONG_USAGE;
    }
    List<EditedPacks.Result> results = packs.check(packs.names(options.packs()));
    Problems all = packs.problems(results);
    if (options.format() == Format.JSON) {
      out.println(CheckJson.of(results, all).toPrettyString());
    } else {
      ProblemReport report = new ProblemReport();
      report.print(all.list(), "", out);
      report.print(all.warnings(), " (warning)", out);
      results.forEach(each -> out.println(summary(each)));
      out.println(all.list().size() + " problems, " + all.warnings().size() + " warnings");
    }
    out.flush();
    return all.isEmpty() ? Commands.DONE : Commands.FAILED;
  }

  private static String summary(EditedPacks.Result result) {
    return result.name()
        + ": "
        + result
            .checked()
            .filter(each -> each.rules().isPresent())
            .map(
                each ->
                    each.rules().map(rules -> rules.ruleIds().size()).orElse(0)
                        + " rules, "
                        + each.cases().size()
                        + " cases, revision "
                        + each.pack().revision())
            .orElse("cannot be used");
  }
}

package org.statecraft.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
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
    EditedPacks packs = new EditedPacks(options.folders());
    Optional<String> unknown = packs.unknown(options.packs());
    if (unknown.isPresent()) {
      err.println("statecraft: " + unknown.get());
      return Commands.WRONG_USAGE;
    }
    List<EditedPacks.Result> results = packs.check(packs.names(options.packs()));
    // What is wrong with a pack is wrong with those on top of it too, and told once.
    Problems all = new Problems();
    all.take(packs.problemsOfSchemas());
    results.forEach(each -> all.take(each.problems()));
    if (options.format() == Format.JSON) {
      out.println(json(results, all).toPrettyString());
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

  private static ObjectNode json(List<EditedPacks.Result> results, Problems all) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode packs = root.putArray("packs");
    for (EditedPacks.Result each : results) {
      ObjectNode one = packs.addObject();
      one.put("name", each.name());
      one.put("usable", each.checked().flatMap(it -> it.rules()).isPresent());
      each.checked().ifPresent(it -> one.put("revision", it.pack().revision()));
      each.checked().ifPresent(it -> one.put("cases", it.cases().size()));
      each.checked()
          .flatMap(it -> it.rules())
          .ifPresent(rules -> one.put("rules", rules.ruleIds().size()));
    }
    ProblemReport report = new ProblemReport();
    report.add(all.list(), root.putArray("problems"));
    report.add(all.warnings(), root.putArray("warnings"));
    return root;
  }
}

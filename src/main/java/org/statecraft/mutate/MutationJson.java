package org.statecraft.mutate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;

/** A report for programs. */
public final class MutationJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private MutationJson() {}

  /**
   * The report as one JSON object.
   *
   * @param took how long the run took
   */
  public static ObjectNode of(MutationReport report, Duration took) {
    ObjectNode json = NODES.objectNode();
    json.put("pack", report.pack());
    json.put("clean", report.isClean());
    json.put("milliseconds", took.toMillis());
    json.put("cases", report.cases());
    json.put("mutants", report.outcomes().size());
    ObjectNode operators = NODES.objectNode();
    for (Outcome.Verdict verdict : Outcome.Verdict.values()) {
      json.put(word(verdict), report.count(verdict));
    }
    report
        .byOperator()
        .forEach(
            (operator, counts) -> {
              ObjectNode own = operators.putObject(operator.word());
              counts.forEach((verdict, count) -> own.put(word(verdict), count));
            });
    json.set("operators", operators);
    ArrayNode outcomes = json.putArray("outcomes");
    report.outcomes().forEach(each -> outcomes.add(outcome(each)));
    ArrayNode problems = json.putArray("problems");
    report.problems().forEach(each -> problems.add(each.toString()));
    return json;
  }

  private static ObjectNode outcome(Outcome outcome) {
    Mutant mutant = outcome.mutant();
    ObjectNode json = NODES.objectNode();
    json.put("file", mutant.place().file());
    json.put("line", mutant.place().line());
    json.put("where", mutant.scope());
    json.put("operator", mutant.operator().word());
    json.put("change", mutant.change());
    json.put("before", mutant.before());
    json.put("after", mutant.after());
    json.put("outcome", word(outcome.verdict()));
    json.put("by", outcome.by());
    json.put("cases", outcome.cases());
    return json;
  }

  private static String word(Outcome.Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}

package org.statecraft.app;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.statecraft.admin.Explanation;
import org.statecraft.config.Place;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.explain.Attempt;
import org.statecraft.explain.Difference;
import org.statecraft.explain.History;
import org.statecraft.explain.KeptRecord;
import org.statecraft.explain.Subject;
import org.statecraft.facts.Fact;
import org.statecraft.rules.Decision;
import org.statecraft.rules.RuleStory;
import org.statecraft.rules.RuleTrace;

/** An explanation as text, in the order a person asks. */
final class ExplainText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private static final int SHORT = 12;

  private final PrintWriter out;
  private final Explanation explanation;

  ExplainText(PrintWriter out, Explanation explanation) {
    this.out = out;
    this.explanation = explanation;
  }

  /**
   * All of it.
   *
   * @param file that the facts come from; empty if they are kept ones
   */
  void print(String file) {
    out.println(explanation.subject().map(ExplainText::head).orElse("Facts of " + file));
    out.println(
        "decided here by pack "
            + explanation.pack().name()
            + ", revision "
            + shortened(explanation.pack().revision()));
    explanation.history().ifPresent(this::history);
    out.println();
    out.println("Facts");
    explanation.facts().own().forEach(this::fact);
    explanation.facts().shared().forEach(this::fact);
    explanation.resources().forEach(this::resource);
  }

  private static String head(Subject subject) {
    return "Student "
        + subject.student()
        + " at "
        + subject.connection()
        + (subject.because().startsWith("student") ? "" : ", because of " + subject.because());
  }

  private void history(History history) {
    history
        .decided()
        .ifPresent(
            each ->
                out.println(
                    "last decided "
                        + TIME.format(each.at())
                        + " by revision "
                        + shortened(each.revision())));
    history
        .event()
        .ifPresent(
            each ->
                out.println(
                    "a change waits to be decided: "
                        + each.state()
                        + ", because of "
                        + each.cause()
                        + ", changed "
                        + TIME.format(each.changedAt())));
    for (History.OpenEntry each : history.errors()) {
      out.println();
      out.println("Error " + each.id() + " " + each.type() + ": " + each.detail());
      out.println("  " + each.howToFix());
    }
  }

  private void fact(Fact fact) {
    out.println("  " + fact + "  " + shown(fact.shown()));
  }

  private static String shown(Map<String, ?> values) {
    return values.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining(", "));
  }

  private void resource(Explanation.Told told) {
    ResourceName resource = told.resource();
    out.println();
    out.println("=== " + resource);
    told.stories().forEach(this::story);
    for (Decision.Excluded each : explanation.exclusions(resource)) {
      out.println(
          "Not reported: " + each.source() + ", " + each.reason() + " (" + each.rule() + ")");
    }
    for (Decision.Finding each : explanation.findings(resource)) {
      out.println("Finding: " + each.source() + " " + each.cause() + ": " + each.detail());
    }
    List<Decision.Desired> desired = explanation.desired(resource);
    if (desired.isEmpty()) {
      out.println("No record should exist.");
    }
    for (Decision.Desired each : desired) {
      out.println("Record " + each.record().key());
      out.println(
          "  because of "
              + String.join(", ", each.rules())
              + " from "
              + String.join(", ", each.sources()));
      out.println(indented(each.body().tree().toPrettyString()));
      explanation.history().ifPresent(kept -> difference(each, kept));
    }
    explanation.history().ifPresent(kept -> rest(resource, desired, kept));
  }

  private void story(RuleStory story) {
    out.println(
        (story.stopped().isEmpty() ? "fired      " : "not fired  ")
            + story.rule()
            + "  "
            + story.name());
    for (RuleTrace.Fired each : story.fired()) {
      out.println("             " + String.join(", ", each.matched()) + " -> " + each.derived());
    }
    story.stopped().ifPresent(this::stopped);
  }

  private void stopped(RuleStory.Stopped stopped) {
    out.println(
        "             because of  " + stopped.condition() + "  (" + place(stopped.place()) + ")");
    switch (stopped.kind()) {
      case NO_FACT -> out.println("             which saw no " + stopped.fact());
      case WHOLE -> {}
      case VALUE -> saw("which saw ", stopped);
      case FACT_THERE -> saw("there is ", stopped);
    }
  }

  private void saw(String word, RuleStory.Stopped stopped) {
    for (RuleStory.Sighting each : stopped.saw()) {
      out.println(
          "             "
              + word
              + each.fact()
              + (each.values().isEmpty() ? "" : " with " + shown(each.values())));
    }
    if (stopped.more() > 0) {
      out.println("             and " + stopped.more() + " more");
    }
  }

  /** Files of a kept revision stand in a folder that is gone. */
  private static String place(Place place) {
    return place.toString().replaceFirst("^.*/(?=rules/)", "");
  }

  private void difference(Decision.Desired desired, History history) {
    Optional<KeptRecord> kept =
        history.records().stream()
            .filter(each -> each.record().equals(desired.record()))
            .findFirst();
    if (kept.isEmpty()) {
      out.println("  never sent");
      return;
    }
    sent(kept.get());
    Optional<ResourceBody> before = kept.get().sent();
    if (before.isPresent()) {
      List<String> lines = Difference.of(before.get().tree(), desired.body().tree());
      out.println(lines.isEmpty() ? "  as it was sent last" : "  differs from what was sent last:");
      lines.forEach(line -> out.println("    " + line));
    }
  }

  private void sent(KeptRecord kept) {
    out.println(
        "  planned "
            + TIME.format(kept.plannedAt())
            + " by revision "
            + shortened(kept.revision())
            + kept.sentAt()
                .map(at -> ", confirmed " + TIME.format(at))
                .orElse(", not confirmed yet")
            + kept.odsId().map(id -> ", id " + id).orElse("")
            + (kept.uncertain() ? ", one request has no answer" : ""));
  }

  private void rest(ResourceName resource, List<Decision.Desired> desired, History history) {
    for (KeptRecord each : history.recordsBeside(resource, desired, Decision.Desired::record)) {
      out.println("Record " + each.record().key() + " is known and should not exist");
      sent(each);
    }
    List<Attempt> attempts =
        history.attempts().stream().filter(each -> each.resource().equals(resource)).toList();
    if (!attempts.isEmpty()) {
      out.println("Attempts, the newest first");
      TextTable table =
          new TextTable("planned", "verb", "state", "sent", "status", "revision", "rules");
      for (Attempt each : attempts) {
        table.row(
            time(each.createdAt()),
            each.verb(),
            each.state(),
            each.attempts() + "x",
            each.status().map(String::valueOf).orElse("-"),
            shortened(each.revision()),
            String.join(" ", each.rules()));
      }
      out.print(indented(table.toString().stripTrailing()) + "\n");
    }
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }

  private static String indented(String text) {
    return text.lines().map(line -> "  " + line).collect(Collectors.joining("\n"));
  }

  private static String shortened(String revision) {
    return revision.substring(0, Math.min(SHORT, revision.length()));
  }
}

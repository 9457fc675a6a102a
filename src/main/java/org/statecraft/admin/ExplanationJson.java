package org.statecraft.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.config.Place;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ResourceName;
import org.statecraft.explain.Attempt;
import org.statecraft.explain.Difference;
import org.statecraft.explain.History;
import org.statecraft.explain.KeptRecord;
import org.statecraft.explain.Subject;
import org.statecraft.facts.Fact;
import org.statecraft.rules.Decision;
import org.statecraft.rules.RuleStory;

/** An explanation as JSON. */
public final class ExplanationJson {

  private final Explanation explanation;

  private ExplanationJson(Explanation explanation) {
    this.explanation = explanation;
  }

  /** All of it. */
  public static ObjectNode of(Explanation explanation) {
    return new ExplanationJson(explanation).json();
  }

  private ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    explanation.subject().ifPresent(each -> subject(each, root));
    root.put("pack", explanation.pack().name());
    root.put("revision", explanation.pack().revision());
    explanation.history().ifPresent(each -> history(each, root));
    ArrayNode facts = root.putArray("facts");
    explanation.facts().own().forEach(each -> facts.add(fact(each, false)));
    explanation.facts().shared().forEach(each -> facts.add(fact(each, true)));
    ArrayNode resources = root.putArray("resources");
    explanation.resources().forEach(each -> resources.add(resource(each)));
    return root;
  }

  private static void subject(Subject subject, ObjectNode to) {
    to.put("connection", subject.connection().value());
    to.put("student", subject.student().value());
    to.put("because", subject.because());
  }

  private static void history(History history, ObjectNode to) {
    history
        .decided()
        .ifPresent(
            each ->
                to.putObject("lastDecided")
                    .put("at", each.at().toString())
                    .put("revision", each.revision()));
    history
        .event()
        .ifPresent(
            each ->
                to.putObject("event")
                    .put("state", each.state())
                    .put("cause", each.cause())
                    .put("changedAt", each.changedAt().toString())
                    .put("attempt", each.attempt()));
    ArrayNode errors = to.putArray("errors");
    for (History.OpenEntry each : history.errors()) {
      errors
          .addObject()
          .put("id", each.id())
          .put("type", each.type())
          .put("resource", each.resource().orElse(null))
          .put("detail", each.detail())
          .put("howToFix", each.howToFix());
    }
  }

  private static ObjectNode fact(Fact fact, boolean shared) {
    ObjectNode one = JsonNodeFactory.instance.objectNode();
    one.put("fact", fact.toString()).put("shared", shared);
    texts(fact.shown(), one.putObject("values"));
    return one;
  }

  private static void texts(Map<String, ?> values, ObjectNode to) {
    values.forEach((name, value) -> to.put(name, String.valueOf(value)));
  }

  private ObjectNode resource(Explanation.Told told) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ResourceName resource = told.resource();
    root.put("resource", resource.value());
    ArrayNode rules = root.putArray("rules");
    told.stories().forEach(each -> rules.add(story(each)));
    ArrayNode exclusions = root.putArray("notReported");
    for (Decision.Excluded each : explanation.exclusions(resource)) {
      exclusions
          .addObject()
          .put("source", each.source())
          .put("reason", each.reason())
          .put("rule", each.rule());
    }
    ArrayNode findings = root.putArray("findings");
    for (Decision.Finding each : explanation.findings(resource)) {
      findings
          .addObject()
          .put("source", each.source())
          .put("cause", each.cause())
          .put("detail", each.detail());
    }
    List<Decision.Desired> desired = explanation.desired(resource);
    ArrayNode records = root.putArray("records");
    desired.forEach(each -> records.add(desired(each)));
    explanation.history().ifPresent(each -> rest(resource, desired, each, root));
    return root;
  }

  private static ObjectNode story(RuleStory story) {
    ObjectNode one = JsonNodeFactory.instance.objectNode();
    one.put("rule", story.rule()).put("name", story.name()).put("page", story.page());
    place(story.place(), one);
    ArrayNode fired = one.putArray("fired");
    story
        .fired()
        .forEach(
            each -> {
              ObjectNode time = fired.addObject().put("derived", each.derived());
              list(each.matched(), time.putArray("matched"));
            });
    story.stopped().ifPresent(each -> stopped(each, one.putObject("stoppedBy")));
    return one;
  }

  private static void stopped(RuleStory.Stopped stopped, ObjectNode to) {
    to.put("condition", stopped.condition()).put("kind", stopped.kind().name());
    to.put("fact", stopped.fact());
    place(stopped.place(), to);
    ArrayNode saw = to.putArray("saw");
    for (RuleStory.Sighting each : stopped.saw()) {
      texts(each.values(), saw.addObject().put("fact", each.fact()).putObject("values"));
    }
    to.put("more", stopped.more());
  }

  /** Files of a kept revision stand in a folder that is gone. */
  private static void place(Place place, ObjectNode to) {
    to.put("file", place.file().replaceFirst("^.*/(?=rules/)", "")).put("line", place.line());
  }

  private ObjectNode desired(Decision.Desired desired) {
    ObjectNode one = JsonNodeFactory.instance.objectNode();
    one.put("desired", true);
    one.set("key", CanonicalJson.read(desired.record().key().json()));
    list(desired.rules(), one.putArray("rules"));
    list(desired.sources(), one.putArray("sources"));
    one.set("document", desired.body().tree());
    Optional<KeptRecord> kept =
        explanation.history().stream()
            .flatMap(history -> history.records().stream())
            .filter(each -> each.record().equals(desired.record()))
            .findFirst();
    kept.ifPresent(each -> sent(each, one.putObject("kept")));
    kept.flatMap(KeptRecord::sent)
        .ifPresent(
            before ->
                list(
                    Difference.of(before.tree(), desired.body().tree()),
                    one.putArray("differsFromSent")));
    return one;
  }

  private static void rest(
      ResourceName resource, List<Decision.Desired> desired, History history, ObjectNode to) {
    for (KeptRecord each : history.recordsBeside(resource, desired, Decision.Desired::record)) {
      ObjectNode one = ((ArrayNode) to.get("records")).addObject().put("desired", false);
      one.set("key", CanonicalJson.read(each.record().key().json()));
      sent(each, one.putObject("kept"));
    }
    ArrayNode attempts = to.putArray("attempts");
    history.attempts().stream()
        .filter(each -> each.resource().equals(resource))
        .forEach(each -> attempts.add(of(each)));
  }

  private static void sent(KeptRecord kept, ObjectNode to) {
    to.put("plannedAt", kept.plannedAt().toString()).put("revision", kept.revision());
    to.put("confirmedAt", kept.sentAt().map(Instant::toString).orElse(null));
    to.put("odsId", kept.odsId().orElse(null)).put("uncertain", kept.uncertain());
  }

  /** An action of the outbox and what came of it. */
  public static ObjectNode of(Attempt attempt) {
    ObjectNode one = JsonNodeFactory.instance.objectNode();
    one.put("action", attempt.id()).put("resource", attempt.resource().value());
    one.put("verb", attempt.verb()).put("state", attempt.state());
    one.put("attempts", attempt.attempts()).put("status", attempt.status().orElse(null));
    one.put("revision", attempt.revision());
    list(attempt.rules(), one.putArray("rules"));
    one.put("createdAt", attempt.createdAt().toString());
    one.put("finishedAt", attempt.finishedAt().map(Instant::toString).orElse(null));
    return one;
  }

  private static void list(Collection<String> texts, ArrayNode to) {
    texts.forEach(to::add);
  }
}

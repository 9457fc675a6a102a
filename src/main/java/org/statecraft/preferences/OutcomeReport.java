package org.statecraft.preferences;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.statecraft.connections.PreferenceChange;
import org.statecraft.connections.PreferenceChange.Kind;
import org.statecraft.connections.PreferenceChange.Mapping;
import org.statecraft.connections.PreferenceChange.Toggle;
import org.statecraft.preferences.PreferenceEdit.NotCopied;

/** Shows what an import or a copy did, or would do. */
public final class OutcomeReport implements Report {

  private final PreferenceOutcome outcome;

  public OutcomeReport(PreferenceOutcome outcome) {
    this.outcome = outcome;
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    for (PreferenceChange each : outcome.edit().diff().changes()) {
      text.append(String.format("%-8s ", each.kind().word())).append(words(each)).append('\n');
    }
    for (NotCopied each : outcome.edit().notCopied()) {
      text.append("not copied: ").append(each.what());
      text.append(each.choices() == 1 ? "" : " (" + each.choices() + " choices)");
      text.append(": ").append(each.why()).append('\n');
    }
    text.append(outcome.connection()).append(": ").append(counts()).append('\n');
    if (outcome.isRefused()) {
      text.append("Nothing was done: ").append(outcome.edit().conflicts().size());
      text.append(" choices are there already and differ, see 'changed'.");
      text.append(" --overwrite puts the copied ones in their place.\n");
    } else if (!outcome.done()) {
      text.append("Only planned; nothing was done.\n");
      text.append(
          outcome.due().isEmpty()
              ? ""
              : "It would wait for a resync: "
                  + outcome.due().stream()
                      .map(Object::toString)
                      .sorted()
                      .collect(Collectors.joining(", "))
                  + "\n");
    }
    if (outcome.withdrawn() > 0) {
      text.append("Not sent any more: ").append(outcome.withdrawn());
      text.append(" actions of resources that were switched off.\n");
    }
    String waiting = Waiting.line(outcome.waiting());
    return text.append(waiting.isEmpty() ? "" : waiting + "\n").toString();
  }

  private String counts() {
    return count(Kind.ADDED)
        + " added, "
        + count(Kind.CHANGED)
        + " changed, "
        + count(Kind.REMOVED)
        + " removed, "
        + outcome.edit().diff().unchanged()
        + " unchanged"
        + (notCopied() == 0 ? "" : ", " + notCopied() + " not copied");
  }

  private long count(Kind kind) {
    return outcome.edit().diff().changes().stream().filter(each -> each.kind() == kind).count();
  }

  private int notCopied() {
    return outcome.edit().notCopied().stream().mapToInt(NotCopied::choices).sum();
  }

  private static String words(PreferenceChange change) {
    if (change instanceof Toggle toggle) {
      return "resource "
          + toggle.resource()
          + ": "
          + fromTo(change, on(toggle.before()), on(toggle.after()));
    }
    Mapping mapping = (Mapping) change;
    return mapping.preference()
        + " \""
        + mapping.campusValue()
        + "\": "
        + fromTo(change, code(mapping.before()), code(mapping.after()));
  }

  private static String fromTo(PreferenceChange change, String before, String after) {
    return switch (change.kind()) {
      case ADDED -> after;
      case CHANGED -> before + " -> " + after;
      case REMOVED -> before;
    };
  }

  private static String on(@Nullable Boolean enabled) {
    return Boolean.TRUE.equals(enabled) ? "on" : "off";
  }

  private static String code(@Nullable String code) {
    return code == null ? "deliberately none" : code;
  }

  @Override
  public JsonNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("connection", outcome.connection().value()).put("done", outcome.done());
    ObjectNode counts = json.putObject("counts");
    for (Kind kind : Kind.values()) {
      counts.put(kind.word(), count(kind));
    }
    counts.put("unchanged", outcome.edit().diff().unchanged()).put("notCopied", notCopied());
    ArrayNode changes = json.putArray("changes");
    outcome.edit().diff().changes().forEach(each -> changes.add(change(each)));
    ArrayNode conflicts = json.putArray("conflicts");
    outcome.edit().conflicts().forEach(each -> conflicts.add(change(each)));
    ArrayNode left = json.putArray("notCopied");
    for (NotCopied each : outcome.edit().notCopied()) {
      left.addObject()
          .put("what", each.what())
          .put("choices", each.choices())
          .put("why", each.why());
    }
    json.put("withdrawnActions", outcome.withdrawn());
    ArrayNode due = json.putArray("madeDueForResync");
    List<String> names = outcome.due().stream().map(each -> each.value()).sorted().toList();
    names.forEach(due::add);
    json.set("waitingForResync", Waiting.json(outcome.waiting()));
    return json;
  }

  private static ObjectNode change(PreferenceChange change) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("kind", change.kind().word());
    if (change instanceof Toggle toggle) {
      return json.put("resource", toggle.resource().value())
          .put("before", toggle.before())
          .put("after", toggle.after());
    }
    Mapping mapping = (Mapping) change;
    return json.put("preference", mapping.preference())
        .put("value", mapping.campusValue())
        .put("before", mapping.before())
        .put("after", mapping.after());
  }
}

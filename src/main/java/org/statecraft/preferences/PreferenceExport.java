package org.statecraft.preferences;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.statecraft.connections.Connection;
import org.statecraft.connections.MappingChoice;
import org.statecraft.connections.PreferenceCheck;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.connections.ResyncDue;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.Preference;
import org.statecraft.packs.RulePack;

/**
 * The choices of a connection in the form that connection files and imports have. What the pack no
 * longer knows stands in comments, so that the file can be imported.
 */
public final class PreferenceExport implements Report {

  private final Connection connection;
  private final RulePack pack;
  private final ResourcePreferences preferences;
  private final List<ResyncDue> waiting;

  public PreferenceExport(
      Connection connection,
      RulePack pack,
      ResourcePreferences preferences,
      List<ResyncDue> waiting) {
    this.connection = connection;
    this.pack = pack;
    this.preferences = preferences;
    this.waiting = List.copyOf(waiting);
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("# Resource Preferences of ").append(connection.name());
    text.append(", as the district chose them; where nothing is said, the pack ");
    text.append(pack.name()).append(" holds.\n");
    if (!waiting.isEmpty()) {
      text.append("# ").append(Waiting.line(waiting)).append('\n');
    }
    PreferenceCheck check = new PreferenceCheck(pack);
    text.append(preferences.enabled().isEmpty() ? "resources: {}\n" : "resources:\n");
    new TreeMap<>(preferences.enabled())
        .forEach(
            (resource, enabled) ->
                text.append(comment(check.faultOfResource(resource)))
                    .append(YamlText.plainOrQuoted(resource.value()))
                    .append(": {enabled: ")
                    .append(enabled)
                    .append("}\n"));
    Map<String, SortedMap<String, Optional<String>>> mappings = mappings();
    text.append(mappings.isEmpty() ? "mappings: {}\n" : "mappings:\n");
    mappings.forEach(
        (name, codes) -> {
          Optional<String> fault = check.faultOfPreference(name);
          pack.preference(name)
              .map(Preference::label)
              .ifPresent(label -> text.append("  # ").append(label).append('\n'));
          String indent = comment(fault);
          text.append(indent).append(YamlText.plainOrQuoted(name)).append(":\n");
          String each = fault.isPresent() ? "  #   " : "    ";
          codes.forEach(
              (value, code) ->
                  text.append(each)
                      .append(YamlText.quoted(value))
                      .append(": ")
                      .append(code.map(YamlText::plainOrQuoted).orElse("null"))
                      .append('\n'));
        });
    return text.toString();
  }

  /** The beginning of a line: of a comment, after the reason, if there is one. */
  private static String comment(Optional<String> fault) {
    return fault.map(why -> "  # " + why + "\n  # ").orElse("  ");
  }

  @Override
  public JsonNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("connection", connection.name().value()).put("pack", pack.name());
    ObjectNode resources = json.putObject("resources");
    for (Map.Entry<ResourceName, Boolean> each : new TreeMap<>(preferences.enabled()).entrySet()) {
      resources.putObject(each.getKey().value()).put("enabled", each.getValue());
    }
    ObjectNode mappings = json.putObject("mappings");
    mappings()
        .forEach(
            (name, codes) -> {
              ObjectNode one = mappings.putObject(name);
              codes.forEach((value, code) -> one.put(value, code.orElse(null)));
            });
    json.set("waitingForResync", Waiting.json(waiting));
    return json;
  }

  /** In the order of the pack; then what it does not know. */
  private Map<String, SortedMap<String, Optional<String>>> mappings() {
    Map<String, SortedMap<String, Optional<String>>> all = new LinkedHashMap<>();
    pack.preferences().forEach(each -> all.put(each.name(), new TreeMap<>(ValueOrder.INSTANCE)));
    for (MappingChoice each : preferences.choices()) {
      all.computeIfAbsent(each.mapping(), name -> new TreeMap<>(ValueOrder.INSTANCE))
          .put(each.campusValue(), Optional.ofNullable(each.code()));
    }
    all.values().removeIf(SortedMap::isEmpty);
    return all;
  }
}

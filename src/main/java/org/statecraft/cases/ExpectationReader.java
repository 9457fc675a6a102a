package org.statecraft.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.Preference;
import org.statecraft.packs.RulePack;
import org.statecraft.plan.Verb;
import org.statecraft.rules.Decision;

/** Reads {@code expect:} of a case. */
final class ExpectationReader {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final String[] KEYS = {
    "records",
    "exactly",
    "excluded",
    "findings",
    "actions",
    "codes",
    "fired",
    "silent",
    "outcome",
    "state",
    "error"
  };

  private final RulePack pack;

  ExpectationReader(RulePack pack) {
    this.pack = pack;
  }

  Expectation read(YamlNode node) {
    node.only(KEYS);
    if (!node.isMap() || node.map().isEmpty()) {
      node.problem("a case expects something; it cannot fail otherwise");
    }
    return new Expectation(
        records(node.get("records")),
        node.get("exactly").flag(false),
        has(node, "excluded") ? Optional.of(excluded(node.get("excluded"))) : Optional.empty(),
        node.get("findings").list().stream().map(ExpectationReader::finding).toList(),
        has(node, "actions") ? Optional.of(actions(node.get("actions"))) : Optional.empty(),
        codes(node.get("codes")),
        node.get("fired").texts(),
        node.get("silent").texts(),
        meaning(node));
  }

  private static boolean has(YamlNode node, String key) {
    return node.isMap() && node.map().containsKey(key);
  }

  private Map<ResourceName, List<JsonNode>> records(YamlNode node) {
    Map<ResourceName, List<JsonNode>> records = new LinkedHashMap<>();
    node.map()
        .forEach(
            (name, list) ->
                SituationReader.resource(pack, name, list)
                    .ifPresent(
                        resource ->
                            records.put(
                                resource,
                                list.list().stream().map(each -> json(each.value())).toList())));
    return records;
  }

  private static List<Expectation.Exclusion> excluded(YamlNode node) {
    List<Expectation.Exclusion> all = new ArrayList<>();
    for (YamlNode each : node.list()) {
      each.only("source", "reason");
      all.add(
          new Expectation.Exclusion(each.require("source").text(), each.require("reason").text()));
    }
    return all;
  }

  private static Expectation.Finding finding(YamlNode node) {
    node.only("kind", "about", "says");
    node.require("kind").choice(Decision.Finding.Kind.class, Decision.Finding.Kind.REMARK);
    return new Expectation.Finding(
        node.get("kind").text(), node.get("about").text(), node.get("says").text());
  }

  private List<Expectation.Action> actions(YamlNode node) {
    List<Expectation.Action> actions = new ArrayList<>();
    for (YamlNode each : node.list()) {
      each.only("POST", "PUT", "DELETE", "of", "shared");
      YamlNode shared = each.get("shared");
      for (Verb verb : Verb.values()) {
        YamlNode resource = each.get(verb.name());
        if (!resource.isEmpty()) {
          SituationReader.resource(pack, resource.text(), resource)
              .ifPresent(
                  name ->
                      actions.add(
                          new Expectation.Action(
                              verb,
                              name,
                              json(of(each.get("of"))),
                              shared.isEmpty()
                                  ? Optional.empty()
                                  : Optional.of(shared.flag(false)))));
        }
      }
    }
    return actions;
  }

  private Map<String, Map<String, Optional<String>>> codes(YamlNode node) {
    Map<String, Map<String, Optional<String>>> codes = new LinkedHashMap<>();
    List<String> known = pack.preferences().stream().map(Preference::name).toList();
    node.map()
        .forEach(
            (name, table) -> {
              if (!known.contains(name)) {
                table.problem(
                    "there is no preference '" + name + "'" + DidYouMean.hint(name, known));
              }
              Map<String, Optional<String>> byValue = new LinkedHashMap<>();
              table
                  .map()
                  .forEach(
                      (value, code) ->
                          byValue.put(value, code.optional().filter(text -> !text.isBlank())));
              codes.put(name, byValue);
            });
    return codes;
  }

  private static Object of(YamlNode node) {
    Object value = node.value();
    return value == null ? Map.of() : value;
  }

  private static Optional<Expectation.Meaning> meaning(YamlNode node) {
    return node.get("outcome")
        .optional()
        .map(
            outcome ->
                new Expectation.Meaning(
                    outcome, node.get("state").text(), node.get("error").text()));
  }

  static Optional<Verb> verb(String word, YamlNode at) {
    for (Verb verb : Verb.values()) {
      if (verb.name().equals(word)) {
        return Optional.of(verb);
      }
    }
    at.problem(
        "unknown verb '"
            + word
            + "'"
            + DidYouMean.hint(word.toUpperCase(Locale.ROOT), List.of("POST", "PUT", "DELETE")));
    return Optional.empty();
  }

  /** A YAML value as JSON, in the same number types a body read from its text has. */
  private static JsonNode json(@Nullable Object value) {
    return CanonicalJson.read(CanonicalJson.write(tree(value)));
  }

  private static JsonNode tree(@Nullable Object value) {
    if (value instanceof Map<?, ?> members) {
      ObjectNode object = NODES.objectNode();
      members.forEach((name, member) -> object.set(String.valueOf(name), tree(member)));
      return object;
    }
    if (value instanceof List<?> items) {
      ArrayNode array = NODES.arrayNode();
      items.forEach(item -> array.add(tree(item)));
      return array;
    }
    if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    if (value instanceof Long number) {
      return NODES.numberNode(number);
    }
    if (value instanceof BigDecimal number) {
      return NODES.numberNode(number);
    }
    return value == null ? NODES.nullNode() : NODES.textNode(value.toString());
  }
}

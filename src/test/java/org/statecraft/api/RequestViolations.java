package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests that break what the document says of them, one thing each. */
final class RequestViolations {

  private final ApiDocument document;
  private final List<Violation> all = new ArrayList<>();

  private RequestViolations(ApiDocument document) {
    this.document = document;
  }

  /**
   * A request that must be refused.
   *
   * @param query with its question mark; empty for none
   * @param says what the caller must be told
   */
  record Violation(String query, String body, String says) {}

  static List<Violation> of(ApiDocument document, Operation operation) {
    RequestViolations violations = new RequestViolations(document);
    operation.query().forEach(violations::parameter);
    if (!operation.request().isMissingNode()) {
      violations.body("[]", "expected an object, not a list");
      violations.members("", document.resolved(operation.request()), "%s");
    }
    return violations.all;
  }

  private void parameter(String name, JsonNode reference) {
    JsonNode schema = document.resolved(reference);
    query("nonsense=1", "unknown parameter 'nonsense'");
    if (schema.has("enum")) {
      query(name + "=nonsense", name + ": ");
    } else if (!schema.path("type").asText().equals("string")) {
      query(name + "=nonsense", name + ": expected ");
    }
    if (schema.has("minimum")) {
      query(name + "=" + (schema.path("minimum").asLong() - 1), name + ": expected a number from");
      query(name + "=" + (schema.path("maximum").asLong() + 1), name + ": expected a number from");
    }
  }

  private void query(String query, String says) {
    all.add(new Violation("?" + query, "{}", says));
  }

  private void body(String body, String says) {
    all.add(new Violation("", body, says));
  }

  /**
   * @param path of an object in the body; empty for the body
   * @param around where its JSON stands
   */
  private void members(String path, JsonNode schema, String around) {
    String before = path.isEmpty() ? "" : path + ": ";
    body(around.formatted("{\"nonsense\": 1}"), before + "unknown key 'nonsense'");
    for (JsonNode each : schema.path("required")) {
      body(around.formatted("{}"), before + "'" + each.asText() + "' is missing here");
    }
    for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
      member(path, each.getKey(), document.resolved(each.getValue()), around);
    }
  }

  private void member(String path, String name, JsonNode schema, String around) {
    String own = path.isEmpty() ? name : path + "/" + name;
    wrong(own, name, schema, around);
    if (schema.has("minimum")) {
      long low = schema.path("minimum").asLong() - 1;
      body(around.formatted(object(name, new IntNode((int) low))), own + ": expected a number");
    }
    if (schema.has("items")) {
      wrong(own + "/0", name, document.resolved(schema.path("items")), around, true);
    }
    if (schema.path("additionalProperties").isObject()) {
      JsonNode below = document.resolved(schema.path("additionalProperties"));
      ObjectNode inner = JsonNodeFactory.instance.objectNode();
      inner.set("k", unlike(below));
      body(around.formatted(object(name, inner)), own + "/k: expected ");
    }
    if (schema.has("properties")) {
      members(own, schema, around.formatted("{\"" + name + "\": %s}"));
    }
  }

  private void wrong(String own, String name, JsonNode schema, String around) {
    wrong(own, name, schema, around, false);
  }

  private void wrong(String own, String name, JsonNode schema, String around, boolean inList) {
    JsonNode value = unlike(schema);
    JsonNode member = inList ? JsonNodeFactory.instance.arrayNode().add(value) : value;
    body(around.formatted(object(name, member)), own + ": expected ");
  }

  /** A value of no type that the schema allows. */
  private static JsonNode unlike(JsonNode schema) {
    String types = schema.path("type").toString();
    if (!types.contains("boolean")) {
      return BooleanNode.TRUE;
    }
    return types.contains("string") ? new IntNode(7) : TextNode.valueOf("x");
  }

  private static String object(String name, JsonNode value) {
    return JsonNodeFactory.instance.objectNode().set(name, value).toString();
  }
}

package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What of a value is not as its schema says. Stricter than JSON Schema: a member that the schema
 * does not name is a fault, because whoever reads the document would not know of it.
 */
final class AnswerCheck {

  private final ApiDocument document;
  private final List<String> faults = new ArrayList<>();

  private AnswerCheck(ApiDocument document) {
    this.document = document;
  }

  static List<String> faults(ApiDocument document, JsonNode value, JsonNode schema) {
    AnswerCheck check = new AnswerCheck(document);
    check.check("", value, schema);
    return check.faults;
  }

  private void check(String path, JsonNode value, JsonNode reference) {
    JsonNode schema = document.resolved(reference);
    if (schema.isMissingNode()) {
      faults.add(path + ": the document has no schema for it");
      return;
    }
    boolean masked =
        schema.path("x-student-data").asBoolean() && value.asText().equals(Masking.MASK);
    if (masked || (!schema.has("type") && !schema.has("enum"))) {
      return;
    }
    if (schema.has("enum") && !contains(schema.path("enum"), value)) {
      faults.add(path + ": " + value + " is none of " + schema.path("enum"));
    }
    if (schema.has("type") && !isOfType(value, schema.path("type"))) {
      faults.add(path + ": " + value.getNodeType() + " is not " + schema.path("type"));
      return;
    }
    if (schema.path("format").asText().equals("date-time") && value.isTextual()) {
      java.time.Instant.parse(value.asText());
    }
    if (value.isObject()) {
      object(path, value, schema);
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        check(path + "/" + i, value.get(i), schema.path("items"));
      }
    }
  }

  private void object(String path, JsonNode value, JsonNode schema) {
    for (JsonNode each : schema.path("required")) {
      if (!value.has(each.asText())) {
        faults.add(path + ": '" + each.asText() + "' is missing");
      }
    }
    for (Map.Entry<String, JsonNode> each : value.properties()) {
      JsonNode own = schema.path("properties").path(each.getKey());
      JsonNode other = schema.path("additionalProperties");
      if (own.isMissingNode() && other.isObject() && other.isEmpty()) {
        continue;
      }
      check(path + "/" + each.getKey(), each.getValue(), own.isMissingNode() ? other : own);
    }
  }

  private static boolean contains(JsonNode list, JsonNode value) {
    for (JsonNode each : list) {
      if (each.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfType(JsonNode value, JsonNode types) {
    if (types.isTextual()) {
      return isOfType(value, types.asText());
    }
    for (JsonNode each : types) {
      if (isOfType(value, each.asText())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfType(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException("unknown type " + type);
    };
  }
}

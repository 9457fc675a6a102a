package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.statecraft.config.DidYouMean;

/**
 * What of a value is not as a schema of the document says. Stricter than JSON Schema: a member that
 * the schema does not name is a fault, because whoever reads the document would not know of it.
 */
final class SchemaFaults {

  private static final Map<String, String> WORDS =
      Map.of(
          "object", "an object",
          "array", "a list",
          "string", "a text",
          "integer", "a whole number",
          "boolean", "true or false",
          "null", "null");

  private final ApiDocument document;
  private final List<Fault> faults = new ArrayList<>();

  private SchemaFaults(ApiDocument document) {
    this.document = document;
  }

  /**
   * One fault.
   *
   * @param path of members and places in lists that lead to it
   */
  record Fault(List<String> path, String message) {

    Fault {
      path = List.copyOf(path);
    }

    @Override
    public String toString() {
      return path.isEmpty() ? message : String.join("/", path) + ": " + message;
    }
  }

  static List<Fault> of(ApiDocument document, JsonNode value, JsonNode schema) {
    SchemaFaults check = new SchemaFaults(document);
    check.check(List.of(), value, schema);
    return check.faults;
  }

  private void check(List<String> path, JsonNode value, JsonNode reference) {
    JsonNode schema = document.resolved(reference);
    if (schema.isMissingNode()) {
      add(path, "the document has no schema for it");
      return;
    }
    boolean masked =
        schema.path("x-student-data").asBoolean() && value.asText().equals(Masking.MASK);
    if (masked || (!schema.has("type") && !schema.has("enum"))) {
      return;
    }
    if (schema.has("enum") && stream(schema.path("enum")).noneMatch(value::equals)) {
      add(path, value + " is none of " + schema.path("enum"));
      return;
    }
    if (schema.has("type") && types(schema).stream().noneMatch(type -> isOf(value, type))) {
      add(
          path,
          "expected "
              + types(schema).stream().map(WORDS::get).collect(Collectors.joining(" or "))
              + ", not "
              + words(value));
      return;
    }
    bounds(path, value, schema);
    if (value.isObject()) {
      object(path, value, schema);
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      check(below(path, Integer.toString(i)), value.get(i), schema.path("items"));
    }
  }

  private void bounds(List<String> path, JsonNode value, JsonNode schema) {
    boolean low = schema.has("minimum") && value.asLong() < schema.path("minimum").asLong();
    boolean high = schema.has("maximum") && value.asLong() > schema.path("maximum").asLong();
    if (low || high) {
      String most = schema.has("maximum") ? " to " + schema.path("maximum") : " on";
      add(path, "expected a number from " + schema.path("minimum") + most + ", not " + value);
    }
    if (schema.path("format").asText().equals("date-time") && value.isTextual()) {
      try {
        Instant.parse(value.asText());
      } catch (DateTimeParseException e) {
        add(path, "expected a time such as 2025-01-02T03:04:05Z, not " + value);
      }
    }
  }

  private void object(List<String> path, JsonNode value, JsonNode schema) {
    for (JsonNode each : schema.path("required")) {
      if (!value.has(each.asText())) {
        add(path, "'" + each.asText() + "' is missing here");
      }
    }
    JsonNode known = schema.path("properties");
    JsonNode other = schema.path("additionalProperties");
    for (Map.Entry<String, JsonNode> each : value.properties()) {
      String name = each.getKey();
      if (known.has(name)) {
        check(below(path, name), each.getValue(), known.get(name));
      } else if (other.isObject()) {
        check(below(path, name), each.getValue(), other);
      } else {
        List<String> names = new ArrayList<>();
        known.fieldNames().forEachRemaining(names::add);
        add(path, "unknown key '" + name + "'" + DidYouMean.hint(name, names));
      }
    }
  }

  private void add(List<String> path, String message) {
    faults.add(new Fault(path, message));
  }

  private static List<String> below(List<String> path, String step) {
    List<String> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  private static List<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isTextual() ? List.of(type.asText()) : stream(type).map(JsonNode::asText).toList();
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static String words(JsonNode value) {
    return WORDS.keySet().stream()
        .filter(type -> isOf(value, type))
        .findFirst()
        .map(WORDS::get)
        .orElse("a number with decimals");
  }

  private static boolean isOf(JsonNode value, String type) {
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

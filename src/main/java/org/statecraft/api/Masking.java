package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/**
 * Takes student data out of answers: the values that the document marks, and any that it does not
 * know, which would be a fault of ours.
 */
final class Masking {

  /** What stands in the place of a value. */
  static final String MASK = "***";

  private static final JsonNode MASKED = TextNode.valueOf(MASK);

  private final ApiDocument document;

  Masking(ApiDocument document) {
    this.document = document;
  }

  /** A value without student data. */
  JsonNode mask(JsonNode value, JsonNode reference) {
    JsonNode schema = document.resolved(reference);
    if (value.isNull()) {
      return value;
    }
    if (schema.path("x-student-data").asBoolean() || schema.isMissingNode()) {
      return MASKED;
    }
    if (value instanceof ObjectNode object) {
      return object(object, schema);
    }
    if (value instanceof ArrayNode array) {
      ArrayNode masked = JsonNodeFactory.instance.arrayNode(array.size());
      array.forEach(each -> masked.add(mask(each, schema.path("items"))));
      return masked;
    }
    return value;
  }

  private ObjectNode object(ObjectNode object, JsonNode schema) {
    ObjectNode masked = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      JsonNode own = schema.path("properties").path(each.getKey());
      masked.set(
          each.getKey(),
          mask(each.getValue(), own.isMissingNode() ? schema.path("additionalProperties") : own));
    }
    return masked;
  }
}

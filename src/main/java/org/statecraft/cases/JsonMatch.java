package org.statecraft.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Compares a record with the elements a case expects of it. */
final class JsonMatch {

  private JsonMatch() {}

  /**
   * Whether {@code actual} has every expected element; an expected null means that the element is
   * not there. Lists have the same number of items, in any order.
   *
   * @param exactly whether it may have no others
   */
  static boolean matches(JsonNode expected, JsonNode actual, boolean exactly) {
    if (expected.isNull()) {
      return actual.isMissingNode() || actual.isNull();
    }
    if (expected.isObject()) {
      return actual.isObject() && members(expected, actual, exactly);
    }
    if (expected.isArray()) {
      return actual.isArray() && sameItems(list(expected), list(actual), exactly);
    }
    return expected.equals(actual);
  }

  private static boolean members(JsonNode expected, JsonNode actual, boolean exactly) {
    for (Map.Entry<String, JsonNode> each : expected.properties()) {
      if (!matches(each.getValue(), actual.path(each.getKey()), exactly)) {
        return false;
      }
    }
    for (Iterator<String> names = actual.fieldNames(); exactly && names.hasNext(); ) {
      if (!expected.has(names.next())) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is a pair for each; few enough to try them all. */
  static boolean sameItems(List<JsonNode> expected, List<JsonNode> actual, boolean exactly) {
    if (expected.size() != actual.size()) {
      return false;
    }
    if (expected.isEmpty()) {
      return true;
    }
    List<JsonNode> others = expected.subList(1, expected.size());
    for (int i = 0; i < actual.size(); i++) {
      if (matches(expected.get(0), actual.get(i), exactly)) {
        List<JsonNode> left = new ArrayList<>(actual);
        left.remove(i);
        if (sameItems(others, left, exactly)) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items;
  }

  /** An object whose dotted names, as in a natural key, become nested objects. */
  static JsonNode nested(JsonNode dotted) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> each : dotted.properties()) {
      String[] steps = each.getKey().split("\\.");
      ObjectNode at = tree;
      for (int i = 0; i < steps.length - 1; i++) {
        at = at.withObjectProperty(steps[i]);
      }
      at.set(steps[steps.length - 1], each.getValue());
    }
    return tree;
  }
}

package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The text that stands for one item in the indexes: the name of its resource or superclass and the
 * values of the natural key. Control characters divide them, which no key value has.
 */
final class RecordIdentity {

  private static final char AFTER_NAME = '\u001e';
  private static final char BETWEEN = '\u001f';

  private RecordIdentity() {}

  static String of(String name, List<String> values) {
    return name + AFTER_NAME + String.join(String.valueOf(BETWEEN), values);
  }

  static String name(String identity) {
    return identity.substring(0, identity.indexOf(AFTER_NAME));
  }

  static List<String> values(String identity) {
    String values = identity.substring(identity.indexOf(AFTER_NAME) + 1);
    return List.of(values.split(String.valueOf(BETWEEN), -1));
  }

  /** The value at a path that is already divided at its dots; missing if there is none. */
  static JsonNode at(JsonNode body, List<String> path) {
    JsonNode value = body;
    for (String name : path) {
      value = value.path(name);
    }
    return value;
  }
}

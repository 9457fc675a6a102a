package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.CanonicalJson;

/** Natural keys as callers write them: an object, or the id that the API gave the record. */
final class Keys {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Keys() {}

  static List<String> of(YamlNode list) {
    return list.list().stream()
        .map(each -> each.isMap() ? CanonicalJson.write(tree(each)) : each.text())
        .toList();
  }

  /** A part of a body as JSON. */
  static JsonNode tree(YamlNode node) {
    return JSON.valueToTree(node.value());
  }
}

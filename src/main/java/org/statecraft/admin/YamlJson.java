package org.statecraft.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.statecraft.config.YamlNode;

/** What a person wrote as YAML, or a program as JSON, as a tree. */
public final class YamlJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private YamlJson() {}

  public static JsonNode tree(YamlNode node) {
    return JSON.valueToTree(node.value());
  }
}

package org.statecraft.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import org.statecraft.edfi.CanonicalJson;

/**
 * The body of an answer that is no success, read as far as it can be.
 *
 * @param json a missing node if it is no JSON
 * @param type the last part of a problem document's type and what stands before it; "" if none
 * @param text all sentences of the body, one a line
 */
record Problem(JsonNode json, String type, String text) {

  private static final String PREFIX = "urn:ed-fi:api:";

  static Problem of(String body) {
    JsonNode json = read(body);
    String type = json.path("type").asText("");
    return new Problem(
        json, type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : "", text(json, body));
  }

  private static JsonNode read(String body) {
    if (body.isBlank()) {
      return MissingNode.getInstance();
    }
    try {
      return CanonicalJson.read(body);
    } catch (IllegalArgumentException e) {
      return MissingNode.getInstance();
    }
  }

  private static String text(JsonNode json, String body) {
    if (json.isMissingNode()) {
      return body;
    }
    List<String> texts = new ArrayList<>();
    collect(json, texts);
    return String.join("\n", texts);
  }

  private static void collect(JsonNode node, List<String> texts) {
    if (node.isTextual()) {
      texts.add(node.textValue());
    }
    node.forEach(child -> collect(child, texts));
  }

  /** Whether the type is this one, or one below it. */
  boolean isType(String words) {
    return type.equals(words) || type.startsWith(words + ":");
  }

  /** Whether one of these is among the sentences. */
  boolean says(String... words) {
    for (String each : words) {
      if (text.contains(each)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is in the form of the API's own answers, whatever it says. */
  boolean isOfTheApi() {
    return json.isObject() && (json.has("message") || json.has("error") || !type.isEmpty());
  }
}

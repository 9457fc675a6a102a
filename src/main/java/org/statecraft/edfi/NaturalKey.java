package org.statecraft.edfi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;

/**
 * The identifying elements of one instance of a resource, by their dotted path in the body, such as
 * {@code programReference.programName}. Two instances with equal natural keys are the same record
 * to an Ed-Fi API.
 *
 * @param json the canonical JSON object of path and value; what is stored and shown
 * @param hash of {@code json}; what is compared and indexed
 */
public record NaturalKey(String json, UUID hash) {

  /** The key whose canonical JSON is {@code json}. */
  public static NaturalKey of(String json) {
    return new NaturalKey(json, CanonicalJson.hash(json));
  }

  /**
   * Reads the key out of a body.
   *
   * @param paths the dotted paths of the identifying elements
   * @throws IllegalArgumentException when the body lacks one of them
   */
  public static NaturalKey of(List<String> paths, JsonNode body) {
    ObjectNode key = JsonNodeFactory.instance.objectNode();
    for (String path : paths) {
      JsonNode at = body;
      for (String name : path.split("\\.")) {
        at = at.path(name);
      }
      if (at.isMissingNode() || at.isNull()) {
        throw new IllegalArgumentException("the body lacks " + path + " of the natural key");
      }
      key.set(path, at);
    }
    return of(CanonicalJson.write(key));
  }

  @Override
  public String toString() {
    return json;
  }
}

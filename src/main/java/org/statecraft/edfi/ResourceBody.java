package org.statecraft.edfi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/**
 * The JSON document of one instance of a resource, without {@code id}, in canonical form.
 *
 * @param json the canonical text
 * @param hash of {@code json}: equal hashes mean nothing to send
 */
public record ResourceBody(String json, UUID hash) {

  /** The body of a tree. */
  public static ResourceBody of(JsonNode tree) {
    return ofCanonical(CanonicalJson.write(tree));
  }

  /** The body whose text is already canonical, as our own tables keep it. */
  public static ResourceBody ofCanonical(String json) {
    return new ResourceBody(json, CanonicalJson.hash(json));
  }

  /** The document as a tree of its own. */
  public JsonNode tree() {
    return CanonicalJson.read(json);
  }
}

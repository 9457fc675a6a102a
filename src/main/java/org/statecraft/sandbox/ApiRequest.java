package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;
import java.util.Optional;

/**
 * A request for a resource, after the token was checked.
 *
 * @param id the path segment after the resource
 * @param body the JSON object that was sent; empty if there was none, or something else
 * @param address the data address as the client sees it, for {@code Location}
 */
record ApiRequest(
    String method,
    SandboxResource resource,
    Optional<String> id,
    MultiMap query,
    MultiMap headers,
    Optional<JsonNode> body,
    String address) {

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}

package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import org.statecraft.config.ApiConfig;

/**
 * An operation of the document.
 *
 * @param method in capitals
 * @param path as the document has it, such as {@code /api/runs/{run}}
 * @param role who may; empty: everybody, without a token
 * @param change whether it changes something, which is audited
 * @param query the schemas of the query's parameters, by name
 * @param request the schema of its body; missing if it takes none
 * @param answers the schemas of its answers' bodies, by status
 */
record Operation(
    String id,
    String method,
    String path,
    Optional<ApiConfig.Role> role,
    boolean change,
    Map<String, JsonNode> query,
    JsonNode request,
    JsonNode answers) {

  Operation {
    query = Map.copyOf(query);
  }

  /** The path as the router has it. */
  String route() {
    return path.replaceAll("\\{(\\w+)}", ":$1");
  }
}

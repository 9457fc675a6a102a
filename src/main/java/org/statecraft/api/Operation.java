package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.statecraft.config.ApiConfig;

/**
 * An operation of the document.
 *
 * @param method in capitals
 * @param path as the document has it, such as {@code /api/runs/{run}}
 * @param role who may; empty: everybody, without a token
 * @param change whether it changes something, which is audited
 * @param query the names of the query's parameters
 * @param answers the schemas of its answers' bodies, by status
 */
record Operation(
    String id,
    String method,
    String path,
    Optional<ApiConfig.Role> role,
    boolean change,
    List<String> query,
    JsonNode answers) {

  Operation {
    query = List.copyOf(query);
  }

  /** The path as the router has it. */
  String route() {
    return path.replaceAll("\\{(\\w+)}", ":$1");
  }
}

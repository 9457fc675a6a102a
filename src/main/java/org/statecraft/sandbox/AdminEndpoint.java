package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.statecraft.edfi.CanonicalJson;

/**
 * Answers {@code /sandbox/...}: what no Ed-Fi API has, for tests and demonstrations. The server
 * lets only callers of the same machine come here.
 */
final class AdminEndpoint {

  private final RecordStore store;
  private final SandboxResources resources;
  private final RecordWriter writer;
  private final RequestLog log;
  private final FaultPlan faults;

  AdminEndpoint(
      RecordStore store,
      SandboxResources resources,
      RecordWriter writer,
      RequestLog log,
      FaultPlan faults) {
    this.faults = faults;
    this.store = store;
    this.resources = resources;
    this.writer = writer;
    this.log = log;
  }

  /**
   * @param after the query parameter of that name, empty if absent
   */
  Answer answer(String method, String path, String after, String body) {
    return switch (method + " " + path) {
      case "GET /sandbox/counts" -> counts();
      case "GET /sandbox/state" -> state();
      case "GET /sandbox/requests" -> requests(after);
      case "POST /sandbox/seed" -> seed(body);
      case "POST /sandbox/faults" -> faults(body);
      default ->
          error(
              404,
              "the sandbox has GET /sandbox/counts, GET /sandbox/state, GET"
                  + " /sandbox/requests?after=n, POST /sandbox/seed and POST /sandbox/faults");
    };
  }

  private Answer counts() {
    ObjectNode counts = JsonNodeFactory.instance.objectNode();
    store.counts().forEach(counts::put);
    return Answer.json(200, counts.toString());
  }

  /** Every document on a line of its own, by resource and key: equal states have equal texts. */
  private Answer state() {
    StringBuilder lines = new StringBuilder();
    for (StoredRecord record : store.sorted()) {
      lines
          .append("{\"resource\":\"")
          .append(record.document().resource().name())
          .append("\",\"body\":")
          .append(record.document().json())
          .append("}\n");
    }
    return new Answer(
        200, java.util.Map.of("Content-Type", "application/x-ndjson"), lines.toString());
  }

  private Answer requests(String after) {
    if (!after.matches("[0-9]{0,18}")) {
      return error(400, "'after' is the sequence number of a request");
    }
    return Answer.json(200, log.after(after.isEmpty() ? 0 : Long.parseLong(after)));
  }

  /** Changes the mode of the faults; the body is its word. */
  private Answer faults(String body) {
    for (FaultPlan.Mode mode : FaultPlan.Mode.values()) {
      if (mode.name().equalsIgnoreCase(body.strip())) {
        faults.mode(mode);
        return Answer.of(204);
      }
    }
    return error(400, "the body is one of the words drawn, quiet, down");
  }

  /** Loads documents in the order given, as far as they are right. */
  private Answer seed(String body) {
    Optional<JsonNode> seeds = read(body);
    if (seeds.isEmpty()) {
      return error(400, "a seed is an array of {\"resource\": ..., \"body\": {...}}");
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    ArrayNode refused = JsonNodeFactory.instance.arrayNode();
    int loaded = 0;
    for (int i = 0; i < seeds.get().size(); i++) {
      Answer answer = seed(seeds.get().get(i));
      if (answer.status() < 300) {
        loaded++;
      } else {
        refused
            .addObject()
            .put("index", i)
            .put("status", answer.status())
            .put("answer", answer.body());
      }
    }
    result.put("loaded", loaded).set("refused", refused);
    return Answer.json(refused.isEmpty() ? 200 : 400, result.toString());
  }

  private Answer seed(JsonNode seed) {
    JsonNode body = seed.path("body");
    return resources
        .find(seed.path("resource").asText())
        .map(
            resource ->
                body.isObject()
                    ? writer.upsert(resource, body, Optional.empty(), true).answer()
                    : error(400, "'body' is missing"))
        .orElseGet(() -> error(404, "the sandbox has no such resource"));
  }

  private static Optional<JsonNode> read(String body) {
    try {
      return Optional.of(CanonicalJson.read(body)).filter(JsonNode::isArray);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Answer error(int status, String message) {
    return Answer.json(
        status, JsonNodeFactory.instance.objectNode().put("message", message).toString());
  }
}

package org.statecraft.resync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;

/**
 * A plan as a file: a first line that tells which, then a line of JSON for each action, in order.
 * The plan itself is kept in the database; the file is for who wants to see all of it, and its hash
 * proves that what is done is what was seen.
 *
 * @param hash of the lines
 */
public record PlanFile(long run, ConnectionName connection, String hash, long actions) {

  private static final String FORMAT = "statecraft-plan-1";

  /** The first line. */
  static String head(ResyncRun run) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", FORMAT)
        .put("run", run.id())
        .put("connection", run.connection().value())
        .put("kind", run.kind().word())
        .put("by", run.requestedBy())
        .put("planned", run.plannedAt().orElseThrow().toString())
        .put("hash", run.planHash().orElseThrow());
    json.set("scope", CanonicalJson.read(run.scope().json()));
    ObjectNode counts = json.putObject("counts");
    run.counts().forEach(counts::put);
    return json.toString();
  }

  /** The line of an action. Equal actions have equal lines. */
  static String line(PlannedAction action) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("action", action.kind().name())
        .put("resource", action.record().resource().value())
        .put("reason", action.reason());
    json.set("key", CanonicalJson.read(action.record().key().json()));
    if (action.student() != null) {
      json.put("student", action.student().value());
    }
    if (!action.school().isEmpty()) {
      json.put("school", action.school());
    }
    if (action.body() != null) {
      json.set("body", CanonicalJson.read(action.body().json()));
    }
    if (!action.after().isEmpty()) {
      action
          .after()
          .forEach(
              each ->
                  json.withArray("after")
                      .addObject()
                      .put("resource", each.resource().value())
                      .set("key", CanonicalJson.read(each.key().json())));
    }
    return CanonicalJson.write(json);
  }

  /**
   * Reads a file through. Memory does not grow with it.
   *
   * @throws IllegalArgumentException if it is no plan, or not as it was written
   */
  public static PlanFile read(BufferedReader file) throws IOException {
    String first = file.readLine();
    JsonNode head = json(first == null ? "" : first);
    if (!head.path("format").asText().equals(FORMAT)) {
      throw new IllegalArgumentException("it is no plan of this program");
    }
    PlanHash hash = new PlanHash();
    long actions = 0;
    for (String line = file.readLine(); line != null; line = file.readLine()) {
      hash.add(line);
      actions++;
    }
    String found = hash.end();
    if (!found.equals(head.path("hash").asText())) {
      throw new IllegalArgumentException(
          "it was changed or cut since it was written: its actions have another hash");
    }
    return new PlanFile(
        head.path("run").asLong(),
        new ConnectionName(head.path("connection").asText()),
        found,
        actions);
  }

  private static JsonNode json(String text) {
    try {
      return CanonicalJson.read(text);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return JsonNodeFactory.instance.missingNode();
    }
  }
}

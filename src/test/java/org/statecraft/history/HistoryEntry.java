package org.statecraft.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One request as the sandbox's log tells it.
 *
 * @param resource empty for a request for a token
 * @param record the resource and the values of the key; empty if it is about no record
 * @param refersTo what the document refers to, each as the resource and the values of its key
 * @param status 0 when there was no answer
 * @param effect created, replaced, unchanged, deleted or none
 * @param content a hash of what the record holds after it; empty if unknown
 * @param time when it was worked on
 * @param answered when the answer was given
 */
public record HistoryEntry(
    long sequence,
    String method,
    String resource,
    List<String> record,
    List<List<String>> refersTo,
    int status,
    String effect,
    String content,
    Instant time,
    Instant answered) {

  static HistoryEntry of(JsonNode line) {
    List<List<String>> parents = new ArrayList<>();
    line.path("refersTo").forEach(each -> parents.add(texts(each)));
    return new HistoryEntry(
        line.path("sequence").asLong(),
        line.path("method").asText(),
        line.path("resource").isNull() ? "" : line.path("resource").asText(),
        texts(line.path("record")),
        parents,
        line.path("status").asInt(),
        line.path("effect").asText(),
        line.path("content").asText(""),
        Instant.parse(line.path("time").asText()),
        Instant.parse(line.path("answered").asText()));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  /** Whether it changed something. */
  public boolean isEffective() {
    return effect.equals("created") || effect.equals("replaced") || effect.equals("deleted");
  }

  boolean isDelete() {
    return method.equals("DELETE");
  }

  boolean isWrite() {
    return method.equals("POST") && !resource.isEmpty() || method.equals("PUT");
  }

  boolean succeeded() {
    return status >= 200 && status < 300;
  }

  /** Whether its answer tells the client that the record is there. */
  boolean confirms() {
    return succeeded() && !record.isEmpty() && !isDelete();
  }

  @Override
  public String toString() {
    return "#%d %s -> %s %s at %s (%.8s)"
        .formatted(sequence, method, status == 0 ? "no answer" : status, effect, time, content);
  }
}

package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The last requests, for tests and demonstrations. Bodies are kept as hashes only. */
final class RequestLog {

  /**
   * One request for a resource and its answer.
   *
   * @param sequence from 1, in the order the requests were worked on
   * @param id of the record, if known
   * @param key canonical JSON of the natural key, if known
   * @param bodyHash of the canonical body, equal to the hash the sender keeps of it
   */
  record Entry(
      long sequence,
      String method,
      String resource,
      @Nullable String id,
      @Nullable String key,
      int status,
      @Nullable String bodyHash,
      Instant time) {}

  static final int CAPACITY = 200_000;

  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long last;

  void add(
      ApiRequest request,
      @Nullable String id,
      @Nullable String key,
      int status,
      @Nullable String bodyHash,
      Instant time) {
    last++;
    entries.add(
        new Entry(
            last, request.method(), request.resource().name(), id, key, status, bodyHash, time));
    if (entries.size() > CAPACITY) {
      entries.remove();
    }
  }

  /** The requests after a sequence number, oldest first, with the number of the last one. */
  String after(long sequence) {
    ObjectNode log = JsonNodeFactory.instance.objectNode().put("last", last);
    ArrayNode requests = log.putArray("requests");
    for (Entry entry : entries) {
      if (entry.sequence() > sequence) {
        requests
            .addObject()
            .put("sequence", entry.sequence())
            .put("method", entry.method())
            .put("resource", entry.resource())
            .put("id", entry.id())
            .put("key", entry.key())
            .put("status", entry.status())
            .put("bodyHash", entry.bodyHash())
            .put("time", entry.time().toString());
      }
    }
    return log.toString();
  }
}

package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.ResourceBody;

/**
 * One request and its answer.
 *
 * @param resource null for a request for a token
 * @param id of the record, if known
 * @param key canonical JSON of the natural key, if known
 * @param status 0 when the connection was reset instead of an answer
 * @param fault the fault it met, if any
 * @param document what the request says, what was deleted, or the one record that was read; empty
 *     if refused before it was read
 * @param bodyHash of the canonical body as it was sent
 * @param time when it was worked on
 * @param answered when the answer was given
 */
record LoggedRequest(
    String method,
    @Nullable String resource,
    @Nullable String id,
    @Nullable String key,
    int status,
    Effect effect,
    Optional<Fault> fault,
    Optional<Document> document,
    @Nullable String bodyHash,
    Instant time,
    Instant answered) {

  static LoggedRequest ofToken(int status, Optional<Fault> fault, Instant time, Instant answered) {
    return new LoggedRequest(
        "POST",
        null,
        null,
        null,
        status,
        Effect.NONE,
        fault,
        Optional.empty(),
        null,
        time,
        answered);
  }

  /** One line of JSON; {@code sequence} counts from 1, in the order of the work. */
  String json(long sequence) {
    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("sequence", sequence)
            .put("method", method)
            .put("resource", resource)
            .put("id", id)
            .put("key", key)
            .put("status", status)
            .put("effect", effect.word())
            .put("bodyHash", bodyHash)
            .put("time", time.toString())
            .put("answered", answered.toString());
    fault.ifPresent(each -> line.put("fault", each.word()));
    document.ifPresent(
        each -> {
          line.put("content", ResourceBody.ofCanonical(each.json()).hash().toString());
          line.set("record", identity(each.identity()));
          ArrayNode parents = line.putArray("refersTo");
          each.references().stream()
              .filter(target -> !target.isEmpty())
              .forEach(target -> parents.add(identity(target)));
        });
    return line.toString();
  }

  /** The resource or superclass, then the values of the key. */
  private static ArrayNode identity(String identity) {
    ArrayNode parts = JsonNodeFactory.instance.arrayNode().add(RecordIdentity.name(identity));
    List<String> values = RecordIdentity.values(identity);
    values.forEach(parts::add);
    return parts;
  }
}

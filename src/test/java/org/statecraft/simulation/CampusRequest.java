package org.statecraft.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.statecraft.history.CampusChange;

/** The body and media type of a request with changes, as one of the senders writes it. */
public record CampusRequest(byte[] body, String mediaType) {

  private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,17}");
  private static final long CHANGED_AT = 1_735_000_000_000L;

  /** Changes as an array of Debezium's envelopes, or of CloudEvents with them. */
  public static CampusRequest of(List<CampusChange> changes, boolean cloudEvents) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (CampusChange each : changes) {
      ObjectNode envelope = envelope(each);
      if (cloudEvents) {
        array
            .addObject()
            .put("specversion", "1.0")
            .put("id", each.table() + each.key() + each.position())
            .put("source", "/campus")
            .put("type", "io.debezium.connector.datachangeevent")
            .set("data", envelope);
      } else {
        array.add(envelope);
      }
    }
    return new CampusRequest(
        array.toString().getBytes(StandardCharsets.UTF_8),
        cloudEvents ? "application/cloudevents-batch+json" : "application/json");
  }

  private static ObjectNode envelope(CampusChange change) {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    boolean gone = change.operation().equals("d");
    envelope.set("before", gone ? row(change.columns()) : null);
    envelope.set("after", gone ? null : row(change.columns()));
    envelope
        .putObject("source")
        .put("table", change.table())
        .put("lsn", change.position())
        .put("ts_ms", CHANGED_AT + change.position());
    return envelope.put("op", change.operation());
  }

  private static ObjectNode row(Map<String, String> columns) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    columns.forEach(
        (name, text) -> {
          if (name.endsWith("ID") && !name.equals("stateID") && WHOLE.matcher(text).matches()) {
            row.put(name, Long.parseLong(text));
          } else if (text.equals("true") || text.equals("false")) {
            row.put(name, text.equals("true"));
          } else {
            row.put(name, text);
          }
        });
    return row;
  }
}

package org.statecraft.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes changes as the bodies of requests, in all the forms senders use. */
final class RequestWriter {

  private static final String CONTENT_TYPE = "Content-Type";

  private final EnvelopeWriter envelopes;
  private final String district;
  private final int batch;

  RequestWriter(EnvelopeWriter envelopes, String district, int batch) {
    this.envelopes = envelopes;
    this.district = district;
    this.batch = batch;
  }

  /** Requests in the order of the changes. */
  List<SampleRequest> write(List<SampleChange> changes, Instant sentAt) {
    List<SampleRequest> requests = new ArrayList<>();
    List<SampleChange> open = new ArrayList<>();
    for (SampleChange change : changes) {
      boolean joins =
          !open.isEmpty()
              && open.size() < most(change.form())
              && open.get(0).form() == change.form();
      if (!joins && !open.isEmpty()) {
        requests.add(request(open, sentAt));
        open.clear();
      }
      open.add(change);
    }
    if (!open.isEmpty()) {
      requests.add(request(open, sentAt));
    }
    return requests;
  }

  private int most(Script.Form form) {
    return switch (form) {
      case BATCH, CLOUDEVENT_BATCH -> batch;
      case SINGLE, SCHEMA, CLOUDEVENT, CLOUDEVENT_BINARY -> 1;
    };
  }

  private SampleRequest request(List<SampleChange> changes, Instant sentAt) {
    SampleChange first = changes.get(0);
    return switch (first.form()) {
      case BATCH ->
          request(
              array(changes.stream().map(each -> envelopes.envelope(each, sentAt)).toList()),
              "application/json",
              Map.of(),
              changes.size());
      case SINGLE -> request(envelopes.envelope(first, sentAt), "application/json", Map.of(), 1);
      case SCHEMA -> request(envelopes.withSchema(first, sentAt), "application/json", Map.of(), 1);
      case CLOUDEVENT ->
          request(cloudEvent(first, sentAt), "application/cloudevents+json", Map.of(), 1);
      case CLOUDEVENT_BATCH ->
          request(
              array(changes.stream().map(each -> cloudEvent(each, sentAt)).toList()),
              "application/cloudevents-batch+json",
              Map.of(),
              changes.size());
      case CLOUDEVENT_BINARY ->
          request(
              envelopes.envelope(first, sentAt), "application/json", attributes(first, sentAt), 1);
    };
  }

  private JsonNode cloudEvent(SampleChange change, Instant sentAt) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    attributes(change, sentAt).forEach((name, value) -> event.put(name.substring(3), value));
    return event
        .put("datacontenttype", "application/json")
        .set("data", envelopes.envelope(change, sentAt));
  }

  private Map<String, String> attributes(SampleChange change, Instant sentAt) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("ce-specversion", "1.0");
    attributes.put("ce-id", district + ";" + change.position() + ";" + change.operation());
    attributes.put("ce-source", "/campus/" + district);
    attributes.put("ce-type", "io.debezium.connector.datachangeevent");
    attributes.put("ce-time", sentAt.toString());
    return attributes;
  }

  private static ArrayNode array(List<? extends JsonNode> events) {
    return JsonNodeFactory.instance.arrayNode().addAll(List.copyOf(events));
  }

  private static SampleRequest request(
      JsonNode body, String mediaType, Map<String, String> attributes, int changes) {
    Map<String, String> headers = new LinkedHashMap<>(attributes);
    headers.put(CONTENT_TYPE, mediaType);
    return new SampleRequest(body.toString().getBytes(StandardCharsets.UTF_8), headers, changes);
  }
}

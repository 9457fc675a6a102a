package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Answers {@code /ed-fi/{resource}} and {@code /ed-fi/{resource}/{id}}. */
final class ResourceEndpoint {

  private final RecordStore store;
  private final RecordWriter writer;
  private final RecordQuery query;
  private final Relationships relationships;
  private final ServerFamily family;

  ResourceEndpoint(
      RecordStore store,
      RecordWriter writer,
      RecordQuery query,
      Relationships relationships,
      ServerFamily family) {
    this.store = store;
    this.writer = writer;
    this.query = query;
    this.relationships = relationships;
    this.family = family;
  }

  /** The record a request without a body is about, by its id or its whole natural key. */
  Optional<StoredRecord> meant(ApiRequest request) {
    return request.id().isPresent()
        ? record(request)
        : query.byKey(request.resource(), request.query());
  }

  RecordWriter.Outcome answer(ApiRequest request) {
    boolean hasId = request.id().isPresent();
    return switch (request.method()) {
      case "GET" ->
          unwritten(
              asksForPartitions(request)
                  ? query.partitions(request.resource(), request.query())
                  : hasId ? get(request) : query.page(request.resource(), request.query()));
      case "POST" ->
          hasId
              ? unwritten(
                  family.methodNotAllowed(
                      "Resource items can only be created or updated by POST without an identifier."))
              : post(request);
      case "PUT" ->
          hasId
              ? put(request)
              : unwritten(family.methodNotAllowed("Resource collections cannot be replaced."));
      case "DELETE" ->
          hasId
              ? delete(request)
              : unwritten(family.methodNotAllowed("Resource collections cannot be deleted."));
      default -> unwritten(family.methodNotAllowed("The method is not supported."));
    };
  }

  private boolean asksForPartitions(ApiRequest request) {
    return family.hasPageTokens() && request.id().equals(Optional.of("partitions"));
  }

  private Answer get(ApiRequest request) {
    Optional<StoredRecord> found = record(request);
    if (found.isEmpty()) {
      return family.notFound("read");
    }
    StoredRecord record = found.get();
    return relationships.refuseUse(record.document()).orElseGet(() -> get(request, record));
  }

  private static Answer get(ApiRequest request, StoredRecord record) {
    // Compared as it stands, so a quoted value never matches: hosts do the same.
    if (request.header("If-None-Match").equals(Optional.of(record.etag()))) {
      return Answer.of(304);
    }
    StringBuilder text = new StringBuilder();
    record.appendTo(text);
    return Answer.json(200, text.toString()).with("ETag", quoted(record));
  }

  private RecordWriter.Outcome post(ApiRequest request) {
    if (!isJson(request)) {
      return unwritten(family.unsupportedMediaType());
    }
    Optional<JsonNode> body = request.body();
    return body.isEmpty()
        ? unwritten(family.notReadable())
        : located(
            request,
            writer.upsert(request.resource(), body.get(), request.header("If-Match"), false));
  }

  private RecordWriter.Outcome put(ApiRequest request) {
    if (!isJson(request)) {
      return unwritten(family.unsupportedMediaType());
    }
    Optional<JsonNode> body = request.body();
    return body.isEmpty()
        ? unwritten(family.notReadable())
        : located(
            request,
            writer.replace(
                request.resource(),
                request.id().orElseThrow(),
                body.get(),
                request.header("If-Match")));
  }

  private RecordWriter.Outcome delete(ApiRequest request) {
    return writer.delete(
        request.resource(), request.id().orElseThrow(), request.header("If-Match"));
  }

  private static RecordWriter.Outcome unwritten(Answer answer) {
    return RecordWriter.Outcome.refused(answer);
  }

  private static RecordWriter.Outcome located(ApiRequest request, RecordWriter.Outcome outcome) {
    return outcome
        .record()
        .map(
            record ->
                new RecordWriter.Outcome(
                    outcome
                        .answer()
                        .with("ETag", quoted(record))
                        .with(
                            "Location",
                            request.address()
                                + request.resource().schema().path()
                                + "/"
                                + record.id()),
                    outcome.effect(),
                    outcome.record()))
        .orElse(outcome);
  }

  private Optional<StoredRecord> record(ApiRequest request) {
    return request.id().flatMap(id -> store.byId(request.resource(), id));
  }

  private static boolean isJson(ApiRequest request) {
    String type = request.header("Content-Type").orElse("");
    String plain = type.contains(";") ? type.substring(0, type.indexOf(';')) : type;
    return plain.strip().equalsIgnoreCase("application/json") || plain.strip().endsWith("+json");
  }

  private static String quoted(StoredRecord record) {
    return '"' + record.etag() + '"';
  }
}

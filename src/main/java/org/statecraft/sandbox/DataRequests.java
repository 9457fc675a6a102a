package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.ResourceBody;

/** Answers requests for data: token, fault, work, log. */
final class DataRequests {

  private final ServerFamily family;
  private final RecordStore store;
  private final ResourceEndpoint endpoint;
  private final AccessTokens tokens;
  private final FaultPlan faults;
  private final RequestLog log;
  private final InstantSource clock;
  private final Duration latency;
  private LongConsumer watcher = number -> {};
  private long number;

  DataRequests(
      SandboxConfig config,
      SandboxState state,
      AccessTokens tokens,
      FaultPlan faults,
      RequestLog log) {
    this.family = state.family();
    this.store = state.store();
    this.endpoint = state.endpoint();
    this.tokens = tokens;
    this.faults = faults;
    this.log = log;
    this.clock = config.clock();
    this.latency = config.latency();
  }

  /** Is told the number of each request before it is worked on. */
  void watch(LongConsumer next) {
    watcher = next;
  }

  /**
   * Works on a request.
   *
   * @param authorization the header, empty if absent
   */
  Told answer(ApiRequest request, String authorization) {
    number++;
    watcher.accept(number);
    Optional<Fault> fault = faults.ofData(number);
    if (fault.equals(Optional.of(Fault.TOKEN_EXPIRED))) {
      tokens.expire(authorization);
    }
    Instant time = clock.instant();
    String key = key(request);
    Optional<Document> said = document(request);
    RecordWriter.Outcome outcome =
        fault.isPresent() && !fault.get().worksFirst()
            ? RecordWriter.Outcome.refused(instead(fault.get()))
            : tokens.accept(authorization)
                ? endpoint.answer(request)
                : RecordWriter.Outcome.refused(family.notAuthenticated());
    Told told = told(outcome, fault);
    log.add(
        new LoggedRequest(
            request.method(),
            request.resource().name(),
            id(request, outcome),
            key,
            told.answer().status(),
            outcome.effect(),
            fault,
            outcome.record().map(StoredRecord::document).or(() -> said),
            request.body().map(body -> ResourceBody.of(body).hash().toString()).orElse(null),
            time,
            time.plus(told.delay())));
    return told;
  }

  private Answer instead(Fault fault) {
    return fault == Fault.RESET_BEFORE ? Told.RESET : faults.answer(fault, number);
  }

  private Told told(RecordWriter.Outcome outcome, Optional<Fault> fault) {
    if (fault.isEmpty()) {
      return new Told(outcome.answer(), latency);
    }
    return switch (fault.get()) {
      case ERROR_AFTER -> new Told(faults.answer(Fault.ERROR_AFTER, number), latency);
      case RESET_AFTER -> new Told(Told.RESET, latency);
      case SLOW -> new Told(outcome.answer(), latency.plus(faults.delay(number)));
      default -> new Told(outcome.answer(), latency);
    };
  }

  /** Before the work is done: a deleted record has no key any more. */
  private @Nullable String key(ApiRequest request) {
    return request
        .body()
        .or(() -> record(request).map(record -> CanonicalJson.read(record.document().json())))
        .flatMap(body -> key(request.resource(), body))
        .orElse(null);
  }

  private static Optional<String> key(SandboxResource resource, JsonNode body) {
    try {
      return Optional.of(NaturalKey.of(resource.schema().key(), body).json());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What a write says of a record, or the one record a DELETE or GET means. */
  private Optional<Document> document(ApiRequest request) {
    return switch (request.method()) {
      case "DELETE", "GET" -> endpoint.meant(request).map(StoredRecord::document);
      default -> request.body().map(body -> request.resource().document(body));
    };
  }

  private Optional<StoredRecord> record(ApiRequest request) {
    return request.id().flatMap(id -> store.byId(request.resource(), id));
  }

  private static @Nullable String id(ApiRequest request, RecordWriter.Outcome outcome) {
    return outcome.record().map(StoredRecord::id).or(request::id).orElse(null);
  }
}

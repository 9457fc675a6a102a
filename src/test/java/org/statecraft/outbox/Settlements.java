package org.statecraft.outbox;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.errorlog.ErrorEntry;
import org.statecraft.errorlog.ErrorType;

/** What came of attempts, in tests. */
final class Settlements {

  static final Instant NOW = Instant.parse("2025-01-02T03:04:05Z");
  static final Instant SOON = Instant.parse("2998-01-01T00:00:00Z");
  static final Instant LATE = Instant.parse("2999-01-01T00:00:00Z");

  static final String PROGRAM =
      "{\"educationOrganizationId\":255901,\"programName\":\"CTE\","
          + "\"programTypeDescriptor\":\"uri://x/ProgramTypeDescriptor#CTE\"}";

  private Settlements() {}

  static Settlement done(OutboxEntry entry) {
    return of(entry, OutboxState.DONE, NOW, true, null, entry.body(), List.of(), false, null, null);
  }

  static Settlement retryable(OutboxEntry entry) {
    return of(
        entry, OutboxState.RETRYABLE, SOON, true, null, entry.sent(), List.of(), false, null, null);
  }

  static Settlement failed(OutboxEntry entry, OutboxState state, ErrorType type) {
    return of(
        entry,
        state,
        SOON,
        true,
        type.word() + " " + entry.record().resource(),
        entry.sent(),
        List.of(),
        false,
        null,
        type);
  }

  static Settlement referenced(OutboxEntry entry) {
    return of(
        entry,
        OutboxState.DISCARDED,
        NOW,
        true,
        "still-referenced " + entry.record().resource(),
        entry.sent(),
        List.of(),
        true,
        null,
        ErrorType.STILL_REFERENCED);
  }

  /** The program is absent; one of all that need it is tried soon, the others late. */
  static Settlement programMissing(OutboxEntry entry) {
    AbsentRecord absent = new AbsentRecord("program", PROGRAM);
    return of(
        entry,
        OutboxState.WAITING,
        SOON,
        false,
        absent.cause(),
        entry.sent(),
        List.of(absent),
        false,
        LATE,
        ErrorType.DEPENDENCY_MISSING);
  }

  private static Settlement of(
      OutboxEntry entry,
      OutboxState state,
      Instant nextAt,
      boolean counts,
      @Nullable String cause,
      @Nullable ResourceBody sent,
      List<AbsentRecord> absent,
      boolean referenced,
      @Nullable Instant othersAt,
      @Nullable ErrorType type) {
    boolean isDone = state == OutboxState.DONE;
    return new Settlement(
        entry,
        state,
        nextAt,
        counts,
        cause,
        entry.verb(),
        isDone ? 200 : 409,
        isDone ? null : "{\"message\":\"no\",\"correlationId\":\"c-" + entry.id() + "\"}",
        sent,
        sent == null ? null : new OdsId("id-" + entry.record().key().hash()),
        false,
        absent,
        referenced,
        othersAt,
        type == null || cause == null ? List.of() : List.of(error(entry, type, cause)));
  }

  private static ErrorEntry error(OutboxEntry entry, ErrorType type, String cause) {
    boolean forAll = type == ErrorType.DEPENDENCY_MISSING;
    return new ErrorEntry(
        type,
        forAll ? null : entry.record().resource(),
        forAll ? null : entry.record().key(),
        forAll ? null : entry.student(),
        forAll ? null : entry.id(),
        cause,
        409,
        "no",
        "{\"message\":\"no\",\"correlationId\":\"c-" + entry.id() + "\"}");
  }
}

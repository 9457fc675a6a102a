package org.statecraft.deliver;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.statecraft.deliver.DeliveryOutcome.DependencyMissing;
import org.statecraft.deliver.DeliveryOutcome.NotRelated;
import org.statecraft.deliver.Refusal.StillReferenced;
import org.statecraft.errorlog.ErrorEntry;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.outbox.AbsentRecord;
import org.statecraft.outbox.OutboxEntry;
import org.statecraft.outbox.OutboxState;
import org.statecraft.outbox.RetrySchedule;
import org.statecraft.outbox.Settlement;

/** Turns what came of an attempt into what is written, and tried again when. */
final class Settling {

  private final DeliverConfig config;
  private final RetrySchedule retry;
  private final InstantSource clock;

  Settling(DeliverConfig config, RetrySchedule retry, InstantSource clock) {
    this.config = config;
    this.retry = retry;
    this.clock = clock;
  }

  Settlement settlement(Delivery delivery) {
    OutboxEntry entry = delivery.entry();
    DeliveryOutcome outcome = delivery.outcome();
    OutboxState state = outcome.nextState(entry.attempt(), config);
    Optional<ErrorType> type = outcome.error(entry.attempt(), config);
    Answer answer = delivery.answer();
    List<ErrorEntry> errors = type.map(t -> errors(delivery, t)).orElse(List.of());
    return new Settlement(
        entry,
        state,
        nextAt(state, outcome, entry.attempt()),
        outcome.counts(),
        errors.isEmpty() ? null : errors.get(0).cause(),
        delivery.verb(),
        answer == null ? null : answer.status(),
        answer == null || answer.isSuccess() ? null : answer.body(),
        delivery.sent(),
        delivery.odsId(),
        delivery.uncertain(),
        outcome instanceof DependencyMissing missing ? missing.absent() : List.of(),
        outcome instanceof StillReferenced,
        outcome.speaksForAll() ? clock.instant().plus(config.patience()) : null,
        errors);
  }

  Settlement untouched(OutboxEntry entry) {
    return Settlement.untouched(entry, clock.instant());
  }

  private Instant nextAt(OutboxState state, DeliveryOutcome outcome, int attempt) {
    Instant now = clock.instant();
    return switch (state) {
      case WAITING -> now.plus(config.slowClock());
      case RETRYABLE ->
          outcome instanceof NotRelated
              ? now.plus(config.slowClock())
              : now.plus(retry.delay(attempt, outcome.retryAfter()));
      case AVAILABLE, RUNNING, DISCARDED, CANCELLED, DONE -> now;
    };
  }

  private static List<ErrorEntry> errors(Delivery delivery, ErrorType type) {
    if (delivery.outcome() instanceof DependencyMissing missing) {
      return missingRecords(delivery, missing);
    }
    return switch (type) {
      // One fault of the API or of its configuration is one entry, whatever it keeps from going.
      case API_FAULT, API_UNREACHABLE, NOT_PERMITTED ->
          List.of(forAll(delivery, type, CauseText.ofVerb(delivery, type)));
      default -> List.of(forOne(delivery, type, CauseText.ofRecord(delivery, type)));
    };
  }

  /** One entry for each absent record, however many records refer to it. */
  private static List<ErrorEntry> missingRecords(Delivery delivery, DependencyMissing missing) {
    if (missing.absent().isEmpty()) {
      return List.of(
          forAll(
              delivery,
              ErrorType.DEPENDENCY_MISSING,
              ErrorType.DEPENDENCY_MISSING.word() + " " + CauseText.resource(delivery)));
    }
    List<ErrorEntry> entries = new ArrayList<>();
    for (AbsentRecord absent : missing.absent()) {
      entries.add(
          new ErrorEntry(
              ErrorType.DEPENDENCY_MISSING,
              null,
              absent.key(),
              null,
              null,
              absent.cause(),
              status(delivery.answer()),
              "The API does not hold the " + absent.name() + " that records refer to.",
              body(delivery.answer())));
    }
    return entries;
  }

  private static ErrorEntry forAll(Delivery delivery, ErrorType type, String cause) {
    return new ErrorEntry(
        type,
        delivery.entry().record().resource(),
        null,
        null,
        null,
        cause,
        status(delivery.answer()),
        CauseText.detail(delivery),
        body(delivery.answer()));
  }

  private static ErrorEntry forOne(Delivery delivery, ErrorType type, String cause) {
    OutboxEntry entry = delivery.entry();
    return new ErrorEntry(
        type,
        entry.record().resource(),
        entry.record().key(),
        entry.student(),
        entry.id(),
        cause,
        status(delivery.answer()),
        CauseText.detail(delivery),
        body(delivery.answer()));
  }

  private static @Nullable Integer status(@Nullable Answer answer) {
    return answer == null ? null : answer.status();
  }

  private static @Nullable String body(@Nullable Answer answer) {
    return answer == null ? null : answer.body();
  }
}

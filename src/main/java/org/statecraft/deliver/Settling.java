package org.statecraft.deliver;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.statecraft.deliver.DeliveryOutcome.Broken;
import org.statecraft.deliver.DeliveryOutcome.DependencyMissing;
import org.statecraft.deliver.DeliveryOutcome.NotAuthorized;
import org.statecraft.edfi.NaturalKey;
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
          outcome instanceof NotAuthorized
              ? now.plus(config.slowClock())
              : now.plus(retry.delay(attempt, outcome.retryAfter()));
      case AVAILABLE, RUNNING, DISCARDED, CANCELLED, DONE -> now;
    };
  }

  private static List<ErrorEntry> errors(Delivery delivery, ErrorType type) {
    if (delivery.outcome() instanceof DependencyMissing missing) {
      return missingRecords(delivery, missing);
    }
    Answer answer = delivery.answer();
    Integer status = answer == null ? null : answer.status();
    return switch (type) {
      // One fault of the API or of its configuration is one entry, whatever it keeps from going.
      case API_FAULT, NOT_PERMITTED ->
          List.of(forAll(delivery, type, type.word() + " " + resource(delivery) + " " + status));
      default -> List.of(forOne(delivery, type, cause(delivery, type)));
    };
  }

  /** One entry for each absent record, however many records refer to it. */
  private static List<ErrorEntry> missingRecords(Delivery delivery, DependencyMissing missing) {
    if (missing.absent().isEmpty()) {
      String cause = ErrorType.DEPENDENCY_MISSING.word() + " " + resource(delivery);
      return List.of(forAll(delivery, ErrorType.DEPENDENCY_MISSING, cause));
    }
    List<ErrorEntry> entries = new ArrayList<>();
    for (AbsentRecord absent : missing.absent()) {
      NaturalKey key = NaturalKey.of(absent.reference());
      entries.add(
          new ErrorEntry(
              ErrorType.DEPENDENCY_MISSING,
              null,
              key,
              null,
              null,
              ErrorType.DEPENDENCY_MISSING.word() + " " + absent.name() + " " + key.hash(),
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
        detail(delivery),
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
        detail(delivery),
        body(delivery.answer()));
  }

  /** Alike for all records of a resource that are refused for the same elements. */
  private static String cause(Delivery delivery, ErrorType type) {
    String cause = type.word() + " " + resource(delivery);
    Answer answer = delivery.answer();
    if (answer == null) {
      return cause;
    }
    Problem problem = Problem.of(answer.body());
    TreeSet<String> elements = new TreeSet<>();
    problem
        .json()
        .path("validationErrors")
        .fieldNames()
        .forEachRemaining(path -> elements.add(path.replaceAll("\\[\\d+]", "[]")));
    return elements.isEmpty()
        ? cause + (problem.type().isEmpty() ? " " + answer.status() : " " + problem.type())
        : cause + " " + String.join(" ", elements);
  }

  private static String detail(Delivery delivery) {
    if (delivery.outcome() instanceof Broken broken) {
      return "Delivery failed on this action: " + broken.detail();
    }
    Answer answer = delivery.answer();
    String verb = delivery.verb() == null ? "A look-up" : delivery.verb().name();
    return answer == null
        ? verb + " of " + resource(delivery) + " got no answer."
        : verb + " of " + resource(delivery) + " was answered with " + answer.status() + ".";
  }

  private static String resource(Delivery delivery) {
    return delivery.entry().record().resource().value();
  }

  private static @Nullable Integer status(@Nullable Answer answer) {
    return answer == null ? null : answer.status();
  }

  private static @Nullable String body(@Nullable Answer answer) {
    return answer == null ? null : answer.body();
  }
}

package org.statecraft.deliver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.OdsId;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.outbox.AbsentRecord;
import org.statecraft.outbox.OutboxState;

/**
 * What came of an action, or of one request for it. Each says what the action becomes and what
 * people are told.
 */
sealed interface DeliveryOutcome {

  /** For metrics and logs; one of a short list. */
  String word();

  /** What the action becomes after so many attempts. */
  OutboxState nextState(int attempt, DeliverConfig config);

  /** What people are told after so many attempts. */
  Optional<ErrorType> error(int attempt, DeliverConfig config);

  /** Whether this was an attempt at all. */
  default boolean counts() {
    return true;
  }

  /** How long the server asks us to wait. */
  default Optional<Duration> retryAfter() {
    return Optional.empty();
  }

  /** The API did what it was asked, or there was nothing to ask. */
  sealed interface Success extends DeliveryOutcome {

    @Override
    default OutboxState nextState(int attempt, DeliverConfig config) {
      return OutboxState.DONE;
    }

    @Override
    default Optional<ErrorType> error(int attempt, DeliverConfig config) {
      return Optional.empty();
    }
  }

  /** A person must act before it makes sense to send it again. */
  sealed interface Refusal extends DeliveryOutcome {

    ErrorType type();

    @Override
    default OutboxState nextState(int attempt, DeliverConfig config) {
      return OutboxState.DISCARDED;
    }

    @Override
    default Optional<ErrorType> error(int attempt, DeliverConfig config) {
      return Optional.of(type());
    }
  }

  /** The action was not to blame and did not count as tried; it is free to be sent again. */
  sealed interface Untried extends DeliveryOutcome {

    @Override
    default OutboxState nextState(int attempt, DeliverConfig config) {
      return OutboxState.AVAILABLE;
    }

    @Override
    default Optional<ErrorType> error(int attempt, DeliverConfig config) {
      return Optional.empty();
    }

    @Override
    default boolean counts() {
      return false;
    }
  }

  /** The record is new at the API; the id is null if the answer did not tell it. */
  record Created(@Nullable OdsId id) implements Success {
    @Override
    public String word() {
      return "created";
    }
  }

  /** The record was there and has our body now; the id is null if the answer did not tell it. */
  record Updated(@Nullable OdsId id) implements Success {
    @Override
    public String word() {
      return "updated";
    }
  }

  /** The record is gone. */
  record Deleted() implements Success {
    @Override
    public String word() {
      return "deleted";
    }
  }

  /** The record to be deleted was not there. */
  record AlreadyGone() implements Success {
    @Override
    public String word() {
      return "already-gone";
    }
  }

  /** The API holds what it shall hold, so no request was sent. */
  record NothingToDo() implements Success {
    @Override
    public String word() {
      return "nothing-to-do";
    }
  }

  /** The document refers to records the API does not hold: wait for them. */
  record DependencyMissing(List<AbsentRecord> absent) implements DeliveryOutcome {
    @Override
    public String word() {
      return "dependency-missing";
    }

    @Override
    public OutboxState nextState(int attempt, DeliverConfig config) {
      return OutboxState.WAITING;
    }

    @Override
    public Optional<ErrorType> error(int attempt, DeliverConfig config) {
      return Optional.of(ErrorType.DEPENDENCY_MISSING);
    }

    @Override
    public boolean counts() {
      return false;
    }
  }

  /** Other records refer to the one to be deleted. */
  record StillReferenced() implements Refusal {
    @Override
    public String word() {
      return "still-referenced";
    }

    @Override
    public ErrorType type() {
      return ErrorType.STILL_REFERENCED;
    }
  }

  /** A record with this natural key exists; the courier looks it up before it gives up. */
  record KeyConflict() implements Refusal {
    @Override
    public String word() {
      return "key-conflict";
    }

    @Override
    public ErrorType type() {
      return ErrorType.KEY_CONFLICT;
    }
  }

  /** The id belongs to a record with another key; the courier goes on without the id. */
  record KeyChangeRefused() implements Refusal {
    @Override
    public String word() {
      return "key-change-refused";
    }

    @Override
    public ErrorType type() {
      return ErrorType.OUR_FAULT;
    }
  }

  /** There is no record with the id we used; the courier goes on without the id. */
  record NotFound() implements Refusal {
    @Override
    public String word() {
      return "not-found";
    }

    @Override
    public ErrorType type() {
      return ErrorType.NOT_PERMITTED;
    }
  }

  /** The document or the request is wrong. */
  record Rejected(ErrorType type) implements Refusal {
    @Override
    public String word() {
      return "rejected";
    }
  }

  /**
   * We may not write this record.
   *
   * @param related whether a missing relationship is the reason, which may come by itself; else our
   *     key may not do this to the resource at all
   */
  record NotAuthorized(boolean related) implements DeliveryOutcome {
    @Override
    public String word() {
      return "not-authorized";
    }

    @Override
    public OutboxState nextState(int attempt, DeliverConfig config) {
      return related && attempt < config.attemptsUnrelated()
          ? OutboxState.RETRYABLE
          : OutboxState.DISCARDED;
    }

    @Override
    public Optional<ErrorType> error(int attempt, DeliverConfig config) {
      return Optional.of(related ? ErrorType.NOT_RELATED : ErrorType.NOT_PERMITTED);
    }
  }

  /**
   * The API could not do it now, or did not answer; trying never ends.
   *
   * @param answered false when no answer came, so that the API may have done it
   * @param throttled the API asks for fewer requests
   */
  record Unavailable(boolean answered, boolean throttled, Optional<Duration> retryAfter)
      implements DeliveryOutcome {
    @Override
    public String word() {
      return answered ? throttled ? "throttled" : "unavailable" : "no-answer";
    }

    @Override
    public OutboxState nextState(int attempt, DeliverConfig config) {
      return OutboxState.RETRYABLE;
    }

    @Override
    public Optional<ErrorType> error(int attempt, DeliverConfig config) {
      return attempt < config.attemptsBeforeError() || throttled
          ? Optional.empty()
          : Optional.of(ErrorType.API_FAULT);
    }
  }

  /** The API does not know our token (any more); the client renews it before anyone sees this. */
  record TokenExpired() implements Untried {
    @Override
    public String word() {
      return "token-expired";
    }
  }

  /** The connection as a whole can send nothing. */
  record ConnectionDown(ConnectionFault fault) implements Untried {
    @Override
    public String word() {
      return "connection-down";
    }

    @Override
    public Optional<Duration> retryAfter() {
      return fault.retryAfter();
    }
  }

  /** We failed ourselves, on this action alone. */
  record Broken(String detail) implements Refusal {
    @Override
    public String word() {
      return "broken";
    }

    @Override
    public ErrorType type() {
      return ErrorType.OUR_FAULT;
    }
  }
}

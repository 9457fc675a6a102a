package org.statecraft.deliver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.outbox.AbsentRecord;
import org.statecraft.outbox.OutboxState;

/**
 * What came of an action, or of one request for it. Each says what the action becomes and what
 * people are told.
 */
sealed interface DeliveryOutcome
    permits Success,
        Refusal,
        Untried,
        DeliveryOutcome.DependencyMissing,
        DeliveryOutcome.NotRelated,
        DeliveryOutcome.NotPermitted,
        DeliveryOutcome.NotFound,
        DeliveryOutcome.KeyUnseen,
        DeliveryOutcome.Unavailable,
        DeliveryOutcome.NotTheApi {

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

  /** Whether one action that is tried again finds out for all that wait for the same root cause. */
  default boolean speaksForAll() {
    return false;
  }

  /** The document refers to records the API does not hold: wait for them. */
  record DependencyMissing(List<AbsentRecord> absent) implements DeliveryOutcome {

    public DependencyMissing {
      absent = List.copyOf(absent);
    }

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

    @Override
    public boolean speaksForAll() {
      return !absent.isEmpty() && absent.get(0).isKnown();
    }
  }

  /** The API knows no relationship between us and the person; it may come by itself. */
  record NotRelated() implements DeliveryOutcome {
    @Override
    public String word() {
      return "not-authorized";
    }

    @Override
    public OutboxState nextState(int attempt, DeliverConfig config) {
      return attempt < config.attemptsUnrelated() ? OutboxState.RETRYABLE : OutboxState.DISCARDED;
    }

    @Override
    public Optional<ErrorType> error(int attempt, DeliverConfig config) {
      return Optional.of(ErrorType.NOT_RELATED);
    }
  }

  /** Our key may not do this to the resource, until somebody changes that at the API. */
  record NotPermitted() implements DeliveryOutcome {
    @Override
    public String word() {
      return "not-permitted";
    }

    @Override
    public OutboxState nextState(int attempt, DeliverConfig config) {
      return OutboxState.WAITING;
    }

    @Override
    public Optional<ErrorType> error(int attempt, DeliverConfig config) {
      return Optional.of(ErrorType.NOT_PERMITTED);
    }

    @Override
    public boolean counts() {
      return false;
    }

    @Override
    public boolean speaksForAll() {
      return true;
    }
  }

  /** There is no record with the id we used; the courier goes on without the id. */
  record NotFound() implements DeliveryOutcome {
    @Override
    public String word() {
      return "not-found";
    }

    @Override
    public OutboxState nextState(int attempt, DeliverConfig config) {
      return OutboxState.RETRYABLE;
    }

    @Override
    public Optional<ErrorType> error(int attempt, DeliverConfig config) {
      return attempt < config.attemptsBeforeError()
          ? Optional.empty()
          : Optional.of(ErrorType.NOT_PERMITTED);
    }
  }

  /**
   * The key is in use, but no record with it can be found. It may be on its way, sent by us a
   * moment ago, so it is looked for a few times before a person is asked.
   */
  record KeyUnseen() implements DeliveryOutcome {
    @Override
    public String word() {
      return "key-conflict";
    }

    @Override
    public OutboxState nextState(int attempt, DeliverConfig config) {
      return attempt < config.attemptsUnseen() ? OutboxState.RETRYABLE : OutboxState.DISCARDED;
    }

    @Override
    public Optional<ErrorType> error(int attempt, DeliverConfig config) {
      return attempt < config.attemptsUnseen()
          ? Optional.empty()
          : Optional.of(ErrorType.KEY_CONFLICT);
    }
  }

  /**
   * The API could not do it now, or did not answer; trying never ends.
   *
   * @param answered false when no answer of the API itself came, so that it may have done it
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

  /** Something else than the API answered: a proxy's page, a login, another program. */
  record NotTheApi() implements DeliveryOutcome {
    @Override
    public String word() {
      return "not-the-api";
    }

    @Override
    public OutboxState nextState(int attempt, DeliverConfig config) {
      return OutboxState.RETRYABLE;
    }

    @Override
    public Optional<ErrorType> error(int attempt, DeliverConfig config) {
      return attempt < config.attemptsBeforeError()
          ? Optional.empty()
          : Optional.of(ErrorType.API_UNREACHABLE);
    }
  }
}

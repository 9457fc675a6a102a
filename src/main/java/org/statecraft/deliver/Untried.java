package org.statecraft.deliver;

import java.time.Duration;
import java.util.Optional;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.outbox.OutboxState;

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

  /** We cannot prove that the action is still ours, so nothing more was sent. */
  record Withheld() implements Untried {
    @Override
    public String word() {
      return "withheld";
    }
  }
}

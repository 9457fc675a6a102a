package org.statecraft.deliver;

import java.util.Optional;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.outbox.OutboxState;

/** A person must act before it makes sense to send it again. */
sealed interface Refusal extends DeliveryOutcome {

  /** What people are told. */
  ErrorType type();

  @Override
  default OutboxState nextState(int attempt, DeliverConfig config) {
    return OutboxState.DISCARDED;
  }

  @Override
  default Optional<ErrorType> error(int attempt, DeliverConfig config) {
    return Optional.of(type());
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

  /** The document or the request is wrong. */
  record Rejected(ErrorType type) implements Refusal {
    @Override
    public String word() {
      return "rejected";
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

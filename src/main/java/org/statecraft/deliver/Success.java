package org.statecraft.deliver;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.OdsId;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.outbox.OutboxState;

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

  /** An earlier request, of whose outcome nothing was known, turns out to have done it. */
  record AlreadyThere() implements Success {
    @Override
    public String word() {
      return "already-there";
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
}

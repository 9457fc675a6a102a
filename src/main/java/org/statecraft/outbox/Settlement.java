package org.statecraft.outbox;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.errorlog.ErrorEntry;
import org.statecraft.plan.Verb;

/**
 * What came of one attempt at an action.
 *
 * @param state what the action becomes, unless a newer plan of the record stands behind it: then
 *     anything but {@code DONE} becomes {@code CANCELLED}
 * @param nextAt when it may be tried again
 * @param counts whether this was an attempt; false when the fault was not the action's
 * @param cause why it is not done, as in the error log; null when it is, or is simply tried again
 * @param sentVerb the verb of the last request; null if none was needed
 * @param status of the last answer; null if there was none
 * @param answer the last answer that was not a success
 * @param sent the body the API now holds; null when it holds none of ours
 * @param odsId null when it has none, or none that we know
 * @param uncertain a request was sent whose answer never came
 * @param absent records to wait for, if they are on their way to the API themselves
 * @param referenced other records refer to the one to be deleted: wait for deletes of those, if
 *     there are any
 * @param othersAt if not null, one action of this cause speaks for all: only one is tried at {@code
 *     nextAt}, the others then
 * @param errors what people must be told
 */
public record Settlement(
    OutboxEntry entry,
    OutboxState state,
    Instant nextAt,
    boolean counts,
    @Nullable String cause,
    @Nullable Verb sentVerb,
    @Nullable Integer status,
    @Nullable String answer,
    @Nullable ResourceBody sent,
    @Nullable OdsId odsId,
    boolean uncertain,
    List<AbsentRecord> absent,
    boolean referenced,
    @Nullable Instant othersAt,
    List<ErrorEntry> errors) {

  public Settlement {
    if (state == OutboxState.RUNNING || state == OutboxState.CANCELLED) {
      throw new IllegalArgumentException(
          "action " + entry.id() + " cannot be settled as " + state.word());
    }
    absent = List.copyOf(absent);
    errors = List.copyOf(errors);
  }

  /** Whether the API holds a record of ours now that it did not hold before. */
  boolean brings() {
    return entry.sent() == null && sent != null;
  }

  /** An action that was claimed and not touched: it is free again, as if never claimed. */
  public static Settlement untouched(OutboxEntry entry, Instant nextAt) {
    return new Settlement(
        entry,
        OutboxState.AVAILABLE,
        nextAt,
        false,
        entry.cause(),
        null,
        null,
        null,
        entry.sent(),
        entry.odsId(),
        entry.uncertain(),
        List.of(),
        false,
        null,
        List.of());
  }
}

package org.statecraft.deliver;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.statecraft.deliver.DeliveryOutcome.NotTheApi;
import org.statecraft.deliver.DeliveryOutcome.Unavailable;
import org.statecraft.deliver.Success.AlreadyGone;
import org.statecraft.deliver.Success.AlreadyThere;
import org.statecraft.deliver.Success.Created;
import org.statecraft.deliver.Success.Deleted;
import org.statecraft.deliver.Success.Updated;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.outbox.OutboxEntry;
import org.statecraft.plan.Verb;

/**
 * One attempt at an action: what came of it, and what we know of the record now.
 *
 * @param verb of the last request; null if none was needed or a look-up failed
 * @param answer the last one; null if there was none
 * @param sent the body the API holds as far as we know
 * @param uncertain a request was sent whose answer never came
 */
record Delivery(
    OutboxEntry entry,
    DeliveryOutcome outcome,
    @Nullable Verb verb,
    @Nullable Answer answer,
    @Nullable ResourceBody sent,
    @Nullable OdsId odsId,
    boolean uncertain) {

  /** No request was made. */
  static Delivery unsent(OutboxEntry entry, DeliveryOutcome outcome) {
    return new Delivery(entry, outcome, null, null, entry.sent(), entry.odsId(), entry.uncertain());
  }

  /** The id we had is no good: nothing we sent is there any more. */
  Delivery withoutId() {
    return new Delivery(entry, outcome, verb, answer, null, null, uncertain);
  }

  /** The id we looked up. */
  Delivery withId(Optional<OdsId> id) {
    return new Delivery(entry, outcome, verb, answer, sent, id.orElse(odsId), uncertain);
  }

  /** An earlier request had done what this action is for. */
  Delivery confirmed(OdsId id) {
    return new Delivery(entry, new AlreadyThere(), verb, answer, entry.body(), id, false);
  }

  /** What follows from the outcome of a request. */
  Delivery after(Verb requested, DeliveryOutcome next, @Nullable Answer answered) {
    if (next instanceof Created created) {
      return new Delivery(entry, next, requested, answered, entry.body(), created.id(), false);
    }
    if (next instanceof Updated updated) {
      OdsId id = updated.id() == null ? odsId : updated.id();
      return new Delivery(entry, next, requested, answered, entry.body(), id, false);
    }
    if (next instanceof Deleted || next instanceof AlreadyGone) {
      return new Delivery(entry, next, requested, answered, null, null, false);
    }
    // A fault may come after the work as well as before it; who asks for patience has done nothing.
    boolean doubt =
        uncertain
            || leavesDoubt(next)
            || (next instanceof Unavailable unavailable && !unavailable.throttled());
    return new Delivery(entry, next, requested, answered, sent, odsId, doubt);
  }

  /** Whether the API may have done it for all we know. */
  private static boolean leavesDoubt(DeliveryOutcome next) {
    return next instanceof NotTheApi
        || (next instanceof Unavailable unavailable && !unavailable.answered());
  }

  /** The same knowledge, another end. */
  Delivery ending(DeliveryOutcome end) {
    return new Delivery(entry, end, verb, answer, sent, odsId, uncertain);
  }

  /** We do not know how far we came. */
  Delivery inDoubt(DeliveryOutcome end) {
    return new Delivery(entry, end, verb, answer, sent, odsId, true);
  }
}

package org.statecraft.deliver;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;
import org.statecraft.deliver.DeliveryOutcome.AlreadyGone;
import org.statecraft.deliver.DeliveryOutcome.Broken;
import org.statecraft.deliver.DeliveryOutcome.ConnectionDown;
import org.statecraft.deliver.DeliveryOutcome.Created;
import org.statecraft.deliver.DeliveryOutcome.DependencyMissing;
import org.statecraft.deliver.DeliveryOutcome.KeyChangeRefused;
import org.statecraft.deliver.DeliveryOutcome.KeyConflict;
import org.statecraft.deliver.DeliveryOutcome.NotFound;
import org.statecraft.deliver.DeliveryOutcome.NothingToDo;
import org.statecraft.deliver.DeliveryOutcome.Unavailable;
import org.statecraft.deliver.DeliveryOutcome.Updated;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.outbox.OutboxEntry;
import org.statecraft.plan.Verb;

/**
 * Delivers one action. What is sent follows from what is known of the record: an unknown one is
 * posted, a known one put, and what is as it shall be needs no request. Where the API knows more
 * than we do (a key in use, an id that is gone), it looks and goes on.
 */
final class Courier {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  private final EdFiClient client;
  private final Function<ResourceName, String> path;

  /**
   * A courier.
   *
   * @param path of a resource below the data address, such as {@code /schema/resource}
   */
  Courier(EdFiClient client, Function<ResourceName, String> path) {
    this.client = client;
    this.path = path;
  }

  /** One attempt. The future never fails. */
  Future<Delivery> deliver(OutboxEntry entry) {
    Delivery start = Delivery.unsent(entry, new NothingToDo());
    try {
      return (entry.verb() == Verb.DELETE ? remove(start) : write(start))
          .recover(error -> Future.succeededFuture(failed(start, error)));
    } catch (RuntimeException e) {
      return Future.succeededFuture(failed(start, e));
    }
  }

  private static Delivery failed(Delivery start, Throwable error) {
    if (error instanceof ConnectionFault fault) {
      return start.ending(new ConnectionDown(fault));
    }
    LOG.error("action={} cannot be delivered", start.entry().id(), Trace.of(error));
    return start.inDoubt(new Broken(error.getClass().getName()));
  }

  // --- POST and PUT

  private Future<Delivery> write(Delivery start) {
    OutboxEntry entry = start.entry();
    ResourceBody body = body(entry);
    if (body.equals(entry.sent()) && !entry.uncertain()) {
      return Future.succeededFuture(start);
    }
    OdsId id = entry.odsId();
    return id == null
        ? post(start).compose(this::afterConflict)
        : put(start, id).compose(this::afterPut);
  }

  private Future<Delivery> afterConflict(Delivery posted) {
    return posted.outcome() instanceof KeyConflict
        ? lookUp(posted).compose(this::putInstead)
        : withId(posted);
  }

  private Future<Delivery> putInstead(Found found) {
    return found
        .id()
        .map(id -> put(found.delivery().withId(found.id()), id).map(Courier::afterRace))
        .orElseGet(() -> Future.succeededFuture(found.delivery()));
  }

  /** Somebody else is at work on the record; the next attempt finds out how it ended. */
  private static Delivery afterRace(Delivery put) {
    return put.outcome() instanceof NotFound
        ? put.withoutId().ending(new Unavailable(true, false, Optional.empty()))
        : put;
  }

  /** The id is gone, or has come to mean another record: ours is new. */
  private Future<Delivery> afterPut(Delivery put) {
    return put.outcome() instanceof NotFound || put.outcome() instanceof KeyChangeRefused
        ? post(put.withoutId()).compose(this::afterConflict)
        : Future.succeededFuture(put);
  }

  /** A server that does not tell the id of what it took is asked for it. */
  private Future<Delivery> withId(Delivery posted) {
    boolean taken = posted.outcome() instanceof Created || posted.outcome() instanceof Updated;
    return taken && posted.odsId() == null
        ? lookUp(posted).map(found -> posted.withId(found.id())).otherwise(posted)
        : Future.succeededFuture(posted);
  }

  private Future<Delivery> post(Delivery before) {
    OutboxEntry entry = before.entry();
    return outcome(before, Verb.POST, client.post(pathOf(entry), body(entry).json()));
  }

  private Future<Delivery> put(Delivery before, OdsId id) {
    OutboxEntry entry = before.entry();
    return outcome(before, Verb.PUT, client.put(pathOf(entry), id, body(entry).json()));
  }

  // --- DELETE

  private Future<Delivery> remove(Delivery start) {
    OutboxEntry entry = start.entry();
    OdsId id = entry.odsId();
    if (id != null) {
      return delete(start, id).compose(this::afterDelete);
    }
    return entry.sent() == null && !entry.uncertain()
        ? Future.succeededFuture(start)
        : removeByKey(start);
  }

  /** It is gone under this id; a request without an answer may have made it anew. */
  private Future<Delivery> afterDelete(Delivery deleted) {
    return deleted.outcome() instanceof AlreadyGone && deleted.entry().uncertain()
        ? removeByKey(deleted)
        : Future.succeededFuture(deleted);
  }

  private Future<Delivery> removeByKey(Delivery before) {
    return lookUp(before)
        .compose(
            found ->
                found.failed()
                    ? Future.succeededFuture(found.delivery())
                    : found
                        .id()
                        .map(id -> delete(found.delivery(), id))
                        .orElseGet(
                            () ->
                                Future.succeededFuture(
                                    found.delivery().after(Verb.DELETE, new AlreadyGone(), null))));
  }

  private Future<Delivery> delete(Delivery before, OdsId id) {
    return outcome(before, Verb.DELETE, client.delete(pathOf(before.entry()), id));
  }

  // --- look-up

  /** The answer to a look-up; if it failed, the delivery ends with what it failed with. */
  private record Found(Delivery delivery, Optional<OdsId> id, boolean failed) {}

  private Future<Found> lookUp(Delivery before) {
    OutboxEntry entry = before.entry();
    return client
        .find(pathOf(entry), KeyQuery.parameters(entry.record().key()))
        .map(answer -> found(before, answer))
        .recover(
            error ->
                error instanceof NoAnswer
                    ? Future.succeededFuture(
                        new Found(before.ending(unanswered()), Optional.empty(), true))
                    : Future.failedFuture(error));
  }

  private static Found found(Delivery before, Answer answer) {
    // A missing item may be answered with 404 instead of an empty list.
    if (answer.status() == 404) {
      return new Found(before, Optional.empty(), false);
    }
    if (!answer.isSuccess()) {
      DeliveryOutcome outcome = ResponseReader.read(Verb.PUT, answer);
      return new Found(before.ending(outcome), Optional.empty(), true);
    }
    return new Found(before, KeyQuery.id(before.entry().record().key(), answer.body()), false);
  }

  // --- common

  private Future<Delivery> outcome(Delivery before, Verb verb, Future<Answer> request) {
    return request
        .map(answer -> before.after(verb, read(before, verb, answer), answer))
        .recover(
            error -> {
              if (error instanceof NoAnswer) {
                return Future.succeededFuture(before.after(verb, unanswered(), null));
              }
              // What an earlier request of this attempt taught us is not lost.
              return error instanceof ConnectionFault fault
                  ? Future.succeededFuture(before.ending(new ConnectionDown(fault)))
                  : Future.failedFuture(error);
            });
  }

  private static DeliveryOutcome read(Delivery before, Verb verb, Answer answer) {
    DeliveryOutcome outcome = ResponseReader.read(verb, answer);
    ResourceBody body = before.entry().body();
    return outcome instanceof DependencyMissing missing && body != null
        ? new DependencyMissing(AbsentReference.in(body, missing.absent()))
        : outcome;
  }

  private static DeliveryOutcome unanswered() {
    return new Unavailable(false, false, Optional.empty());
  }

  private String pathOf(OutboxEntry entry) {
    return path.apply(entry.record().resource());
  }

  private static ResourceBody body(OutboxEntry entry) {
    @Nullable ResourceBody body = entry.body();
    if (body == null) {
      throw new IllegalStateException("action " + entry.id() + " has no body to send");
    }
    return body;
  }
}

package org.statecraft.deliver;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;
import org.statecraft.deliver.DeliveryOutcome.DependencyMissing;
import org.statecraft.deliver.DeliveryOutcome.KeyUnseen;
import org.statecraft.deliver.DeliveryOutcome.NotFound;
import org.statecraft.deliver.DeliveryOutcome.Unavailable;
import org.statecraft.deliver.Lookup.Found;
import org.statecraft.deliver.Refusal.Broken;
import org.statecraft.deliver.Refusal.KeyChangeRefused;
import org.statecraft.deliver.Refusal.KeyConflict;
import org.statecraft.deliver.Success.AlreadyGone;
import org.statecraft.deliver.Success.Created;
import org.statecraft.deliver.Success.NothingToDo;
import org.statecraft.deliver.Success.Updated;
import org.statecraft.deliver.Untried.ConnectionDown;
import org.statecraft.deliver.Untried.Withheld;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.outbox.OutboxEntry;
import org.statecraft.plan.Verb;

/**
 * Delivers one action. What is sent follows from what is known of the record: an unknown one is
 * posted, a known one put, and what is as it shall be needs no request. What an earlier request did
 * whose answer never came is found out first. Where the API knows more than we do (a key in use, an
 * id that is gone), it looks and goes on.
 */
final class Courier {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  private final EdFiClient client;
  private final Function<ResourceName, String> path;
  private final Lookup lookup;

  /**
   * A courier.
   *
   * @param path of a resource below the data address, such as {@code /schema/resource}
   */
  Courier(EdFiClient client, Function<ResourceName, String> path) {
    this.client = client;
    this.path = path;
    this.lookup = new Lookup(client, path);
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
    if (error instanceof NotOurs) {
      return start.ending(new Withheld());
    }
    LOG.error("action={} cannot be delivered", start.entry().id(), Trace.of(error));
    return start.inDoubt(new Broken(error.getClass().getName()));
  }

  // --- POST and PUT

  private Future<Delivery> write(Delivery start) {
    OutboxEntry entry = start.entry();
    if (entry.uncertain()) {
      return lookup.inquire(start).compose(this::afterInquiry);
    }
    return body(entry).equals(entry.sent()) ? Future.succeededFuture(start) : send(start);
  }

  /** Somebody may have done it already: we ourselves, a moment ago. */
  private Future<Delivery> afterInquiry(Found found) {
    if (found.failed()) {
      return Future.succeededFuture(found.delivery());
    }
    Delivery before = found.delivery();
    return found
        .record()
        .map(
            record ->
                SameDocument.is(body(before.entry()), record.document())
                    ? Future.succeededFuture(before.confirmed(record.id()))
                    : put(before.withId(found.id()), record.id()).compose(this::afterPut))
        .orElseGet(() -> send(before));
  }

  private Future<Delivery> send(Delivery before) {
    OdsId id = before.odsId();
    return id == null
        ? post(before).compose(this::afterPost)
        : put(before, id).compose(this::afterPut);
  }

  private Future<Delivery> afterPost(Delivery posted) {
    return posted.outcome() instanceof KeyConflict
        ? lookup.byKey(posted).compose(this::putInstead)
        : withId(posted);
  }

  private Future<Delivery> putInstead(Found found) {
    if (found.failed()) {
      return Future.succeededFuture(found.delivery());
    }
    return found
        .id()
        .map(id -> put(found.delivery().withId(found.id()), id).map(Courier::afterRace))
        .orElseGet(() -> Future.succeededFuture(found.delivery().ending(new KeyUnseen())));
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
        ? post(put.withoutId()).compose(this::afterPost)
        : Future.succeededFuture(put);
  }

  /** A server that does not tell the id of what it took is asked for it. */
  private Future<Delivery> withId(Delivery posted) {
    boolean taken = posted.outcome() instanceof Created || posted.outcome() instanceof Updated;
    return taken && posted.odsId() == null
        ? lookup.byKey(posted).map(found -> posted.withId(found.id())).otherwise(posted)
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
    return lookup
        .byKey(before)
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

  // --- common

  private Future<Delivery> outcome(Delivery before, Verb verb, Future<Answer> request) {
    return request
        .map(answer -> before.after(verb, read(before, verb, answer), answer))
        .recover(
            error -> {
              if (error instanceof NoAnswer) {
                return Future.succeededFuture(before.after(verb, Lookup.unanswered(), null));
              }
              // What an earlier request of this attempt taught us is not lost.
              return error instanceof ConnectionFault || error instanceof NotOurs
                  ? Future.succeededFuture(failed(before, error))
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

package org.statecraft.deliver;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import org.statecraft.deliver.DeliveryOutcome.NotTheApi;
import org.statecraft.deliver.DeliveryOutcome.Unavailable;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceName;
import org.statecraft.outbox.OutboxEntry;
import org.statecraft.plan.Verb;

/** Asks the API for the record of an action by its natural key. */
final class Lookup {

  /**
   * What the API has.
   *
   * @param delivery goes on from here; if the look-up failed, ends with what it failed with
   * @param record empty if it has none that we may see
   */
  record Found(Delivery delivery, Optional<KeyQuery.Found> record, boolean failed) {

    Optional<OdsId> id() {
      return record.map(KeyQuery.Found::id);
    }
  }

  private final EdFiClient client;
  private final Function<ResourceName, String> path;

  Lookup(EdFiClient client, Function<ResourceName, String> path) {
    this.client = client;
    this.path = path;
  }

  /** The record, to be acted upon: any answer but a clear one is a failure. */
  Future<Found> byKey(Delivery before) {
    return ask(before)
        .map(
            answer ->
                answer.isSuccess() || (answer.status() == 404 && !answer.isMarkup())
                    ? found(before, answer)
                    : failed(before, answer))
        .recover(error -> unanswered(before, error));
  }

  /**
   * The record, to find out what an earlier request did. An API that refuses the question, because
   * the record may not be read yet, is as good as one that finds nothing: the request itself, sent
   * once more, tells the rest.
   */
  Future<Found> inquire(Delivery before) {
    return ask(before)
        .map(
            answer -> {
              boolean refused =
                  answer.status() >= 400
                      && answer.status() < 500
                      && !(ResponseReader.read(Verb.PUT, answer) instanceof Unavailable);
              if (refused && !answer.isMarkup()) {
                return new Found(before, Optional.empty(), false);
              }
              return answer.isSuccess() ? found(before, answer) : failed(before, answer);
            })
        .recover(error -> unanswered(before, error));
  }

  private Future<Answer> ask(Delivery before) {
    OutboxEntry entry = before.entry();
    return client.find(
        path.apply(entry.record().resource()), KeyQuery.parameters(entry.record().key()));
  }

  private static Found failed(Delivery before, Answer answer) {
    return new Found(before.ending(ResponseReader.read(Verb.PUT, answer)), Optional.empty(), true);
  }

  private static Found found(Delivery before, Answer answer) {
    // A missing item may be answered with 404 instead of an empty list.
    if (!answer.isSuccess()) {
      return new Found(before, Optional.empty(), false);
    }
    NaturalKey key = before.entry().record().key();
    try {
      return new Found(before, KeyQuery.find(key, answer.body()), false);
    } catch (IllegalArgumentException e) {
      return new Found(before.ending(new NotTheApi()), Optional.empty(), true);
    }
  }

  private static Future<Found> unanswered(Delivery before, Throwable error) {
    return error instanceof NoAnswer
        ? Future.succeededFuture(new Found(before.ending(unanswered()), Optional.empty(), true))
        : Future.failedFuture(error);
  }

  /** No answer came. */
  static DeliveryOutcome unanswered() {
    return new Unavailable(false, false, Optional.empty());
  }
}

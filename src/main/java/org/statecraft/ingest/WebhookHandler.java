package org.statecraft.ingest;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.campus.District;
import org.statecraft.config.Secret;
import org.statecraft.db.PgErrors;
import org.statecraft.http.Problem;
import org.statecraft.ingest.IngestOutcome.Accepted;
import org.statecraft.ingest.IngestOutcome.Overloaded;

/**
 * {@code POST /webhook/:district}. Answers 202 after the changes are durable and not before; any
 * other answer is a {@link Problem}. It reads the body itself, so no body handler may come before
 * it.
 */
public final class WebhookHandler implements Handler<RoutingContext> {

  /** The path parameter of the route. */
  public static final String DISTRICT = "district";

  /** Where the number of refused events stands in the context of a request. */
  static final String REFUSED_EVENTS = "refused-events";

  private static final Logger LOG = LoggerFactory.getLogger(WebhookHandler.class);
  private static final int MOST_LISTED = 1_000;

  private final Function<String, Optional<List<Secret>>> districtKeys;
  private final WebhookSignature signature;
  private final ChangeReader reader;
  private final Ingestor ingestor;
  private final IngestConfig config;
  private final InstantSource clock;

  /**
   * A handler.
   *
   * @param districtKeys the webhook secrets of a district; empty if there is no such district
   */
  public WebhookHandler(
      Function<String, Optional<List<Secret>>> districtKeys,
      ChangeReader reader,
      Ingestor ingestor,
      IngestConfig config,
      InstantSource clock) {
    this.districtKeys = districtKeys;
    this.signature = new WebhookSignature(clock, config.signatureTolerance());
    this.reader = reader;
    this.ingestor = ingestor;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerResponse response = context.response();
    String name = String.valueOf(context.pathParam(DISTRICT));
    Optional<List<Secret>> secrets = districtKeys.apply(name);
    if (secrets.isEmpty()) {
      Problem.of(404, "Unknown district", "no district of this name is configured").send(response);
      return;
    }
    District district = new District(name);
    new CappedBody(context.request(), config.maxBodyBytes())
        .read()
        .compose(
            body ->
                body.isPresent()
                    ? answer(context, district, body.get(), secrets.get())
                    : tooLarge(response))
        .onFailure(error -> LOG.debug("webhook=broken_off district={}", district));
  }

  private Future<Void> answer(
      RoutingContext context, District district, byte[] body, List<Secret> secrets) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = request.response();
    Optional<WebhookSignature.Refusal> refusal =
        signature.verify(
            request.getHeader(WebhookSignature.ID_HEADER),
            request.getHeader(WebhookSignature.TIMESTAMP_HEADER),
            request.getHeader(WebhookSignature.SIGNATURE_HEADER),
            body,
            secrets);
    if (refusal.isPresent()) {
      response.putHeader("WWW-Authenticate", "Webhook-Signature");
      return Problem.of(401, "Not signed", refusal.get().detail()).send(response);
    }
    if (!ChangeReader.reads(request.getHeader("Content-Type"))) {
      return Problem.of(
              415,
              "Unknown media type",
              "send application/json, application/cloudevents+json or"
                  + " application/cloudevents-batch+json, in UTF-8")
          .send(response);
    }
    ReadBatch batch;
    try {
      batch = reader.read(body, clock.instant());
    } catch (UnreadableBody e) {
      return Problem.of(400, "Not readable", String.valueOf(e.getMessage())).send(response);
    }
    context.put(REFUSED_EVENTS, batch.refused().size());
    return ingestor
        .accept(district, batch.changes())
        .transform(
            done ->
                done.succeeded()
                    ? send(response, district, batch, done.result())
                    : failed(response, district, done.cause()));
  }

  private Future<Void> send(
      HttpServerResponse response, District district, ReadBatch batch, IngestOutcome outcome) {
    if (outcome instanceof Overloaded overloaded) {
      return unavailable(
          response, overloaded.retryAfter(), "too many changes of the district wait to be stored");
    }
    Accepted accepted = (Accepted) outcome;
    if (batch.refused().isEmpty()) {
      return response
          .setStatusCode(202)
          .putHeader("Content-Type", "application/json")
          .end(counts(batch, accepted).toBuffer());
    }
    LOG.info(
        "webhook=partly_refused district={} accepted={} refused={}",
        district,
        batch.placed().size(),
        batch.refused().size());
    return refusedEvents(batch, accepted).send(response);
  }

  private static Problem refusedEvents(ReadBatch batch, Accepted accepted) {
    List<JsonObject> listed =
        batch.refused().stream()
            .limit(MOST_LISTED)
            .map(
                event -> new JsonObject().put("place", event.place()).put("reason", event.reason()))
            .toList();
    Problem problem =
        Problem.of(
            422,
            "Events refused",
            batch.refused().size()
                + " of the events cannot be kept, see 'refused' (places count from 0); the other "
                + batch.placed().size()
                + " are stored and need not be sent again");
    for (var count : counts(batch, accepted)) {
      problem = problem.with(count.getKey(), count.getValue());
    }
    return problem.with("refusedEvents", batch.refused().size()).with("refused", listed);
  }

  private static JsonObject counts(ReadBatch batch, Accepted accepted) {
    return new JsonObject()
        .put("accepted", batch.placed().size())
        .put("applied", accepted.applied())
        .put("superseded", accepted.superseded())
        .put("unwatched", accepted.unwatched());
  }

  private Future<Void> failed(HttpServerResponse response, District district, Throwable error) {
    if (PgErrors.isFull(error) || PgErrors.isUnavailable(error)) {
      LOG.warn("webhook=storage_gone district={} error={}", district, PgErrors.describe(error));
      return unavailable(response, config.retryAfter(), "the storage is full or not reachable");
    }
    LOG.error("webhook=failed district={} error={}", district, PgErrors.describe(error));
    return Problem.of(
            500,
            "Internal error",
            "none of the changes is stored; the server's log says why, and sending them again does"
                + " no harm")
        .send(response);
  }

  private static Future<Void> unavailable(
      HttpServerResponse response, Duration retryAfter, String detail) {
    response.putHeader("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    return Problem.of(503, "Come again", detail + "; nothing of this request is stored")
        .send(response);
  }

  private Future<Void> tooLarge(HttpServerResponse response) {
    response.putHeader("Connection", "close");
    return Problem.of(
            413,
            "Too large",
            "the body is larger than "
                + config.maxBodyBytes()
                + " bytes; send fewer events at once")
        .send(response);
  }
}

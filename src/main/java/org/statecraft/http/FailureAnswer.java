package org.statecraft.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;

/** Answers what no route answered, and what a route failed at, with problem details. */
final class FailureAnswer {

  private static final Logger LOG = LoggerFactory.getLogger(FailureAnswer.class);
  private static final int INTERNAL = 500;
  private static final List<Integer> STATUSES =
      List.of(400, 401, 403, 404, 405, 406, 408, 413, 414, 415, 422, 429, 431, 500, 503);

  private FailureAnswer() {}

  static void mount(Router router) {
    for (int status : STATUSES) {
      router.errorHandler(status, FailureAnswer::answer);
    }
  }

  private static void answer(RoutingContext context) {
    int status = context.statusCode() < 0 ? INTERNAL : context.statusCode();
    Throwable failure = context.failure();
    if (status >= INTERNAL) {
      // The path stays out: it may name what a log must not.
      LOG.error(
          "request failed method={} status={} correlation={}",
          context.request().method(),
          status,
          CorrelationId.of(context),
          Trace.of(failure));
    }
    if (context.response().headWritten()) {
      context.response().reset();
      return;
    }
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .end(
            new JsonObject()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", detail(status, failure, context))
                .put("correlationId", CorrelationId.of(context))
                .encode());
  }

  private static String detail(
      int status, @org.jspecify.annotations.Nullable Throwable failure, RoutingContext context) {
    if (failure instanceof HttpException known && known.getPayload() != null) {
      return known.getPayload();
    }
    return switch (status) {
      case 404 -> "there is nothing at this address";
      case 405 -> "this address does not take " + context.request().method();
      case INTERNAL ->
          "something went wrong here; the log has the details under the correlation id";
      default -> HttpResponseStatus.valueOf(status).reasonPhrase();
    };
  }
}

package org.statecraft.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /health/live}: the process answers. {@code /health/ready}: it can take changes. An Ed-Fi
 * API that is down makes neither fail, because changes are taken and kept all the same.
 */
public final class HealthRoutes implements Routes {

  private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);
  private static final int UNAVAILABLE = 503;
  private static final long LIMIT_SECONDS = 3;

  private final List<HealthCheck> checks;

  public HealthRoutes(List<HealthCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  @Override
  public void mount(Router router) {
    router.get("/health/live").handler(context -> answer(context, true, new JsonObject()));
    router.get("/health/ready").handler(this::ready);
  }

  private void ready(RoutingContext context) {
    List<Future<String>> running = checks.stream().map(HealthRoutes::run).toList();
    Future.join(running)
        .onComplete(
            done -> {
              JsonObject results = new JsonObject();
              boolean well = true;
              for (int i = 0; i < checks.size(); i++) {
                String result = running.get(i).result();
                String remark = checks.get(i).remark().get();
                boolean up = "up".equals(result);
                results.put(
                    checks.get(i).name(), up && !remark.isEmpty() ? "up; " + remark : result);
                well &= up;
              }
              answer(context, well, new JsonObject().put("checks", results));
            });
  }

  /** Never fails: the result is "up", or what is wrong. */
  private static Future<String> run(HealthCheck check) {
    return Future.future(promise -> check.check().get().onComplete(promise))
        .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
        .map("up")
        .otherwise(
            error -> {
              LOG.warn("not ready check={} because={}", check.name(), error.toString());
              return error instanceof TimeoutException
                  ? "no answer within " + LIMIT_SECONDS + " seconds"
                  : "down: " + error.getMessage();
            });
  }

  private static void answer(RoutingContext context, boolean well, JsonObject body) {
    if (!well) {
      context.response().setStatusCode(UNAVAILABLE);
    }
    context
        .response()
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(body.put("status", well ? "up" : "down").encode());
  }
}

package org.statecraft.ingest;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.statecraft.http.Routes;

/** {@code POST /webhook/{district}}. */
public record WebhookRoutes(WebhookHandler handler, InstantSource clock, WebhookListener listener)
    implements Routes {

  @Override
  public void mount(Router router) {
    router
        .post("/webhook/:" + WebhookHandler.DISTRICT)
        .handler(this::tellOfAnswer)
        .handler(handler);
  }

  private void tellOfAnswer(RoutingContext context) {
    Instant begun = clock.instant();
    context.addEndHandler(
        sent -> {
          int refused = context.get(WebhookHandler.REFUSED_EVENTS, 0);
          listener.answered(
              context.response().getStatusCode(),
              refused,
              Duration.between(begun, clock.instant()));
        });
    context.next();
  }
}

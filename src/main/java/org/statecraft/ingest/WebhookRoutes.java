package org.statecraft.ingest;

import io.vertx.ext.web.Router;
import org.statecraft.http.Routes;

/** {@code POST /webhook/{district}}. */
public record WebhookRoutes(WebhookHandler handler) implements Routes {

  @Override
  public void mount(Router router) {
    router.post("/webhook/:" + WebhookHandler.DISTRICT).handler(handler);
  }
}

package org.statecraft.http;

import io.vertx.ext.web.Router;
import java.util.function.Supplier;

/** {@code /metrics}, in the text format of Prometheus. */
public final class MetricsRoutes implements Routes {

  private final Supplier<String> text;

  public MetricsRoutes(Supplier<String> text) {
    this.text = text;
  }

  @Override
  public void mount(Router router) {
    router
        .get("/metrics")
        .handler(
            context ->
                context
                    .response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(text.get()));
  }
}

package org.statecraft.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.statecraft.config.HttpConfig;

/**
 * The open port. All requests are handled on one event loop, so routes need no locks; none may
 * block it.
 */
public final class HttpListener {

  private final HttpServer server;
  private final String host;

  private HttpListener(HttpServer server, String host) {
    this.server = server;
    this.host = host;
  }

  /** Opens the port; fails with {@link java.net.BindException} when it is taken. */
  public static Future<HttpListener> open(Vertx vertx, HttpConfig config, List<Routes> routes) {
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                // Java's own client asks to upgrade each first request to HTTP/2; now and then it
                // then takes a part of a large body for a frame. Without TLS nothing is gained.
                .setHttp2ClearTextEnabled(false)
                .setHost(config.host())
                .setPort(config.port())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) Math.min(Integer.MAX_VALUE, config.idleTimeout().toMillis()))
                .setHandle100ContinueAutomatically(true))
        .requestHandler(router(vertx, routes))
        .listen()
        .map(server -> new HttpListener(server, config.host()));
  }

  private static Router router(Vertx vertx, List<Routes> routes) {
    Router router = Router.router(vertx);
    FailureAnswer.mount(router);
    router
        .route()
        .handler(
            context -> {
              CorrelationId.assign(context);
              context.response().putHeader("X-Content-Type-Options", "nosniff");
              context.next();
            });
    routes.forEach(each -> each.mount(router));
    return router;
  }

  /** The port, also when any free one was asked for. */
  public int port() {
    return server.actualPort();
  }

  /** Where to reach it, such as {@code http://127.0.0.1:8765}. */
  public String address() {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
  }

  /** Takes no more requests and waits for those under way, at most so long. */
  public Future<Void> close(long limitMillis) {
    return server.shutdown(limitMillis, TimeUnit.MILLISECONDS);
  }
}

package org.statecraft.deliver;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import org.statecraft.testing.TestDatabase;

/** An API that takes everything after a while and keeps nothing, to measure against. */
final class InstantApi implements AutoCloseable {

  private final AtomicLong ids = new AtomicLong();
  private final Vertx vertx;
  private final int latencyMillis;
  private final HttpServer server;

  private InstantApi(Vertx vertx, int latencyMillis) {
    this.vertx = vertx;
    this.latencyMillis = latencyMillis;
    this.server = vertx.createHttpServer().requestHandler(this::handle);
  }

  static InstantApi start(Vertx vertx, int latencyMillis) {
    InstantApi api = new InstantApi(vertx, latencyMillis);
    TestDatabase.await(api.server.listen(0, "localhost"));
    return api;
  }

  URI base() {
    return URI.create("http://localhost:" + server.actualPort() + "/");
  }

  private void handle(HttpServerRequest request) {
    String base = base().toString();
    if (request.path().equals("/")) {
      request
          .response()
          .end(
              "{\"urls\":{\"oauth\":\""
                  + base
                  + "oauth/token\",\"dataManagementApi\":\""
                  + base
                  + "data/v3\"}}");
    } else if (request.path().equals("/oauth/token")) {
      request.response().end("{\"access_token\":\"t\",\"expires_in\":1800}");
    } else {
      vertx.setTimer(
          latencyMillis,
          timer ->
              request
                  .response()
                  .setStatusCode(201)
                  .putHeader("Location", base + "x/" + ids.incrementAndGet())
                  .end());
    }
  }

  @Override
  public void close() {
    TestDatabase.await(server.close());
  }
}

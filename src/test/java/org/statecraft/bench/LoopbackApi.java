package org.statecraft.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An API in a process of its own that takes everything after a while and keeps nothing, to measure
 * against. Prints its port, ends with its standard input. Arguments: the latency in milliseconds
 * and the port, 0 for any. How many POSTs it has had is told by {@code /posts}, and by {@code /gap}
 * the longest time in milliseconds from one to the next since that was asked last.
 */
public final class LoopbackApi {

  private final AtomicLong ids = new AtomicLong();

  /** Timers of an event loop are late by up to a millisecond, a tenth of what is measured. */
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  private final long latencyNanos;
  private long lastPost;
  private long longestGap;
  private HttpServer server;

  private LoopbackApi(long latencyMillis) {
    this.latencyNanos = TimeUnit.MILLISECONDS.toNanos(latencyMillis);
  }

  /** Serves until standard input ends. */
  public static void main(String[] args) throws Exception {
    LoopbackApi api = new LoopbackApi(Long.parseLong(args[0]));
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    api.server = vertx.createHttpServer().requestHandler(api::handle);
    api.server.listen(Integer.parseInt(args[1]), "127.0.0.1").await(30, TimeUnit.SECONDS);
    System.out.println(api.server.actualPort());
    while (System.in.read() >= 0) {
      // Nothing is said to us; who started us has ended when this does.
    }
    System.exit(0);
  }

  private void handle(HttpServerRequest request) {
    String path = request.path();
    if (path.equals("/")) {
      String base = "http://127.0.0.1:" + server.actualPort();
      request
          .response()
          .end(
              "{\"urls\":{\"oauth\":\"%s/oauth/token\",\"dataManagementApi\":\"%s/data/v3\"}}"
                  .formatted(base, base));
    } else if (path.equals("/oauth/token")) {
      request.response().end("{\"access_token\":\"t\",\"expires_in\":1800}");
    } else if (path.equals("/posts")) {
      request.response().end(ids.toString());
    } else if (path.equals("/gap")) {
      // The gap that is not over yet counts too, or an API that hears nothing more had none.
      gapEnds(System.nanoTime());
      request.response().end(Long.toString(TimeUnit.NANOSECONDS.toMillis(longestGap)));
      lastPost = 0;
      longestGap = 0;
    } else {
      long arrived = System.nanoTime();
      if (request.method().name().equals("POST")) {
        gapEnds(arrived);
        lastPost = arrived;
      }
      request.endHandler(end -> later(arrived, () -> answer(request)));
    }
  }

  private void gapEnds(long now) {
    longestGap = lastPost == 0 ? 0 : Math.max(longestGap, now - lastPost);
  }

  private void later(long arrived, Runnable answer) {
    if (latencyNanos == 0) {
      answer.run();
    } else {
      clock.schedule(answer, latencyNanos - (System.nanoTime() - arrived), TimeUnit.NANOSECONDS);
    }
  }

  private void answer(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    switch (request.method().name()) {
      case "POST" ->
          response
              .setStatusCode(201)
              .putHeader("Location", "/data/v3/x/" + ids.incrementAndGet())
              .end();
      case "GET" -> response.end(Buffer.buffer("[]"));
      default -> response.setStatusCode(204).end();
    }
  }
}

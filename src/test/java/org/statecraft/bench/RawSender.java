package org.statecraft.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The floor: the same requests by the bare HTTP client, with nothing before and after them. */
final class RawSender {

  private final HttpClient client;
  private final int port;
  private final Buffer body;
  private final int records;
  private final CountDownLatch left;
  private final AtomicInteger started = new AtomicInteger();

  private RawSender(HttpClient client, int port, String body, int records) {
    this.client = client;
    this.port = port;
    this.body = Buffer.buffer(body);
    this.records = records;
    this.left = new CountDownLatch(records);
  }

  /** Sends so many records over so many connections, and tells how many nanoseconds it took. */
  static long send(Vertx vertx, int port, String body, int connections, int records)
      throws InterruptedException {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true).setPipelining(false),
            new PoolOptions().setHttp1MaxSize(connections));
    RawSender sender = new RawSender(client, port, body, records);
    long began = System.nanoTime();
    vertx
        .getOrCreateContext()
        .runOnContext(
            nothing -> {
              for (int i = 0; i < connections; i++) {
                sender.next();
              }
            });
    if (!sender.left.await(5, TimeUnit.MINUTES)) {
      throw new IllegalStateException(sender.left.getCount() + " requests got no answer");
    }
    long took = System.nanoTime() - began;
    client.close();
    return took;
  }

  private void next() {
    if (started.incrementAndGet() > records) {
      return;
    }
    client
        .request(HttpMethod.POST, port, "127.0.0.1", "/data/v3/ed-fi/x")
        .map(RawSender::withHeaders)
        .compose(request -> request.send(body))
        .compose(HttpClientResponse::body)
        .onSuccess(
            answer -> {
              left.countDown();
              next();
            });
  }

  private static HttpClientRequest withHeaders(HttpClientRequest request) {
    return request
        .putHeader("authorization", "Bearer t")
        .putHeader("accept", "application/json")
        .putHeader("content-type", "application/json");
  }
}

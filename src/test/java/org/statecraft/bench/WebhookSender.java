package org.statecraft.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.statecraft.config.Secret;
import org.statecraft.ingest.WebhookSignature;
import org.statecraft.testing.TestDatabase;

/** Sends signed row changes to a webhook and insists on 202. */
final class WebhookSender implements AutoCloseable {

  static final String SECRET_TEXT = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";
  static final Secret SECRET = new Secret(SECRET_TEXT);

  private static final AtomicLong IDS = new AtomicLong();

  private final WebClient client;
  private final int port;

  WebhookSender(Vertx vertx, int port) {
    this.client =
        WebClient.create(vertx, new WebClientOptions(), new PoolOptions().setHttp1MaxSize(64));
    this.port = port;
  }

  Future<Void> send(String district, String json) {
    Buffer body = Buffer.buffer(json);
    Instant now = Instant.now();
    String id = "bench-" + IDS.incrementAndGet();
    return client
        .post(port, "127.0.0.1", "/webhook/" + district)
        .putHeader("Content-Type", "application/json")
        .putHeader("webhook-id", id)
        .putHeader("webhook-timestamp", Long.toString(now.getEpochSecond()))
        .putHeader("webhook-signature", WebhookSignature.sign(SECRET, id, now, body.getBytes()))
        .sendBuffer(body)
        .compose(WebhookSender::accepted);
  }

  /** Sends changes 1,000 at a time, each time waiting for the answer. */
  void sendAll(String district, List<String> changes) {
    for (int at = 0; at < changes.size(); at += 1_000) {
      List<String> together = changes.subList(at, Math.min(changes.size(), at + 1_000));
      TestDatabase.await(send(district, "[" + String.join(",", together) + "]"));
    }
  }

  private static Future<Void> accepted(HttpResponse<Buffer> answer) {
    return answer.statusCode() == 202
        ? Future.succeededFuture()
        : Future.failedFuture(answer.statusCode() + ": " + answer.bodyAsString());
  }

  @Override
  public void close() {
    client.close();
  }
}

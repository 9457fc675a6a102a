package org.statecraft.source;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.statecraft.config.Secret;
import org.statecraft.ingest.WebhookSignature;

/**
 * Debezium's engine in a process of its own, to be killed. It posts what it reads to a webhook and
 * goes on when that is acknowledged. Arguments: a file with the engine's properties, the webhook.
 */
public final class EngineProcess {

  static final String SECRET = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private EngineProcess() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws IOException {
    Properties properties = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of(args[0]))) {
      properties.load(file);
    }
    URI webhook = URI.create(args[1]);
    DebeziumEngine<ChangeEvent<String, String>> engine =
        DebeziumEngine.create(Json.class)
            .using(properties)
            .notifying((records, committer) -> send(webhook, records, committer))
            .using(
                (success, message, error) -> {
                  System.out.println("engine ended: " + message + " " + error);
                  Runtime.getRuntime().halt(success ? 0 : 1);
                })
            .build();
    System.out.println("engine begins");
    engine.run();
  }

  private static void send(
      URI webhook,
      List<ChangeEvent<String, String>> records,
      DebeziumEngine.RecordCommitter<ChangeEvent<String, String>> committer)
      throws InterruptedException {
    List<String> values = new ArrayList<>();
    for (ChangeEvent<String, String> each : records) {
      if (each.value() != null) {
        values.add(each.value());
      }
    }
    if (!values.isEmpty()) {
      post(webhook, ("[" + String.join(",", values) + "]").getBytes(StandardCharsets.UTF_8));
      System.out.println("posted " + values.size());
    }
    for (ChangeEvent<String, String> each : records) {
      committer.markProcessed(each);
    }
    committer.markBatchFinished();
  }

  private static void post(URI webhook, byte[] body) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Instant now = Instant.now();
      String id = UUID.randomUUID().toString();
      try {
        HttpResponse<String> answer =
            HTTP.send(
                HttpRequest.newBuilder(webhook)
                    .timeout(Duration.ofSeconds(30))
                    .header("Content-Type", "application/json")
                    .header(WebhookSignature.ID_HEADER, id)
                    .header(WebhookSignature.TIMESTAMP_HEADER, Long.toString(now.getEpochSecond()))
                    .header(
                        WebhookSignature.SIGNATURE_HEADER,
                        WebhookSignature.sign(new Secret(SECRET), id, now, body))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 202) {
          return;
        }
        System.out.println("refused " + answer.statusCode() + " " + answer.body());
        if (answer.statusCode() < 500) {
          throw new IllegalStateException("the webhook refuses: " + answer.body());
        }
      } catch (IOException e) {
        System.out.println("no answer " + e);
      }
      if (attempt == 60) {
        throw new IllegalStateException("the webhook does not take it");
      }
      Thread.sleep(500);
    }
  }
}

package org.statecraft.simulation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.statecraft.config.Secret;
import org.statecraft.ingest.WebhookSignature;

/** Posts signed requests to a webhook, as a source does. */
public final class Poster {

  /** The secret of all simulated districts. */
  public static final Secret SECRET =
      new Secret("whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=");

  private static final AtomicLong IDS = new AtomicLong();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private Poster() {}

  /**
   * One attempt.
   *
   * @return whether the changes are kept; false when the webhook asks to come again
   * @throws IOException when there was no answer, so that nobody knows
   * @throws IllegalStateException when it refuses them
   */
  public static boolean post(URI webhook, CampusRequest request)
      throws IOException, InterruptedException {
    Instant now = Instant.now();
    String id = "sim-" + IDS.incrementAndGet();
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(webhook)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", request.mediaType())
                .header(WebhookSignature.ID_HEADER, id)
                .header(WebhookSignature.TIMESTAMP_HEADER, Long.toString(now.getEpochSecond()))
                .header(
                    WebhookSignature.SIGNATURE_HEADER,
                    WebhookSignature.sign(SECRET, id, now, request.body()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 202 && answer.statusCode() < 500) {
      throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
    }
    return answer.statusCode() == 202;
  }
}

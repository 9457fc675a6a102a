package org.statecraft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.config.Secret;
import org.statecraft.ingest.WebhookSignature;
import org.statecraft.testing.PackagedProgram;

/** The packaged server with files of its own. */
class ServeIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Secret SECRET = new Secret("whsec_dGhlIHNlY3JldCBvZiB0aGUgdGVzdA==");
  private static final Secret OTHER = new Secret("whsec_YW5vdGhlciBzZWNyZXQgYWx0b2dldGhlcg==");

  private static final byte[] CHANGE =
      """
      {"op": "c", "before": null, "after": {"schoolID": 1, "districtID": 1, "number": "7"},
       "source": {"table": "School", "lsn": 7, "ts_ms": 1724140800000}}
      """
          .getBytes(StandardCharsets.UTF_8);

  private final Path folder;

  ServeIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void serve_takesSignedChangesOnly_andStopsWhenTold() throws Exception {
    int port = PackagedProgram.freePorts(2);
    write("webhook-secret", SECRET.reveal());
    write("key", "key");
    write("secret", "secret");
    write(
        "server.yaml",
        """
        http: {port: %d}
        database: {url: embedded, embedded: {folder: database, port: %d}}
        paths: {connections: connections}
        webhook: {districts: {springfield: {secrets: ["file:webhook-secret"]}}}
        stop-timeout: 10s
        """
            .formatted(port, port + 1));
    write(
        "connections/springfield.yaml",
        """
        name: springfield-2025
        district: springfield
        school-year: 2025
        pack: core
        data-standard: "4.0"
        unique-id: state-id
        api: {base: "http://127.0.0.1:9"}
        credentials: {key: "file:key", secret: "file:secret"}
        """);

    try (PackagedProgram server =
        PackagedProgram.start(folder, List.of("serve", "--config", "server.yaml"))) {
      server.awaitLine("ready address=", LIMIT);
      String root = "http://127.0.0.1:" + port;
      assertEquals(401, post(root + "/webhook/springfield", OTHER).statusCode());
      assertEquals(404, post(root + "/webhook/elsewhere", SECRET).statusCode());
      HttpResponse<String> taken = post(root + "/webhook/springfield", SECRET);
      assertEquals(202, taken.statusCode(), taken.body());
      assertTrue(taken.body().contains("\"applied\":1"), taken.body());
      assertEquals(200, PackagedProgram.get(root + "/health/ready").statusCode());
      assertEquals(200, PackagedProgram.get(root + "/health/live").statusCode());
      String metrics = PackagedProgram.get(root + "/metrics").body();
      for (String status : List.of("202", "401", "404")) {
        assertTrue(
            metrics.contains("statecraft_webhook_seconds_count{status=\"" + status + "\"} 1"),
            metrics);
      }
      server.terminate();
      assertEquals(0, server.awaitExit(Duration.ofSeconds(15)), server.output());
    }
  }

  @Test
  void serve_withoutSettings_saysWhatIsMissing() throws Exception {
    try (PackagedProgram server = PackagedProgram.start(folder, List.of("serve"))) {
      assertEquals(1, server.awaitExit(LIMIT), server.output());
      assertTrue(server.output().contains("config/server.yaml"), server.output());
    }
  }

  private void write(String name, String text) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static HttpResponse<String> post(String address, Secret secret) throws Exception {
    Instant now = Instant.now();
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/json")
                .header(WebhookSignature.ID_HEADER, "test-1")
                .header(WebhookSignature.TIMESTAMP_HEADER, Long.toString(now.getEpochSecond()))
                .header(
                    WebhookSignature.SIGNATURE_HEADER,
                    WebhookSignature.sign(secret, "test-1", now, CHANGE))
                .POST(HttpRequest.BodyPublishers.ofByteArray(CHANGE))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}

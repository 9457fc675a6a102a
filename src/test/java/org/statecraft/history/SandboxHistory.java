package org.statecraft.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ResourceBody;

/** Reads the log and the records of a sandbox over HTTP, and tells it how to fail. */
public final class SandboxHistory {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String base;
  private final Map<String, List<String>> keys;

  /**
   * A sandbox.
   *
   * @param base such as {@code http://127.0.0.1:9000}
   * @param keys of each resource of interest, the paths of its natural key in the schema's order
   */
  public SandboxHistory(String base, Map<String, List<String>> keys) {
    this.base = base;
    this.keys = keys;
  }

  /** All requests since the sandbox was started. */
  public List<HistoryEntry> requests() {
    return log().stream().map(HistoryEntry::of).toList();
  }

  /** The same as they are written in the log. */
  public List<JsonNode> log() {
    List<JsonNode> all = new ArrayList<>();
    long last;
    do {
      JsonNode page = CanonicalJson.read(get("/sandbox/requests?after=" + all.size()));
      last = page.path("last").asLong();
      page.path("requests").forEach(all::add);
    } while (all.size() < last);
    return all;
  }

  /** All records, each as its {@code resource} and {@code body}. */
  public List<JsonNode> records() {
    return get("/sandbox/state").lines().map(CanonicalJson::read).toList();
  }

  /** Hashes of the records of the resources of interest. */
  public Map<List<String>, String> state() {
    Map<List<String>, String> state = new HashMap<>();
    for (JsonNode line : records()) {
      List<String> key = keys.get(line.path("resource").asText());
      if (key != null) {
        List<String> record = new ArrayList<>(List.of(line.path("resource").asText()));
        key.forEach(
            path -> record.add(line.path("body").at("/" + path.replace('.', '/')).asText()));
        state.put(record, ResourceBody.of(line.path("body")).hash().toString());
      }
    }
    return state;
  }

  /** Changes how it fails: drawn, quiet or down. */
  public void fail(String mode) {
    post("/sandbox/faults", mode, 204);
  }

  /** Loads records. */
  public void seed(String json) {
    post("/sandbox/seed", json, 200);
  }

  private void post(String path, String body, int expected) {
    HttpResponse<String> answer =
        send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    if (answer.statusCode() != expected) {
      throw new IllegalStateException(path + " answered " + answer.body());
    }
  }

  private String get(String path) {
    return send(request(path).GET()).body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.statecraft.edfi.CanonicalJson;

/** A plain HTTP client for tests. It knows an Ed-Fi API only by its discovery document. */
final class EdFiClient {

  /** An answer; a body that is no JSON is a text. */
  record Reply(int status, JsonNode body, Map<String, String> headers) {

    String header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT))).orElse("");
    }

    /** The last segment of {@code Location}. */
    String id() {
      return header("Location").replaceAll(".*/", "");
    }

    String type() {
      return body.path("type").asText();
    }
  }

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String key;
  private final String secret;
  private final JsonNode discovery;
  private String token = "";

  EdFiClient(String base, String key, String secret) {
    this.key = key;
    this.secret = secret;
    this.discovery = send(request(base.endsWith("/") ? base : base + "/").GET()).body();
  }

  JsonNode discovery() {
    return discovery;
  }

  String url(String name) {
    return discovery.path("urls").path(name).asText();
  }

  void authenticate() {
    Reply reply = token("grant_type=client_credentials", basic(key, secret));
    if (reply.status() != 200) {
      throw new IllegalStateException("no token: " + reply);
    }
    token = reply.body().path("access_token").asText();
  }

  String token() {
    return token;
  }

  void useToken(String other) {
    token = other;
  }

  Reply token(String form, String authorization) {
    HttpRequest.Builder request =
        request(url("oauth"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return send(request);
  }

  static String basic(String key, String secret) {
    String both = key + ":" + secret;
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  Reply post(String resource, JsonNode body, String... headers) {
    return call("POST", resource, body.toString(), headers);
  }

  Reply put(String resource, String id, JsonNode body, String... headers) {
    return call("PUT", resource + "/" + id, body.toString(), headers);
  }

  Reply delete(String resource, String id, String... headers) {
    return call("DELETE", resource + "/" + id, "", headers);
  }

  Reply get(String resource, String id, String... headers) {
    return call("GET", resource + "/" + id, "", headers);
  }

  Reply find(String resource, Map<String, String> query) {
    return call(
        "GET",
        resource
            + query.entrySet().stream()
                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&", "?", "")),
        "");
  }

  Reply call(String method, String path, String body, String... headers) {
    String data = url("dataManagementApi").replaceAll("/$", "") + "/ed-fi/";
    HttpRequest.Builder request =
        request(data + path)
            .header("Authorization", "Bearer " + token)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    if (!body.isEmpty() && !String.join(",", headers).contains("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    return send(request);
  }

  static Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      Map<String, String> headers =
          response.headers().map().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      each -> each.getKey().toLowerCase(java.util.Locale.ROOT),
                      each -> each.getValue().get(0)));
      String type = headers.getOrDefault("content-type", "");
      String text = response.body();
      return new Reply(
          response.statusCode(),
          type.contains("json") && !type.contains("ndjson") && !text.isBlank()
              ? CanonicalJson.read(text)
              : TextNode.valueOf(text),
          headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static HttpRequest.Builder request(String uri) {
    return HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(30));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

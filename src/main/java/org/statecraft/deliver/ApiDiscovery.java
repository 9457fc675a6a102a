package org.statecraft.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.statecraft.connections.ApiAddress;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.errorlog.ErrorType;

/**
 * Where the parts of an API are. Its discovery document is read once, and again after a failure;
 * not at all when the connection gives both addresses that are needed.
 */
final class ApiDiscovery {

  private final HttpExchange http;
  private final ApiAddress address;
  private @Nullable Future<ApiUrls> known;

  ApiDiscovery(HttpExchange http, ApiAddress address) {
    this.http = http;
    this.address = address;
  }

  /** The addresses; fails with {@link ConnectionFault}. */
  synchronized Future<ApiUrls> urls() {
    Future<ApiUrls> urls = known;
    if (urls == null || urls.failed()) {
      urls = address.oauth().isPresent() && address.data().isPresent() ? given() : ask();
      known = urls;
    }
    return urls;
  }

  /** Reads the document anew the next time: something there does not answer. */
  synchronized void forget() {
    Future<ApiUrls> urls = known;
    if (urls != null && urls.isComplete()) {
      known = null;
    }
  }

  private Future<ApiUrls> given() {
    return Future.succeededFuture(
        new ApiUrls(
            address.oauth().orElseThrow(),
            withoutSlash(address.data().orElseThrow()),
            address.dependencies(),
            ""));
  }

  private Future<ApiUrls> ask() {
    return http.get(address.base(), Map.of())
        .recover(error -> Future.failedFuture(unreachable(error)))
        .map(this::read);
  }

  private static Throwable unreachable(Throwable error) {
    return error instanceof ConnectionFault
        ? error
        : new ConnectionFault(
            ErrorType.API_UNREACHABLE, "the discovery document: " + error.getMessage());
  }

  private ApiUrls read(Answer answer) {
    if (!answer.isSuccess()) {
      throw new ConnectionFault(
          ErrorType.API_UNREACHABLE,
          "the discovery document at " + address.base() + " is answered with " + answer.status(),
          answer.retryAfter());
    }
    JsonNode document = document(answer.body());
    JsonNode urls = document.path("urls");
    return new ApiUrls(
        address.oauth().orElseGet(() -> required(urls, "oauth")),
        withoutSlash(address.data().orElseGet(() -> required(urls, "dataManagementApi"))),
        address.dependencies().or(() -> uri(urls.path("dependencies").asText(""))),
        document.path("version").asText(""));
  }

  private JsonNode document(String body) {
    try {
      return CanonicalJson.read(body);
    } catch (IllegalArgumentException e) {
      throw new ConnectionFault(
          ErrorType.API_UNREACHABLE, "what " + address.base() + " answers is not JSON");
    }
  }

  private URI required(JsonNode urls, String name) {
    return uri(urls.path(name).asText(""))
        .orElseThrow(
            () ->
                new ConnectionFault(
                    ErrorType.API_UNREACHABLE,
                    "the discovery document at "
                        + address.base()
                        + " has no urls."
                        + name
                        + "; name the address in the connection"));
  }

  private static Optional<URI> uri(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static URI withoutSlash(URI uri) {
    String text = uri.toString();
    return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : uri;
  }
}

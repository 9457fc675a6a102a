package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.statecraft.edfi.CanonicalJson;

/**
 * Answers {@code POST /oauth/token}: client credentials in a Basic header or in the form or JSON
 * body, not in both.
 */
final class TokenEndpoint {

  private record Client(String key, String secret) {}

  private final AccessTokens tokens;
  private final ServerFamily family;
  private final Client known;

  TokenEndpoint(AccessTokens tokens, ServerFamily family, SandboxConfig config) {
    this.tokens = tokens;
    this.family = family;
    this.known = new Client(config.key(), config.secret().reveal());
  }

  Answer answer(String authorization, String contentType, String body) {
    Map<String, String> fields = fields(contentType, body);
    Optional<Client> inHeader = basic(authorization);
    Optional<Client> inBody =
        !family.clientInHeaderOnly()
                && (fields.containsKey("client_id") || fields.containsKey("client_secret"))
            ? Optional.of(
                new Client(
                    fields.getOrDefault("client_id", ""), fields.getOrDefault("client_secret", "")))
            : Optional.empty();
    if (inHeader.isPresent() && inBody.isPresent()) {
      return error(400, "invalid_client", "Send the client by header or by body, not by both.");
    }
    if (!fields.containsKey("grant_type")) {
      return error(400, "invalid_request", "grant_type is missing.");
    }
    if (!"client_credentials".equals(fields.get("grant_type"))) {
      return error(400, "unsupported_grant_type", "Only client_credentials is supported.");
    }
    if (!inHeader.or(() -> inBody).equals(Optional.of(known))) {
      return Answer.json(family.wrongClientStatus(), "{\"error\":\"invalid_client\"}");
    }
    return tokens.issue().map(this::issued).orElseGet(family::tooManyTokens);
  }

  private Answer issued(String token) {
    ObjectNode answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("access_token", token)
            .put("expires_in", tokens.lifetime().toSeconds())
            .put("token_type", "bearer");
    return Answer.json(200, answer.toString()).with("Cache-Control", "no-store");
  }

  private static Answer error(int status, String error, String description) {
    ObjectNode answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("error", error)
            .put("error_description", description);
    return Answer.json(status, answer.toString());
  }

  private static Optional<Client> basic(String authorization) {
    if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring(6).strip());
      String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      return Optional.of(new Client(parts[0], parts.length == 2 ? parts[1] : ""));
    } catch (IllegalArgumentException e) {
      return Optional.of(new Client("", ""));
    }
  }

  private static Map<String, String> fields(String contentType, String body) {
    Map<String, String> fields = new HashMap<>();
    if (contentType.startsWith("application/json")) {
      json(body)
          .properties()
          .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
    } else {
      for (String field : body.split("&")) {
        int equals = field.indexOf('=');
        if (equals > 0) {
          fields.put(decoded(field.substring(0, equals)), decoded(field.substring(equals + 1)));
        }
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static JsonNode json(String body) {
    try {
      return CanonicalJson.read(body);
    } catch (IllegalArgumentException e) {
      return JsonNodeFactory.instance.objectNode();
    }
  }
}

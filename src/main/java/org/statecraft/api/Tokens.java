package org.statecraft.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.District;
import org.statecraft.config.ApiConfig;
import org.statecraft.config.Secret;

/** The tokens that are taken. Only their hashes are kept. */
public final class Tokens {

  private static final String BEARER = "Bearer ";

  /** One token. */
  private record Known(byte[] hash, Caller caller) {}

  private final List<Known> all = new ArrayList<>();

  private Tokens() {}

  /** The tokens of the settings. */
  public static Tokens of(Map<String, ApiConfig.Token> tokens) {
    Tokens known = new Tokens();
    tokens.forEach(
        (name, token) ->
            known.all.add(
                new Known(
                    hash(token.secret().reveal()),
                    new Caller(
                        name,
                        token.role(),
                        token.districts().stream()
                            .map(District::new)
                            .collect(Collectors.toSet())))));
    return known;
  }

  /** One token of an operator of all districts. */
  public static Tokens ofOperator(String name, Secret secret) {
    return of(
        Map.of(name, new ApiConfig.Token(secret, ApiConfig.Role.OPERATOR, java.util.Set.of())));
  }

  /**
   * Who sends a request, by its header {@code Authorization}; looks at all, so that time is no
   * hint.
   */
  Optional<Caller> find(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith(BEARER)) {
      return Optional.empty();
    }
    byte[] given = hash(authorization.substring(BEARER.length()).strip());
    Optional<Caller> found = Optional.empty();
    for (Known each : all) {
      if (MessageDigest.isEqual(each.hash(), given)) {
        found = Optional.of(each.caller());
      }
    }
    return found;
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

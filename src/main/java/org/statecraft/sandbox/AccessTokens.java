package org.statecraft.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The access tokens of the one client. They end with the process, as with their time. */
final class AccessTokens {

  private final InstantSource clock;
  private final int limit;
  private final Duration lifetime;
  private final Map<String, Instant> expiry = new LinkedHashMap<>();

  AccessTokens(InstantSource clock, int limit, Duration lifetime) {
    this.clock = clock;
    this.limit = limit;
    this.lifetime = lifetime;
  }

  /** A new token; empty when the client holds as many as it may. */
  Optional<String> issue() {
    Instant now = clock.instant();
    expiry.values().removeIf(end -> !end.isAfter(now));
    if (expiry.size() >= limit) {
      return Optional.empty();
    }
    String token = UUID.randomUUID().toString().replace("-", "");
    expiry.put(token, now.plus(lifetime));
    return Optional.of(token);
  }

  /** Whether an {@code Authorization} header carries a token that has not expired. */
  boolean accept(String authorization) {
    Instant end = expiry.get(token(authorization));
    return end != null && end.isAfter(clock.instant());
  }

  /** Ends the token of an {@code Authorization} header before its time. */
  void expire(String authorization) {
    expiry.remove(token(authorization));
  }

  private static String token(String authorization) {
    return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
        ? authorization.substring(7).strip()
        : "";
  }

  Duration lifetime() {
    return lifetime;
  }
}

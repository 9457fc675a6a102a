package org.statecraft.ingest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.statecraft.config.Secret;

/**
 * Signs and verifies webhooks by the Standard Webhooks scheme: HMAC-SHA256 over {@code
 * id.timestamp.body}, the body being the bytes as they came.
 */
public final class WebhookSignature {

  public static final String ID_HEADER = "webhook-id";
  public static final String TIMESTAMP_HEADER = "webhook-timestamp";
  public static final String SIGNATURE_HEADER = "webhook-signature";

  private static final String SECRET_PREFIX = "whsec_";
  private static final String VERSION = "v1,";
  private static final int MOST_SIGNATURES = 16;

  private final InstantSource clock;
  private final Duration tolerance;

  public WebhookSignature(InstantSource clock, Duration tolerance) {
    this.clock = clock;
    this.tolerance = tolerance;
  }

  /** Why a request is not believed, in words that may be told to its sender. */
  public enum Refusal {
    NO_ID("the header webhook-id is missing or empty"),
    NO_TIMESTAMP("the header webhook-timestamp is missing or not a number of seconds since 1970"),
    NO_SIGNATURE("the header webhook-signature is missing or has no signature of version v1"),
    TOO_OLD("webhook-timestamp is too far in the past; check the sender's clock"),
    TOO_NEW("webhook-timestamp is too far in the future; check the sender's clock"),
    WRONG("no signature fits the body with a key of this district");

    private final String detail;

    Refusal(String detail) {
      this.detail = detail;
    }

    public String detail() {
      return detail;
    }
  }

  /**
   * Verifies a request; one signature that fits one of the secrets is enough.
   *
   * @param secrets {@code whsec_} and base64; several while a key is being changed
   * @return empty if the request is to be believed
   */
  public Optional<Refusal> verify(
      @Nullable String id,
      @Nullable String timestamp,
      @Nullable String signatures,
      byte[] body,
      List<Secret> secrets) {
    if (id == null || id.isBlank()) {
      return Optional.of(Refusal.NO_ID);
    }
    Optional<Instant> signedAt = seconds(timestamp);
    if (timestamp == null || signedAt.isEmpty()) {
      return Optional.of(Refusal.NO_TIMESTAMP);
    }
    if (signatures == null || !signatures.contains(VERSION)) {
      return Optional.of(Refusal.NO_SIGNATURE);
    }
    if (signedAt.get().isBefore(clock.instant().minus(tolerance))) {
      return Optional.of(Refusal.TOO_OLD);
    }
    if (signedAt.get().isAfter(clock.instant().plus(tolerance))) {
      return Optional.of(Refusal.TOO_NEW);
    }
    return fits(id, timestamp, signatures, body, secrets)
        ? Optional.empty()
        : Optional.of(Refusal.WRONG);
  }

  /**
   * The value of the signature header.
   *
   * @throws IllegalArgumentException when the secret is not {@code whsec_} and base64
   */
  public static String sign(Secret secret, String id, Instant signedAt, byte[] body) {
    return VERSION
        + Base64.getEncoder()
            .encodeToString(hmac(secret, id, Long.toString(signedAt.getEpochSecond()), body));
  }

  /**
   * Checks the form of a secret, so that a misspelt one is found at start and not at the first
   * request.
   *
   * @throws IllegalArgumentException when the secret is not {@code whsec_} and base64
   */
  public static void checkSecret(Secret secret) {
    key(secret);
  }

  private static boolean fits(
      String id, String timestamp, String signatures, byte[] body, List<Secret> secrets) {
    List<byte[]> expected =
        secrets.stream().map(secret -> hmac(secret, id, timestamp, body)).toList();
    boolean fits = false;
    for (String signature : signatures.split(" ", MOST_SIGNATURES)) {
      byte[] given = decode(signature);
      for (byte[] one : expected) {
        fits |= MessageDigest.isEqual(one, given);
      }
    }
    return fits;
  }

  private static byte[] decode(String signature) {
    try {
      return signature.startsWith(VERSION)
          ? Base64.getDecoder().decode(signature.substring(VERSION.length()))
          : new byte[0];
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  private static byte[] hmac(Secret secret, String id, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  private static byte[] key(Secret secret) {
    String text = secret.reveal();
    try {
      byte[] key =
          text.startsWith(SECRET_PREFIX)
              ? Base64.getDecoder().decode(text.substring(SECRET_PREFIX.length()))
              : new byte[0];
      if (key.length > 0) {
        return key;
      }
    } catch (IllegalArgumentException notBase64) {
      // Told below, without the text: it is a secret even when it is misspelt.
    }
    throw new IllegalArgumentException("a webhook secret must be 'whsec_' followed by base64 text");
  }

  private static Optional<Instant> seconds(@Nullable String timestamp) {
    try {
      return timestamp == null || timestamp.length() > 12
          ? Optional.empty()
          : Optional.of(Instant.ofEpochSecond(Long.parseLong(timestamp)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}

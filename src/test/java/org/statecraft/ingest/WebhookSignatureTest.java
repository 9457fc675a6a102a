package org.statecraft.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.statecraft.config.Secret;
import org.statecraft.ingest.WebhookSignature.Refusal;

class WebhookSignatureTest {

  /** The worked example of the Standard Webhooks specification. */
  private static final Secret PUBLISHED = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final long TIME = 1614265330;
  private static final byte[] BODY = bytes("{\"test\": 2432232314}");
  private static final String FITTING = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  private static final Secret OTHER =
      new Secret("whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<Refusal> verify(
      @Nullable String id,
      @Nullable String time,
      @Nullable String signature,
      byte[] body,
      Secret... secrets) {
    return verifyAt(Instant.ofEpochSecond(TIME), id, time, signature, body, secrets);
  }

  private static Optional<Refusal> verifyAt(
      Instant now,
      @Nullable String id,
      @Nullable String time,
      @Nullable String signature,
      byte[] body,
      Secret... secrets) {
    return new WebhookSignature(InstantSource.fixed(now), Duration.ofMinutes(5))
        .verify(id, time, signature, body, List.of(secrets));
  }

  @Test
  void verify_believesThePublishedExample() {
    assertEquals(Optional.empty(), verify(ID, "" + TIME, FITTING, BODY, PUBLISHED));
  }

  @Test
  void sign_givesThePublishedSignature() {
    assertEquals(FITTING, WebhookSignature.sign(PUBLISHED, ID, Instant.ofEpochSecond(TIME), BODY));
  }

  @Test
  void sign_signsBytesAndNotCharacters() {
    // Computed with another implementation of HMAC.
    assertEquals(
        "v1,o8JvxpkNwt5qBhUr0AH3fTAnA8EllmUIlyuHscNQICc=",
        WebhookSignature.sign(
            OTHER, "evt-1", Instant.ofEpochSecond(1_700_000_000), bytes("{\"a\":\"é\"}")));
  }

  @Test
  void verify_believesOneFittingSignatureAmongSeveral() {
    assertEquals(
        Optional.empty(),
        verify(ID, "" + TIME, "v1a,AAAA v1,bm9ldHU= " + FITTING, BODY, PUBLISHED));
  }

  @Test
  void verify_believesTheOldAndTheNewKeyWhileTheKeyIsChanged() {
    assertEquals(Optional.empty(), verify(ID, "" + TIME, FITTING, BODY, OTHER, PUBLISHED));
    assertEquals(Optional.of(Refusal.WRONG), verify(ID, "" + TIME, FITTING, BODY, OTHER));
    assertEquals(Optional.of(Refusal.WRONG), verify(ID, "" + TIME, FITTING, BODY));
  }

  @Test
  void verify_refusesAnotherBodyIdOrTime() {
    assertEquals(
        Optional.of(Refusal.WRONG),
        verify(ID, "" + TIME, FITTING, bytes("{\"test\": 2432232315}"), PUBLISHED));
    assertEquals(Optional.of(Refusal.WRONG), verify(ID + "x", "" + TIME, FITTING, BODY, PUBLISHED));
    assertEquals(Optional.of(Refusal.WRONG), verify(ID, "" + (TIME + 1), FITTING, BODY, PUBLISHED));
  }

  @Test
  void verify_refusesWhatIsNoSignature() {
    assertEquals(Optional.of(Refusal.WRONG), verify(ID, "" + TIME, "v1,???", BODY, PUBLISHED));
    assertEquals(Optional.of(Refusal.WRONG), verify(ID, "" + TIME, "v1,", BODY, PUBLISHED));
    assertEquals(
        Optional.of(Refusal.NO_SIGNATURE), verify(ID, "" + TIME, "v2,abcd", BODY, PUBLISHED));
    assertEquals(Optional.of(Refusal.NO_SIGNATURE), verify(ID, "" + TIME, null, BODY, PUBLISHED));
  }

  @Test
  void verify_namesTheMissingHeader() {
    assertEquals(Optional.of(Refusal.NO_ID), verify(null, "" + TIME, FITTING, BODY, PUBLISHED));
    assertEquals(Optional.of(Refusal.NO_ID), verify("", "" + TIME, FITTING, BODY, PUBLISHED));
    assertEquals(Optional.of(Refusal.NO_TIMESTAMP), verify(ID, null, FITTING, BODY, PUBLISHED));
    assertEquals(
        Optional.of(Refusal.NO_TIMESTAMP), verify(ID, "yesterday", FITTING, BODY, PUBLISHED));
    assertEquals(
        Optional.of(Refusal.NO_TIMESTAMP),
        verify(ID, "99999999999999999", FITTING, BODY, PUBLISHED));
  }

  @Test
  void verify_toleratesFiveMinutesEachWay() {
    Instant signedAt = Instant.ofEpochSecond(TIME);
    assertEquals(Optional.empty(), at(signedAt.plusSeconds(300)));
    assertEquals(Optional.empty(), at(signedAt.minusSeconds(300)));
    assertEquals(Optional.of(Refusal.TOO_OLD), at(signedAt.plusSeconds(301)));
    assertEquals(Optional.of(Refusal.TOO_NEW), at(signedAt.minusSeconds(301)));
  }

  private static Optional<Refusal> at(Instant now) {
    return verifyAt(now, ID, "" + TIME, FITTING, BODY, PUBLISHED);
  }

  @Test
  void checkSecret_refusesAMisspeltSecretWithoutShowingIt() {
    for (String text : List.of("whsec_", "whsec_???", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")) {
      IllegalArgumentException error =
          assertThrows(
              IllegalArgumentException.class, () -> WebhookSignature.checkSecret(new Secret(text)));
      assertFalse(String.valueOf(error.getMessage()).contains("MfKQ"), error.getMessage());
    }
    WebhookSignature.checkSecret(PUBLISHED);
  }
}

package org.statecraft.sandbox;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Draws faults by the number of the request. Without faults it draws none. */
final class FaultPlan {

  /** How the sandbox behaves at the moment. */
  enum Mode {
    /** As drawn. */
    DRAWN,
    /** Without faults. */
    QUIET,
    /** Every connection is reset, as if nobody were there. */
    DOWN
  }

  private static final long TOKENS = 0x70cafe;
  private static final long AUTHORIZATION = 0xa07a;
  private static final int[] BEFORE = {500, 502, 503, 504};
  private static final int[] AFTER = {500, 502, 504};

  private final Optional<SandboxFaults> faults;
  private final ServerFamily family;
  private final InstantSource clock;
  private Mode mode = Mode.DRAWN;

  FaultPlan(Optional<SandboxFaults> faults, ServerFamily family, InstantSource clock) {
    this.faults = faults;
    this.family = family;
    this.clock = clock;
  }

  void mode(Mode next) {
    mode = next;
  }

  boolean isDown() {
    return mode == Mode.DOWN;
  }

  /** The fault of the request for data with a number, counted from 1. */
  Optional<Fault> ofData(long number) {
    return draw(random(number, 0), false);
  }

  /** The fault of the request for a token with a number, counted from 1. */
  Optional<Fault> ofToken(long number) {
    return draw(random(number, TOKENS), true)
        .filter(fault -> fault != Fault.TOO_MANY_TOKENS || family.tokenLimit() < Integer.MAX_VALUE);
  }

  private Optional<Fault> draw(SplittableRandom random, boolean forToken) {
    if (mode != Mode.DRAWN || faults.isEmpty()) {
      return Optional.empty();
    }
    double drawn = random.nextDouble();
    for (Map.Entry<Fault, Double> each : new TreeMap<>(faults.get().rates()).entrySet()) {
      drawn -= each.getValue();
      if (drawn < 0) {
        Fault fault = each.getKey();
        boolean meets = forToken ? fault.meetsTokens() : fault != Fault.TOO_MANY_TOKENS;
        return meets ? Optional.of(fault) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The answer of a fault that has one of its own. */
  Answer answer(Fault fault, long number) {
    SplittableRandom random = random(number, fault.ordinal() + 1L);
    return switch (fault) {
      case THROTTLED -> without(family.throttled());
      case THROTTLED_SECONDS ->
          family.throttled().with("Retry-After", Long.toString(seconds(random)));
      case THROTTLED_DATE -> family.throttled().with("Retry-After", date(seconds(random)));
      case UNAVAILABLE -> error(503);
      case ERROR_BEFORE -> error(BEFORE[random.nextInt(BEFORE.length)]);
      case ERROR_AFTER -> error(AFTER[random.nextInt(AFTER.length)]);
      case TOO_MANY_TOKENS -> family.tooManyTokens();
      case TOKEN_EXPIRED -> family.notAuthenticated();
      case RESET_BEFORE, RESET_AFTER, SLOW ->
          throw new IllegalArgumentException(fault.word() + " has no answer");
    };
  }

  /** How long a slow answer is held back. */
  Duration delay(long number) {
    long longest = faults.map(each -> each.slow().toMillis()).orElse(0L);
    return Duration.ofMillis(1 + random(number, -1).nextLong(Math.max(1, longest)));
  }

  /** How long after an enrollment was written it begins to count. */
  Duration authorizationDelay(StoredRecord enrollment) {
    long longest =
        mode == Mode.QUIET ? 0 : faults.map(each -> each.lateAuthorization().toMillis()).orElse(0L);
    return longest == 0
        ? Duration.ZERO
        : Duration.ofMillis(
            random(enrollment.document().identity().hashCode(), AUTHORIZATION)
                .nextLong(longest + 1));
  }

  boolean delaysAuthorization() {
    return faults.filter(each -> !each.lateAuthorization().isZero()).isPresent();
  }

  private long seconds(SplittableRandom random) {
    long longest = faults.map(each -> each.retryAfter().toSeconds()).orElse(0L);
    return random.nextLong(longest + 1);
  }

  private String date(long inSeconds) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        clock.instant().plusSeconds(inSeconds).atOffset(ZoneOffset.UTC));
  }

  private Answer error(int status) {
    return switch (status) {
      case 500 -> family.systemError();
      case 503 -> without(family.unavailable());
      case 502 -> Gateway.page(502, "Bad Gateway");
      default -> Gateway.page(504, "Gateway Timeout");
    };
  }

  private static Answer without(Answer answer) {
    Map<String, String> headers = new TreeMap<>(answer.headers());
    headers.remove("Retry-After");
    return new Answer(answer.status(), headers, answer.body());
  }

  private SplittableRandom random(long number, long salt) {
    long seed = faults.map(SandboxFaults::seed).orElse(0L);
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number * 0xC2B2AE3D27D4EB4FL + salt);
  }
}

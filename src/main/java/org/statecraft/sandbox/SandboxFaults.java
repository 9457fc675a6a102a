package org.statecraft.sandbox;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which faults a sandbox has, how often. The same seed gives the request with the same number the
 * same fault, whatever the request is.
 *
 * @param seed what the faults are drawn from
 * @param rates the share of requests that meet each fault, from 0 to 1; those left out do not occur
 * @param slow the longest an answer is held back
 * @param retryAfter the longest that {@code Retry-After} asks for, in whole seconds
 * @param lateAuthorization the longest it takes until an enrollment relates its student to the
 *     client; zero for at once
 */
public record SandboxFaults(
    long seed,
    Map<Fault, Double> rates,
    Duration slow,
    Duration retryAfter,
    Duration lateAuthorization) {

  /** The share of requests that meet a fault when nothing is said. */
  public static final double USUAL_RATE = 0.1;

  public SandboxFaults {
    rates = Map.copyOf(rates);
    double sum = rates.values().stream().mapToDouble(Double::doubleValue).sum();
    if (sum > 1 || rates.values().stream().anyMatch(each -> each < 0 || each.isNaN())) {
      throw new IllegalArgumentException(
          "the rates of faults are shares from 0 to 1, and together at most 1; they are " + sum);
    }
  }

  /** All faults, equally often. */
  public static SandboxFaults of(long seed, double rate) {
    return new SandboxFaults(
        seed, equally(rate), Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(30));
  }

  /**
   * Reads rates: a share for all faults together, then {@code fault=share} for some of them.
   *
   * @throws IllegalArgumentException with a message for a person
   */
  public static SandboxFaults parse(long seed, List<String> rates) {
    Map<Fault, Double> read = new EnumMap<>(equally(USUAL_RATE));
    for (String each : rates) {
      int equals = each.indexOf('=');
      double share = share(each, each.substring(equals + 1));
      if (equals < 0) {
        read.putAll(equally(share));
      } else {
        read.put(named(each.substring(0, equals)), share);
      }
    }
    SandboxFaults usual = of(seed, 0);
    return new SandboxFaults(seed, read, usual.slow, usual.retryAfter, usual.lateAuthorization);
  }

  /** The same faults with other times. */
  public SandboxFaults withTimes(Duration slow, Duration retryAfter, Duration lateAuthorization) {
    return new SandboxFaults(seed, rates, slow, retryAfter, lateAuthorization);
  }

  private static Map<Fault, Double> equally(double rate) {
    Fault[] all = Fault.values();
    return Arrays.stream(all).collect(Collectors.toMap(each -> each, each -> rate / all.length));
  }

  private static double share(String whole, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "a fault rate is a share such as 0.1, or fault=share; not '" + whole + "'", e);
    }
  }

  private static Fault named(String word) {
    return Fault.of(word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown fault '"
                        + word
                        + "'; there are "
                        + Arrays.stream(Fault.values())
                            .map(Fault::word)
                            .collect(Collectors.joining(", "))));
  }
}

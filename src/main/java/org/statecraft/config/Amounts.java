package org.statecraft.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts that carry their unit, so that no number has to be guessed at. */
final class Amounts {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})([A-Za-z]+)");

  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private static final Map<String, Long> SIZES =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  private Amounts() {}

  static Optional<Duration> duration(YamlNode node) {
    Matcher form = FORM.matcher(node.text());
    Duration unit = form.matches() ? TIMES.get(form.group(2)) : null;
    if (unit == null) {
      node.problem(
          "expected a time with its unit (ms, s, m, h, d), such as 30s, not '" + node.text() + "'");
      return Optional.empty();
    }
    return Optional.of(unit.multipliedBy(Long.parseLong(form.group(1))));
  }

  static Optional<Long> bytes(YamlNode node) {
    Matcher form = FORM.matcher(node.text());
    Long unit = form.matches() ? SIZES.get(form.group(2)) : null;
    if (unit == null) {
      node.problem(
          "expected a size with its unit (B, KiB, MiB, GiB), such as 16MiB, not '"
              + node.text()
              + "'");
      return Optional.empty();
    }
    return Optional.of(Math.multiplyExact(Long.parseLong(form.group(1)), unit));
  }
}

package org.statecraft.config;

import java.time.Duration;

/**
 * What becomes of rule packs that are edited while the server runs.
 *
 * @param reload whether edited packs come into force, and what of what was decided before. Defaults
 *     to report.
 * @param poll how often the files are looked at. Defaults to 1s.
 * @param timeLimit how long reading, checking and trying out one pack may take. Defaults to 1m.
 */
public record ReloadConfig(Mode reload, Duration poll, Duration timeLimit) {

  /** What a change of the files does. */
  public enum Mode {
    /** Nothing; it counts from the next start on. */
    OFF,
    /** It decides about what changes from now on; what was decided before waits for a resync. */
    REPORT,
    /** It decides about all students anew, and what differs is sent. */
    PLAN_AND_APPLY
  }

  static ReloadConfig read(Settings settings) {
    return new ReloadConfig(
        settings.at("packs.reload").choice(Mode.class, Mode.REPORT),
        settings.at("packs.poll").duration(Duration.ofSeconds(1)),
        settings.at("packs.time-limit").duration(Duration.ofMinutes(1)));
  }
}

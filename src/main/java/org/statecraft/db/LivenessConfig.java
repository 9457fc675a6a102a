package org.statecraft.db;

import java.time.Duration;

/**
 * How a process proves that it lives. A process stops before others may take its work: the lease
 * must be shorter than the grace.
 *
 * @param beat how often it says so. Defaults to 1 s.
 * @param lease how long after a beat that was answered it may begin new work. Defaults to 4 s.
 * @param grace how long a worker whose lock is free must have been silent to be dead; one whose
 *     lock is held by a connection nobody ended, ten times as long. Defaults to 6 s.
 */
public record LivenessConfig(Duration beat, Duration lease, Duration grace) {

  /** Everything as described. */
  public static final LivenessConfig DEFAULT =
      new LivenessConfig(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(6));

  public LivenessConfig {
    if (beat.compareTo(lease) >= 0 || lease.compareTo(grace) >= 0) {
      throw new IllegalArgumentException(
          "need beat < lease < grace, but were " + beat + ", " + lease + ", " + grace);
    }
  }
}

package org.statecraft.events;

import java.time.Duration;

/**
 * How shared changes are fanned out.
 *
 * @param studentsPerCommit how many students are queued in one transaction. Defaults to 1,000.
 * @param studentsPerRead how many students are looked up at once. Defaults to 50,000.
 * @param rowsTogether how many changed rows of a district are done as one. Defaults to 1,000.
 * @param pollInterval how long to wait when there is nothing to do and nobody wakes us. Defaults to
 *     1 s.
 */
public record FanOutConfig(
    int studentsPerCommit, int studentsPerRead, int rowsTogether, Duration pollInterval) {

  public static final FanOutConfig DEFAULT =
      new FanOutConfig(1_000, 50_000, 1_000, Duration.ofSeconds(1));

  public FanOutConfig {
    if (studentsPerCommit < 1 || studentsPerRead < 1 || rowsTogether < 1) {
      throw new IllegalArgumentException("the limits of the fan-out must be at least 1");
    }
  }
}

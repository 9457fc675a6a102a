package org.statecraft.sync;

import java.time.Duration;

/**
 * How students are worked through.
 *
 * @param studentsTogether how many students are read, decided and written together. Defaults to 500
 * @param batchesAtOnce how many such batches of one connection are under way. Defaults to 2
 * @param pollInterval how long to wait for events nobody told us of. Defaults to 1 s
 * @param mostAttempts after how many failures a student is parked. Defaults to 5
 * @param retryDelay how long a student waits after the first failure; doubled each time. Defaults
 *     to 2 s
 */
public record SyncConfig(
    int studentsTogether,
    int batchesAtOnce,
    Duration pollInterval,
    int mostAttempts,
    Duration retryDelay) {

  /** The defaults. */
  public static final SyncConfig DEFAULT =
      new SyncConfig(500, 2, Duration.ofSeconds(1), 5, Duration.ofSeconds(2));
}

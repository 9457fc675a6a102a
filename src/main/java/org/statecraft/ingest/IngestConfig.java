package org.statecraft.ingest;

import java.time.Duration;

/**
 * The limits of what comes in.
 *
 * @param maxBodyBytes the largest body of one request. Defaults to 10 MiB.
 * @param maxChangesPerCommit how many changes waiting requests may share a commit with. One request
 *     is never split. Defaults to 5,000.
 * @param maxWaitingChanges how many changes of a district may wait for a commit before further ones
 *     are told to come again. Defaults to 50,000.
 * @param maxWaitingBytes how much memory these may take, roughly. Defaults to 64 MiB.
 * @param retryAfter when a sender that is turned away should come again. Defaults to 5 s.
 * @param signatureTolerance how far a signature's time may be from ours, either way. Defaults to 5
 *     min.
 */
public record IngestConfig(
    int maxBodyBytes,
    int maxChangesPerCommit,
    int maxWaitingChanges,
    long maxWaitingBytes,
    Duration retryAfter,
    Duration signatureTolerance) {

  public static final IngestConfig DEFAULT =
      new IngestConfig(
          10 << 20, 5_000, 50_000, 64L << 20, Duration.ofSeconds(5), Duration.ofMinutes(5));

  public IngestConfig {
    if (maxBodyBytes < 1
        || maxChangesPerCommit < 1
        || maxWaitingChanges < 1
        || maxWaitingBytes < 1) {
      throw new IllegalArgumentException("the limits of the webhook must be at least 1");
    }
  }
}

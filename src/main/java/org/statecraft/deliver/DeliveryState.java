package org.statecraft.deliver;

import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.ConnectionName;

/**
 * How a process sends on a connection.
 *
 * @param worker the process
 * @param word {@code sending}; {@code paused} by a person; {@code throttled} as the API asks for;
 *     {@code down} while the API is left alone, {@code probing} when it is tried again
 * @param until when it is tried again; null if there is no such time
 * @param ceiling the process's share in what the connection allows
 * @param concurrency how much of it is used, as far as the API allows
 * @param underWay requests at the moment
 * @param latencyMillis how long the API takes to answer, lately; empty before the first
 */
public record DeliveryState(
    ConnectionName connection,
    long worker,
    String word,
    @Nullable Instant until,
    int ceiling,
    int concurrency,
    int underWay,
    OptionalInt latencyMillis) {

  /** Whether people would call it the same. */
  boolean looksLike(@Nullable DeliveryState other) {
    return other != null
        && worker == other.worker
        && word.equals(other.word)
        && ceiling == other.ceiling
        && concurrency == other.concurrency
        && (underWay == 0) == (other.underWay == 0);
  }
}

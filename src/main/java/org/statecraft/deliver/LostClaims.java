package org.statecraft.deliver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Claims whose answer never came: actions may be ours without our knowing, and nobody else would
 * send them as long as we live. One thread.
 */
final class LostClaims {

  /** A server that lost us carries out what it has, and that may take it a while. */
  private static final Duration LATE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private Instant until = Instant.MIN;
  private long worker;
  private boolean open;

  LostClaims(InstantSource clock) {
    this.clock = clock;
  }

  void lost(long id) {
    worker = id;
    open = true;
    until = clock.instant().plus(LATE);
  }

  /** Whether to look for what is ours without our knowing. */
  boolean possible() {
    return open || clock.instant().isBefore(until);
  }

  /** The id they were claimed with. */
  long worker() {
    return worker;
  }

  /** It was looked for in vain, or found; what comes late is found while it may come. */
  void lookedFor() {
    open = false;
  }
}

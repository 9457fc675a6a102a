package org.statecraft.db;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Claims whose fate is unknown: their answer never came, or what was claimed was let go by a
 * failure. Entries may be ours without our knowing, and nobody else takes them as long as we live.
 * For one thread at a time. See {@code docs/adr/0017-lost-claims-are-given-back.md}.
 */
public final class LostClaims {

  /** A server that lost us carries out what it has, and that may take it a while. */
  private static final Duration LATE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Map<Long, Instant> untilByWorker = new LinkedHashMap<>();
  private boolean open;

  public LostClaims(InstantSource clock) {
    this.clock = clock;
  }

  /** Something may be claimed by this id. */
  public void lost(long worker) {
    untilByWorker.put(worker, clock.instant().plus(LATE));
    open = true;
  }

  /** Whether nothing was looked for since the last was lost. */
  public boolean isOpen() {
    return open;
  }

  /** Whether to look for what is ours without our knowing. */
  public boolean possible() {
    Instant now = clock.instant();
    return open || untilByWorker.values().stream().anyMatch(now::isBefore);
  }

  /** The ids they were claimed with. */
  public List<Long> workers() {
    return List.copyOf(untilByWorker.keySet());
  }

  /** It was looked for in vain, or found; what comes late is found while it may come. */
  public void lookedFor() {
    open = false;
    Instant now = clock.instant();
    untilByWorker.values().removeIf(until -> !now.isBefore(until));
  }
}

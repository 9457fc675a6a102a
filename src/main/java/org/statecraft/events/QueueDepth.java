package org.statecraft.events;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How full the event queue of a connection is.
 *
 * @param entries per state; a state without entries has 0
 * @param oldestChange the source's time of the oldest change not decided, parked students aside
 */
public record QueueDepth(Map<EventState, Long> entries, Optional<Instant> oldestChange) {

  public QueueDepth {
    entries = Map.copyOf(entries);
  }
}

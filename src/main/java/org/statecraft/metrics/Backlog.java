package org.statecraft.metrics;

import java.time.Duration;
import java.util.Map;
import org.statecraft.edfi.ConnectionName;

/**
 * What waits on the road of one connection.
 *
 * @param events entries of the event queue by state
 * @param actions unfinished entries of the outbox by state
 * @param oldestUnsent how long the oldest action that is still to be sent has waited; zero if none
 */
record Backlog(
    ConnectionName connection,
    Map<String, Long> events,
    Map<String, Long> actions,
    Duration oldestUnsent) {

  Backlog {
    events = Map.copyOf(events);
    actions = Map.copyOf(actions);
  }
}

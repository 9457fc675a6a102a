package org.statecraft.deliver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.statecraft.edfi.ResourceName;

/**
 * Resources that our key may not write: after a few refusals with nothing let through between them,
 * the others are not even tried for a while. For one thread.
 */
final class ResourceHolds {

  private static final int REFUSALS = 3;

  private final Duration pause;
  private final InstantSource clock;
  private final Map<ResourceName, Integer> refusals = new HashMap<>();
  private final Map<ResourceName, Instant> held = new HashMap<>();

  ResourceHolds(Duration pause, InstantSource clock) {
    this.pause = pause;
    this.clock = clock;
  }

  void refused(ResourceName resource) {
    if (refusals.merge(resource, 1, Integer::sum) >= REFUSALS) {
      held.put(resource, clock.instant().plus(pause));
    }
  }

  void letThrough(ResourceName resource) {
    if (!refusals.isEmpty()) {
      refusals.remove(resource);
      held.remove(resource);
    }
  }

  /** Until when nothing of the resource is tried; empty if it may be. */
  Optional<Instant> until(ResourceName resource) {
    Instant until = held.isEmpty() ? null : held.get(resource);
    return until == null || !clock.instant().isBefore(until)
        ? Optional.empty()
        : Optional.of(until);
  }
}

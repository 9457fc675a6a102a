package org.statecraft.errorlog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.statecraft.edfi.ResourceName;

/**
 * The entries of one root cause.
 *
 * @param resources that the entries concern, sorted; may be empty
 * @param entries how many there are
 * @param archived how many of them somebody put aside
 * @param occurrences how often they occurred together
 * @param firstAt when the first one did
 * @param lastAt when the last one did
 * @param detail what the newest one says
 * @param correlationId of the newest answer that has one
 */
public record CauseSummary(
    RootCause root,
    List<ResourceName> resources,
    long entries,
    long archived,
    long occurrences,
    Instant firstAt,
    Instant lastAt,
    String detail,
    Optional<String> correlationId) {

  public CauseSummary {
    resources = List.copyOf(resources);
  }
}

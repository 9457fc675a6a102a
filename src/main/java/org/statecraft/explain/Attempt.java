package org.statecraft.explain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.statecraft.edfi.ResourceName;

/**
 * An action of the outbox and what came of it.
 *
 * @param attempts how often it was sent
 * @param status of the last answer
 * @param revision of the pack that made it
 * @param rules the ids of the rules that made it
 */
public record Attempt(
    long id,
    ResourceName resource,
    String verb,
    String state,
    int attempts,
    Optional<Integer> status,
    String revision,
    List<String> rules,
    Instant createdAt,
    Optional<Instant> finishedAt) {

  public Attempt {
    rules = List.copyOf(rules);
  }
}

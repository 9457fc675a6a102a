package org.statecraft.explain;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;

/**
 * What is kept of a student at one connection.
 *
 * @param decided the last decision
 * @param event the student's entry in the queue, if there is one
 * @param attempts the newest first
 * @param errors that are open
 */
public record History(
    Optional<Decided> decided,
    Optional<Queued> event,
    List<KeptRecord> records,
    List<Attempt> attempts,
    List<OpenEntry> errors) {

  public History {
    records = List.copyOf(records);
    attempts = List.copyOf(attempts);
    errors = List.copyOf(errors);
  }

  /** The records of a resource that are none of those that should exist. */
  public <T> List<KeptRecord> recordsBeside(
      ResourceName resource, Collection<T> desired, Function<T, ResourceRef> recordOf) {
    Set<ResourceRef> wanted = desired.stream().map(recordOf).collect(Collectors.toSet());
    return records.stream()
        .filter(each -> each.record().resource().equals(resource))
        .filter(each -> !wanted.contains(each.record()))
        .toList();
  }

  /**
   * A change that waits to be decided.
   *
   * @param cause the Campus table of the newest change, or the request
   * @param changedAt the source's time of the oldest change
   */
  public record Queued(String state, String cause, Instant changedAt, int attempt) {}

  /** When, and by which revision. */
  public record Decided(Instant at, String revision) {}

  /** An open entry of the error log. */
  public record OpenEntry(
      long id, String type, Optional<String> resource, String detail, String howToFix) {}
}

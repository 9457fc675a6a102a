package org.statecraft.explain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of a student at one connection.
 *
 * @param decided the last decision
 * @param event the state of the student's entry in the queue, if there is one
 * @param attempts the newest first
 * @param errors that are open
 */
public record History(
    Optional<Decided> decided,
    Optional<String> event,
    List<KeptRecord> records,
    List<Attempt> attempts,
    List<OpenEntry> errors) {

  public History {
    records = List.copyOf(records);
    attempts = List.copyOf(attempts);
    errors = List.copyOf(errors);
  }

  /** When, and by which revision. */
  public record Decided(Instant at, String revision) {}

  /** An open entry of the error log. */
  public record OpenEntry(
      long id, String type, Optional<String> resource, String detail, String howToFix) {}
}

package org.statecraft.ingest;

import java.time.Duration;

/** What became of changes that were offered. */
public sealed interface IngestOutcome {

  /**
   * The changes are durable.
   *
   * @param applied how many changed what is kept
   * @param superseded how many were duplicates, or older than what is kept
   * @param unwatched how many of the applied ones changed nothing that a pack looks at
   */
  record Accepted(int applied, int superseded, int unwatched) implements IngestOutcome {}

  /**
   * Nothing was kept: too much waits for the database already.
   *
   * @param retryAfter when to offer them again
   */
  record Overloaded(Duration retryAfter) implements IngestOutcome {}
}

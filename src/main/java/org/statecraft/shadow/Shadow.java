package org.statecraft.shadow;

import java.time.Instant;
import org.statecraft.edfi.ConnectionName;

/**
 * A revision that decides beside the one in force of a connection.
 *
 * @param differences all that it would do otherwise
 * @param lastFailure what failed last; empty if nothing did
 */
public record Shadow(
    ConnectionName connection,
    String pack,
    String revision,
    String startedBy,
    Instant startedAt,
    Counts counts,
    long differences,
    String lastFailure) {

  /**
   * How many students came to what.
   *
   * @param students that it decided
   * @param differing of whom it decided otherwise
   * @param failures that were not compared because something failed
   * @param skipped that were not compared because there were too many
   */
  public record Counts(long students, long differing, long failures, long skipped) {

    /** Nobody. */
    public static final Counts NONE = new Counts(0, 0, 0, 0);
  }
}

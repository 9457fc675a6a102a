package org.statecraft.resync;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.statecraft.edfi.ConnectionName;

/**
 * One run, as it is kept.
 *
 * @param requestedBy who asked for it
 * @param revision of the pack it compares with
 * @param preferences a hash of the preferences it compares with
 * @param readTo by resource, how many records of the ODS were read; {@link #READ} when all were
 * @param readTokens by resource, the token of the next page, where the API has them
 * @param comparedTo the last student compared
 * @param counts how many records are in order, and how many of each action
 * @param planHash of the whole plan, once it is complete
 * @param mostDeletes how many deletes a person allowed for this plan
 * @param exactly whether it is done exactly as planned: what was touched since is left alone
 * @param tombstone whether what it deletes is to stay away
 * @param problem why it was refused, or cannot go on as it is
 */
public record ResyncRun(
    long id,
    ConnectionName connection,
    RunKind kind,
    ResyncScope scope,
    String requestedBy,
    RunState state,
    String revision,
    String preferences,
    Map<String, Long> readTo,
    Map<String, String> readTokens,
    Optional<String> comparedTo,
    AppliedTo appliedTo,
    SortedMap<String, Long> counts,
    Optional<String> planHash,
    Optional<Long> mostDeletes,
    boolean exactly,
    boolean tombstone,
    Optional<String> problem,
    Instant createdAt,
    Optional<Instant> plannedAt,
    Optional<Instant> finishedAt) {

  /** In {@link #readTo}: the resource was read through. */
  public static final long READ = -1;

  /** What a run is for. */
  public enum RunKind {
    RESYNC,
    DELETE;

    /** The word of the table {@code resync_run}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static RunKind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** The last action handed to the outbox. */
  public record AppliedTo(int phase, long place) {}

  /** What it looks at, as JSON. */
  public String scopeText() {
    return scope.json();
  }

  /** How many of an action there are, 0 if none. */
  public long count(String what) {
    return counts.getOrDefault(what, 0L);
  }
}

package org.statecraft.admin;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneOffset;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Steps;

/** Drops what has been kept long enough, some rows at a time so that nobody waits for it. */
public final class HistoryStore {

  private static final int ROWS = 1_000;

  private static final String AUDIT_LOG =
      """
      DELETE FROM audit_log
      WHERE id IN (
        SELECT id
        FROM audit_log
        WHERE at < $1
        ORDER BY id
        LIMIT $2)
      """;

  private static final String CLOSED_ERRORS =
      """
      DELETE FROM error_log
      WHERE id IN (
        SELECT id
        FROM error_log
        WHERE state = 'closed'
          AND last_at < $1
        ORDER BY id
        LIMIT $2)
      """;

  private static final String RESYNC_PLANS =
      """
      DELETE FROM resync_action
      WHERE (run, phase, place) IN (
        SELECT a.run, a.phase, a.place
        FROM resync_action a
        JOIN resync_run r ON r.id = a.run
        WHERE r.finished_at < $1
        LIMIT $2)
      """;

  private static final String SHADOW_DIFFERENCES =
      """
      DELETE FROM shadow_difference
      WHERE id IN (
        SELECT id
        FROM shadow_difference
        WHERE found_at < $1
        ORDER BY id
        LIMIT $2)
      """;

  /** What is kept for a time of its own. */
  public enum Kind {
    AUDIT_LOG(HistoryStore.AUDIT_LOG),
    CLOSED_ERRORS(HistoryStore.CLOSED_ERRORS),
    RESYNC_PLANS(HistoryStore.RESYNC_PLANS),
    SHADOW_DIFFERENCES(HistoryStore.SHADOW_DIFFERENCES);

    private final String drop;

    Kind(String drop) {
      this.drop = drop;
    }
  }

  /** Drops what is over since before a time. */
  public Future<Void> drop(SqlRunner sql, Kind kind, Instant before) {
    return Steps.whileTrue(
        () ->
            sql.run(kind.drop, before.atOffset(ZoneOffset.UTC), ROWS)
                .map(dropped -> dropped.rowCount() == ROWS));
  }
}

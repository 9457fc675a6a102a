package org.statecraft.outbox;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.statecraft.db.Rows;
import org.statecraft.db.Steps;
import org.statecraft.db.Tx;

/**
 * The table {@code outbox_blocker}: what must be done before what. Whoever changes it holds the row
 * locks of both ends, or of an end nobody else can see yet.
 */
final class BlockerStore {

  /** One action that another must precede. */
  record Blocker(long blocker, long blocked) {}

  /** PostgreSQL compares rows with an array one by one, and hundreds of thousands may wait. */
  private static final int DEPENDENTS_TOGETHER = 1_000;

  private static final String BLOCK =
      """
      INSERT INTO outbox_blocker (blocker, blocked)
      SELECT b.blocker, b.blocked
      FROM unnest($1::bigint[], $2::bigint[]) AS b (blocker, blocked)
      ON CONFLICT DO NOTHING
      """;

  /**
   * One look into the index per action, whatever the statistics say ("OFFSET 0"): of the many
   * actions that finish few precede others, and those many.
   */
  private static final String LOCK_DEPENDENTS =
      """
      SELECT o.id
      FROM outbox o
      WHERE o.id = ANY(ARRAY(
        SELECT b.blocked
        FROM unnest($1::bigint[]) AS g (gone)
        CROSS JOIN LATERAL (
          SELECT d.blocked
          FROM outbox_blocker d
          WHERE d.blocker = g.gone
          OFFSET 0) AS b))
      ORDER BY o.id
      FOR NO KEY UPDATE
      """;

  /**
   * A dependent never comes to wait for an action that waits for it. Both statements that call this
   * have locked the actions that go in a statement before, so every dependent there is is seen.
   */
  private static final String REPLACE =
      """
      WITH replaced AS (
        SELECT r.gone, r.successor
        FROM unnest($1::bigint[], $2::bigint[]) AS r (gone, successor)),
      deleted AS (
        DELETE FROM outbox_blocker b
        WHERE b.blocker = ANY($1::bigint[])
          AND b.blocked = ANY($3::bigint[])
        RETURNING b.blocker, b.blocked),
      freed AS (
        SELECT d.blocked, r.successor
        FROM deleted d
        JOIN replaced r ON r.gone = d.blocker),
      bound AS (
        INSERT INTO outbox_blocker (blocker, blocked)
        SELECT DISTINCT f.successor, f.blocked
        FROM freed f
        WHERE f.successor IS NOT NULL
          AND f.successor <> f.blocked
          AND NOT EXISTS (
            SELECT
            FROM outbox_blocker back
            WHERE back.blocker = f.blocked
              AND back.blocked = f.successor)
        ON CONFLICT DO NOTHING
        RETURNING blocked),
      change AS (
        SELECT c.blocked, sum(c.n)::int AS fewer
        FROM (
          SELECT blocked, 1 AS n FROM freed
          UNION ALL
          SELECT blocked, -1 FROM bound) c
        GROUP BY c.blocked)
      UPDATE outbox o
      SET blockers = o.blockers - c.fewer,
        state = CASE
          WHEN o.state = 'waiting' AND o.blockers = c.fewer THEN 'available'
          ELSE o.state END,
        next_at = CASE WHEN o.state = 'waiting' AND o.blockers = c.fewer THEN now() ELSE o.next_at END
      FROM change c
      WHERE o.id = c.blocked
        AND o.id = ANY($3::bigint[])
      """;

  private static final String FORGET =
      """
      DELETE FROM outbox_blocker
      WHERE blocked = ANY($1::bigint[])
      """;

  /** Adds what must precede what; the counters of the blocked actions are the caller's. */
  Future<Void> block(Tx tx, List<Blocker> blockers) {
    return blockers.isEmpty()
        ? Future.succeededFuture()
        : tx.run(
                BLOCK,
                blockers.stream().map(Blocker::blocker).toArray(Long[]::new),
                blockers.stream().map(Blocker::blocked).toArray(Long[]::new))
            .mapEmpty();
  }

  /**
   * Frees those that wait for finished actions; those for whom nothing is left become available.
   */
  Future<Void> unblock(Tx tx, Collection<Long> finished) {
    Map<Long, @Nullable Long> replaced = new TreeMap<>();
    finished.forEach(id -> replaced.put(id, null));
    return replace(tx, replaced);
  }

  /**
   * Lets those that wait for an action wait for its successor instead, or for nothing where there
   * is none.
   */
  Future<Void> replace(Tx tx, Map<Long, @Nullable Long> successors) {
    if (successors.isEmpty()) {
      return Future.succeededFuture();
    }
    Long[] gone = successors.keySet().toArray(Long[]::new);
    return tx.run(LOCK_DEPENDENTS, (Object) gone)
        .map(Rows.each(row -> row.getLong("id")))
        .compose(
            dependents ->
                dependents.isEmpty()
                    ? Future.succeededFuture()
                    : replace(tx, gone, successors.values().toArray(Long[]::new), dependents));
  }

  private static Future<Void> replace(
      Tx tx, Long[] gone, @Nullable Long[] successors, List<Long> dependents) {
    AtomicInteger replaced = new AtomicInteger();
    return Steps.whileTrue(
        () -> {
          int from = replaced.get();
          int to = Math.min(dependents.size(), from + DEPENDENTS_TOGETHER);
          replaced.set(to);
          return tx.run(
                  REPLACE, gone, successors, dependents.subList(from, to).toArray(Long[]::new))
              .map(ran -> to < dependents.size());
        });
  }

  /** Removes what cancelled actions waited for. */
  Future<Void> forget(Tx tx, Collection<Long> blocked) {
    return blocked.isEmpty()
        ? Future.succeededFuture()
        : tx.run(FORGET, (Object) blocked.toArray(Long[]::new)).mapEmpty();
  }
}

package org.statecraft.outbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;

/** The outbox as operators look at it: what is held up by which root cause, and trying it again. */
public final class HeldUpStore {

  /** How many actions of a connection are in a state that is no end, and since when. */
  public record Backlog(
      ConnectionName connection, OutboxState state, long actions, Instant oldest) {}

  private static final String FAILED =
      """
      SELECT connection, cause, resource, count(*) AS actions
      FROM outbox
      WHERE cause IS NOT NULL
        AND state NOT IN ('done', 'cancelled')
        AND ($1::text IS NULL OR connection = $1)
      GROUP BY connection, cause, resource
      """;

  private static final String BEHIND =
      """
      WITH RECURSIVE behind AS (
        SELECT o.connection, o.cause, b.blocked
        FROM outbox o
        JOIN outbox_blocker b ON b.blocker = o.id
        WHERE o.cause IS NOT NULL
          AND o.state NOT IN ('done', 'cancelled')
          AND ($1::text IS NULL OR o.connection = $1)
        UNION
        SELECT h.connection, h.cause, b.blocked
        FROM behind h
        JOIN outbox_blocker b ON b.blocker = h.blocked)
      SELECT connection, cause, count(*) AS actions
      FROM behind
      GROUP BY connection, cause
      """;

  private static final String RETRY =
      """
      WITH again AS (
        SELECT o.id
        FROM outbox o
        WHERE o.connection = $1
          AND o.cause = ANY($2::text[])
          AND ($3::text IS NULL OR o.resource = $3)
          AND (o.state IN ('discarded', 'retryable') OR (o.state = 'waiting' AND o.blockers = 0))
        ORDER BY o.id
        FOR NO KEY UPDATE)
      UPDATE outbox o
      SET state = 'available', attempt = 0, next_at = now(), finished_at = NULL
      FROM again a
      WHERE o.id = a.id
      """;

  private static final String WAITING =
      """
      SELECT connection, state, count(*) AS actions, min(created_at) AS oldest
      FROM outbox
      WHERE state NOT IN ('done', 'cancelled')
        AND ($1::text IS NULL OR connection = $1)
      GROUP BY connection, state
      ORDER BY connection, state
      """;

  private record Key(ConnectionName connection, String cause) {}

  /** What is held up, of a connection or of all. */
  public Future<List<HeldUp>> heldUp(SqlRunner sql, Optional<ConnectionName> connection) {
    String name = connection.map(ConnectionName::value).orElse(null);
    return sql.run(FAILED, name)
        .compose(failed -> sql.run(BEHIND, name).map(behind -> heldUp(failed, behind)));
  }

  /** What is not done, by state, of a connection or of all. */
  public Future<List<Backlog>> backlog(SqlRunner sql, Optional<ConnectionName> connection) {
    return sql.run(WAITING, connection.map(ConnectionName::value).orElse(null))
        .map(
            Rows.each(
                row ->
                    new Backlog(
                        new ConnectionName(row.getString("connection")),
                        OutboxState.of(row.getString("state")),
                        row.getLong("actions"),
                        row.getOffsetDateTime("oldest").toInstant())));
  }

  /**
   * Lets what failed for these causes be sent again now, as a person asks for.
   *
   * @param resource if present, only actions of it
   * @return how many actions
   */
  public Future<Integer> retry(
      SqlRunner sql,
      ConnectionName connection,
      Collection<String> causes,
      Optional<ResourceName> resource) {
    return sql.run(
            RETRY,
            connection.value(),
            causes.toArray(String[]::new),
            resource.map(ResourceName::value).orElse(null))
        .map(RowSet::rowCount);
  }

  private static List<HeldUp> heldUp(RowSet<Row> failed, RowSet<Row> behind) {
    Map<Key, Map<ResourceName, Long>> actions = new HashMap<>();
    failed.forEach(
        row ->
            actions
                .computeIfAbsent(key(row), key -> new HashMap<>())
                .put(new ResourceName(row.getString("resource")), row.getLong("actions")));
    Map<Key, Long> waiting = new HashMap<>();
    behind.forEach(row -> waiting.put(key(row), row.getLong("actions")));
    List<HeldUp> all = new ArrayList<>();
    actions.forEach(
        (key, byResource) ->
            all.add(
                new HeldUp(
                    key.connection(), key.cause(), byResource, waiting.getOrDefault(key, 0L))));
    return all;
  }

  private static Key key(Row row) {
    return new Key(new ConnectionName(row.getString("connection")), row.getString("cause"));
  }
}

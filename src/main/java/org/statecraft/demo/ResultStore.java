package org.statecraft.demo;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.List;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.edfi.ConnectionName;

/** Reads what became of everything, from the tables of the road; it writes nothing. */
public final class ResultStore {

  /**
   * What waits behind something counts through what it waits for. What is tried again in minutes
   * only waits for somebody outside.
   */
  private static final String OPEN =
      """
      SELECT (SELECT count(*)
              FROM event_queue
              WHERE state IN ('available', 'running', 'retryable')
                AND connection = ANY ($1))
           + (SELECT count(*)
              FROM fan_out
              WHERE state <> 'done')
           + (SELECT count(*)
              FROM outbox
              WHERE (state IN ('available', 'running')
                  OR (state = 'retryable' AND next_at < now() + interval '1 minute'))
                AND connection = ANY ($1))
      """;

  /** A delete and a post of one student in one plan are a change of key. */
  private static final String SENT =
      """
      WITH done AS (
        SELECT resource, student_id, created_at,
          count(*) FILTER (WHERE state = 'done' AND sent_verb = 'POST') AS posts,
          count(*) FILTER (WHERE state = 'done' AND sent_verb = 'PUT') AS puts,
          count(*) FILTER (WHERE state = 'done' AND sent_verb = 'DELETE') AS deletes,
          count(*) FILTER (WHERE state IN ('waiting', 'available', 'running', 'retryable')) AS open,
          count(*) FILTER (WHERE state = 'discarded') AS discarded
        FROM outbox
        WHERE connection = $1
        GROUP BY resource, student_id, created_at
      )
      SELECT resource, sum(posts)::bigint AS posts, sum(puts)::bigint AS puts,
        sum(deletes)::bigint AS deletes,
        sum(CASE WHEN student_id IS NULL THEN 0 ELSE least(posts, deletes) END)::bigint AS moved,
        sum(open)::bigint AS open, sum(discarded)::bigint AS discarded,
        (SELECT count(*)
         FROM identity_mapping AS i
         WHERE i.connection = $1
           AND i.resource = done.resource
           AND i.sent_body IS NOT NULL) AS held
      FROM done
      GROUP BY resource
      ORDER BY resource
      """;

  private static final String EXCLUDED =
      """
      SELECT e.resource, e.reason, count(*) AS records
      FROM decision AS d
      CROSS JOIN jsonb_to_recordset(d.exclusions) AS e (resource text, reason text)
      WHERE d.connection = $1
      GROUP BY e.resource, e.reason
      ORDER BY e.resource, records DESC, e.reason
      """;

  private static final String ERRORS =
      """
      SELECT coalesce(resource, '') AS resource, type, cause, min(detail) AS detail,
        min(how_to_fix) AS how_to_fix, count(*) AS entries
      FROM error_log
      WHERE connection = $1
        AND state = 'open'
      GROUP BY resource, type, cause
      ORDER BY entries DESC, type, cause
      """;

  /**
   * What was sent for one resource.
   *
   * @param moved deletes that were followed by a post in the same plan
   * @param open still to be sent
   * @param discarded given up until a person acts
   * @param held how many records the API has of us
   */
  record Sent(
      String resource,
      long posts,
      long puts,
      long deletes,
      long moved,
      long open,
      long discarded,
      long held) {}

  /** Records that are not reported, and why. */
  record Excluded(String resource, String reason, long records) {}

  /** Open errors with one cause. */
  record Failed(
      String resource, String type, String cause, String detail, String howToFix, long entries) {}

  /** Everything about one connection. */
  record Result(
      ConnectionName connection, List<Sent> sent, List<Excluded> excluded, List<Failed> failed) {}

  /** How many events, fan-outs and actions of these connections could go on at once. */
  public Future<Long> open(SqlRunner sql, Collection<ConnectionName> connections) {
    String[] names = connections.stream().map(ConnectionName::value).toArray(String[]::new);
    return sql.run(OPEN, (Object) names).map(rows -> rows.iterator().next().getLong(0));
  }

  Future<Result> result(SqlRunner sql, ConnectionName connection) {
    Future<List<Sent>> sent = sql.run(SENT, connection.value()).map(Rows.each(ResultStore::sent));
    return sent.compose(
        all ->
            sql.run(EXCLUDED, connection.value())
                .map(Rows.each(ResultStore::excluded))
                .compose(
                    excluded ->
                        sql.run(ERRORS, connection.value())
                            .map(Rows.each(ResultStore::failed))
                            .map(failed -> new Result(connection, all, excluded, failed))));
  }

  private static Sent sent(Row row) {
    return new Sent(
        row.getString("resource"),
        row.getLong("posts"),
        row.getLong("puts"),
        row.getLong("deletes"),
        row.getLong("moved"),
        row.getLong("open"),
        row.getLong("discarded"),
        row.getLong("held"));
  }

  private static Excluded excluded(Row row) {
    return new Excluded(row.getString("resource"), row.getString("reason"), row.getLong("records"));
  }

  private static Failed failed(Row row) {
    return new Failed(
        row.getString("resource"),
        row.getString("type"),
        row.getString("cause"),
        row.getString("detail"),
        row.getString("how_to_fix"),
        row.getLong("entries"));
  }
}

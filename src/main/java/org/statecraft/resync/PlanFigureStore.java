package org.statecraft.resync;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.ZoneOffset;
import java.util.List;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;

/** Plans in numbers: what they come to, and what has happened to their records since. */
public final class PlanFigureStore {

  private static final String SUMMARY =
      """
      SELECT action, resource, coalesce(school, '') AS school, reason, count(*) AS records,
             (array_agg(natural_key ORDER BY place))[1:3] AS samples
        FROM resync_action
       WHERE run = $1
       GROUP BY action, resource, school, reason
       ORDER BY action, min(phase), resource, records DESC, school, reason
      """;

  /** A record whose old form goes and comes again counts as no delete. */
  private static final String DELETES =
      """
      SELECT count(*) AS deletes,
             (SELECT count(*) FROM identity_mapping
               WHERE connection = $2 AND sent_body IS NOT NULL) AS sent
        FROM resync_action d
       WHERE d.run = $1
         AND d.action = 'DELETE'
         AND NOT EXISTS (
             SELECT
               FROM resync_action p
              WHERE p.run = $1
                AND p.action = 'POST'
                AND p.resource = d.resource
                AND (p.key_hash = d.key_hash
                     OR p.after @> jsonb_build_array(
                          jsonb_build_object('resource', d.resource, 'key', d.natural_key))))
      """;

  private static final String MOVED =
      """
      SELECT count(*) AS moved
        FROM resync_action a
        LEFT JOIN identity_mapping i
          ON i.connection = $2
         AND i.resource = a.resource
         AND i.key_hash = a.key_hash
       WHERE a.run = $1
         AND a.action <> 'REPORT'
         AND (a.phase, a.place) > ($3, $4)
         AND (i.planned_at > $5
              OR i.sent_at > $5
              OR (i.planned_body IS NULL) <> (a.planned_hash IS NULL)
              OR EXISTS (
                 SELECT
                   FROM event_queue e
                  WHERE e.connection = $2
                    AND e.student_id = a.student_id))
      """;

  /** Actions of one kind, resource, school and reason. */
  public record SummaryLine(
      String action,
      String resource,
      String school,
      String reason,
      long records,
      List<String> samples) {}

  /** How many records a plan deletes, of how many that were sent. */
  record Deletes(long planned, long sent) {}

  /** The plan in numbers, with some samples of each. */
  public Future<List<SummaryLine>> summary(SqlRunner sql, long run) {
    return sql.run(SUMMARY, run)
        .map(
            Rows.each(
                row ->
                    new SummaryLine(
                        row.getString("action"),
                        row.getString("resource"),
                        row.getString("school"),
                        row.getString("reason"),
                        row.getLong("records"),
                        List.of(row.getArrayOfStrings("samples")))));
  }

  Future<Deletes> deletes(SqlRunner sql, ResyncRun run) {
    return sql.run(DELETES, run.id(), run.connection().value())
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Deletes(row.getLong("deletes"), row.getLong("sent"));
            });
  }

  /** How many records of the rest of a plan were touched by something else since it was made. */
  Future<Long> moved(SqlRunner sql, ResyncRun run) {
    return sql.run(
            MOVED,
            run.id(),
            run.connection().value(),
            (short) run.appliedTo().phase(),
            run.appliedTo().place(),
            run.plannedAt().orElseThrow().atOffset(ZoneOffset.UTC))
        .map(rows -> rows.iterator().next().getLong("moved"));
  }
}

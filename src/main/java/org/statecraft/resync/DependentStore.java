package org.statecraft.resync;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.statecraft.db.SqlRunner;

/** Which records that refer to a deleted one would be left behind. */
final class DependentStore {

  /** Neither deleted by the plan nor by what was planned before, and not reported yet. */
  private static final String LEFT =
      """
      SELECT f.key_hash, i.key_hash IS NOT NULL AS ours
        FROM unnest($3::uuid[]) AS f (key_hash)
        LEFT JOIN identity_mapping i
          ON i.connection = $2
         AND i.resource = $4
         AND i.key_hash = f.key_hash
       WHERE (i.key_hash IS NULL OR i.planned_body IS NOT NULL)
         AND NOT EXISTS (
             SELECT
               FROM resync_action a
              WHERE a.run = $1
                AND a.resource = $4
                AND a.key_hash = f.key_hash
                AND a.action IN ('DELETE', 'REPORT'))
      """;

  /**
   * Those of the records of one resource that a run's plan leaves where they are.
   *
   * @return by the key's hash, whether the identity mapping has the record
   */
  Future<Map<UUID, Boolean>> left(SqlRunner sql, ResyncRun run, Collection<FoundRecord> records) {
    if (records.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return sql.run(
            LEFT,
            run.id(),
            run.connection().value(),
            records.stream().map(each -> each.record().key().hash()).toArray(UUID[]::new),
            records.iterator().next().record().resource().value())
        .map(
            rows -> {
              Map<UUID, Boolean> left = new HashMap<>();
              for (Row row : rows) {
                left.put(row.getUUID("key_hash"), row.getBoolean("ours"));
              }
              return left;
            });
  }
}

package org.statecraft.identity;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.Map;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;

/** The table {@code sent_value}: under which district number, say, a connection's data was sent. */
public final class SentValueStore {

  private static final String OF =
      """
      SELECT v.name, v.value
        FROM sent_value v
       WHERE v.connection = $1
         AND EXISTS (
             SELECT
               FROM identity_mapping i
              WHERE i.connection = $1
                AND (i.planned_body IS NOT NULL OR i.sent_body IS NOT NULL))
      """;

  /** Only while nothing is known to be sent: what was noted before counts for nothing then. */
  private static final String NOTE =
      """
      INSERT INTO sent_value AS v (connection, name, value)
      SELECT $1, n.name, n.value
        FROM unnest($2::text[], $3::text[]) AS n (name, value)
       ORDER BY n.name
      ON CONFLICT ON CONSTRAINT sent_value_pk DO UPDATE
         SET value = excluded.value,
             since = now()
       WHERE v.value <> excluded.value
      """;

  /** What counts for a connection, by name; empty while it has no record at the API. */
  public Future<Map<String, String>> of(SqlRunner sql, ConnectionName connection) {
    return sql.run(OF, connection.value())
        .map(
            rows -> {
              Map<String, String> values = new HashMap<>();
              for (Row row : rows) {
                values.put(row.getString("name"), row.getString("value"));
              }
              return values;
            });
  }

  /** Notes what the first records of a connection are sent under. */
  public Future<Void> note(Tx tx, ConnectionName connection, Map<String, String> values) {
    return values.isEmpty()
        ? Future.succeededFuture()
        : tx.run(
                NOTE,
                connection.value(),
                values.keySet().toArray(String[]::new),
                values.values().toArray(String[]::new))
            .mapEmpty();
  }
}

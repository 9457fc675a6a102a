package org.statecraft.connections;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;

/** The table {@code resync_due}. */
public final class ResyncDueStore {

  private static final String ADD =
      """
      INSERT INTO resync_due (connection, resource)
      SELECT $1, d.resource
      FROM unnest($2::text[]) AS d (resource)
      ON CONFLICT ON CONSTRAINT resync_due_pk DO UPDATE SET last_at = EXCLUDED.last_at
      """;

  private static final String REMOVE =
      """
      DELETE FROM resync_due
      WHERE connection = $1
        AND resource = ANY($2::text[])
      """;

  private static final String LIST =
      """
      SELECT resource, since
      FROM resync_due
      WHERE connection = $1
      ORDER BY resource
      """;

  /** Notes that resources wait for a resync from now on; those that do already go on. */
  public Future<Void> add(Tx tx, ConnectionName connection, Collection<ResourceName> resources) {
    return run(tx, ADD, connection, resources);
  }

  /** Notes that there is nothing to resync in resources. */
  public Future<Void> remove(Tx tx, ConnectionName connection, Collection<ResourceName> resources) {
    return run(tx, REMOVE, connection, resources);
  }

  /** What waits for a resync. */
  public Future<List<ResyncDue>> list(SqlRunner sql, ConnectionName connection) {
    return sql.run(LIST, connection.value())
        .map(
            rows -> {
              List<ResyncDue> due = new ArrayList<>();
              rows.forEach(
                  row ->
                      due.add(
                          new ResyncDue(
                              new ResourceName(row.getString("resource")),
                              row.getOffsetDateTime("since").toInstant())));
              return due;
            });
  }

  private static Future<Void> run(
      Tx tx, String sql, ConnectionName connection, Collection<ResourceName> resources) {
    return resources.isEmpty()
        ? Future.succeededFuture()
        : tx.run(
                sql,
                connection.value(),
                resources.stream().map(ResourceName::value).sorted().toArray(String[]::new))
            .mapEmpty();
  }
}

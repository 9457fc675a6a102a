package org.statecraft.outbox;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;

/** Which root causes still keep an action from being done. */
final class CauseStore {

  private static final String UNUSED =
      """
      SELECT c.cause
      FROM unnest($2::text[]) AS c (cause)
      WHERE NOT EXISTS (
        SELECT
        FROM outbox o
        WHERE o.connection = $1
          AND o.cause = c.cause
          AND o.state NOT IN ('done', 'cancelled'))
      """;

  private CauseStore() {}

  /** Those of the causes that no unfinished action has. */
  static Future<Set<String>> unused(Tx tx, ConnectionName connection, Collection<String> causes) {
    if (causes.isEmpty()) {
      return Future.succeededFuture(Set.of());
    }
    return tx.run(UNUSED, connection.value(), causes.toArray(String[]::new))
        .map(
            rows -> {
              Set<String> unused = new HashSet<>();
              rows.forEach(row -> unused.add(row.getString("cause")));
              return unused;
            });
  }
}

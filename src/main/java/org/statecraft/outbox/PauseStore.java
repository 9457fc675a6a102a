package org.statecraft.outbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;

/**
 * The table {@code delivery_pause}. Every claim asks it, so that a pause holds for all processes at
 * once; what a process has claimed already it gives back when it looks next.
 */
public final class PauseStore {

  private static final String ALL = "";

  private static final String PAUSE =
      """
      INSERT INTO delivery_pause (connection, resource, reason, paused_by)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT ON CONSTRAINT delivery_pause_pk DO NOTHING
      """;

  private static final String RESUME =
      """
      DELETE FROM delivery_pause
      WHERE connection = $1
        AND resource = $2
      """;

  /** What claims have put out of the way; a resource that is still paused goes there again. */
  private static final String FREE =
      """
      UPDATE outbox
      SET next_at = now()
      WHERE connection = $1
        AND next_at = 'infinity'
        AND (state IN ('available', 'retryable') OR (state = 'waiting' AND blockers = 0))
      """;

  private static final String PAUSES =
      """
      SELECT connection, resource, reason, paused_by, paused_at
      FROM delivery_pause
      WHERE $1::text IS NULL OR connection = $1
      ORDER BY connection, resource
      """;

  /**
   * Stops the sending of a connection, or of one resource of it.
   *
   * @return whether it was not paused before
   */
  public Future<Boolean> pause(
      Tx tx, ConnectionName connection, Optional<ResourceName> resource, String reason, String by) {
    return tx.run(PAUSE, connection.value(), word(resource), reason, by)
        .map(rows -> rows.rowCount() == 1);
  }

  /**
   * Lets it be sent again.
   *
   * @return whether it was paused
   */
  public Future<Boolean> resume(Tx tx, ConnectionName connection, Optional<ResourceName> resource) {
    return tx.run(RESUME, connection.value(), word(resource))
        .compose(resumed -> tx.run(FREE, connection.value()).map(freed -> resumed.rowCount() == 1));
  }

  /** The pauses of a connection, or of all. */
  public Future<List<Pause>> pauses(SqlRunner sql, Optional<ConnectionName> connection) {
    return sql.run(PAUSES, connection.map(ConnectionName::value).orElse(null))
        .map(Rows.each(PauseStore::pause));
  }

  private static Pause pause(Row row) {
    String resource = row.getString("resource");
    return new Pause(
        new ConnectionName(row.getString("connection")),
        resource.equals(ALL) ? Optional.empty() : Optional.of(new ResourceName(resource)),
        row.getString("reason"),
        row.getString("paused_by"),
        row.getOffsetDateTime("paused_at").toInstant());
  }

  private static String word(Optional<ResourceName> resource) {
    return resource.map(ResourceName::value).orElse(ALL);
  }
}

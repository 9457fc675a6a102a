package org.statecraft.deliver;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.edfi.ConnectionName;

/** The table {@code delivery_state}: how each process sends at the moment. */
public final class DeliveryStateStore {

  private static final String WRITE =
      """
      INSERT INTO delivery_state
        (connection, worker, state, until, ceiling, concurrency, under_way, latency_ms)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT ON CONSTRAINT delivery_state_pk DO UPDATE
      SET state = EXCLUDED.state,
        until = EXCLUDED.until,
        ceiling = EXCLUDED.ceiling,
        concurrency = EXCLUDED.concurrency,
        under_way = EXCLUDED.under_way,
        latency_ms = EXCLUDED.latency_ms,
        changed_at = now()
      """;

  private static final String COUNT =
      """
      SELECT count(*) AS processes
      FROM delivery_state s
      JOIN worker w ON w.id = s.worker
      WHERE s.connection = $1
        AND s.worker <> $2
        AND w.taken_at IS NULL
      """;

  private static final String FORGET =
      """
      DELETE FROM delivery_state
      WHERE worker = ANY($1::bigint[])
      """;

  private static final String LEAVE =
      """
      DELETE FROM delivery_state
      WHERE connection = $1
        AND worker = $2
      """;

  private static final String LIVING =
      """
      SELECT s.connection, s.worker, w.name, s.state, s.until, s.ceiling, s.concurrency,
        s.under_way, s.latency_ms
      FROM delivery_state s
      JOIN worker w ON w.id = s.worker
      WHERE w.taken_at IS NULL
        AND ($1::text IS NULL OR s.connection = $1)
      ORDER BY s.connection, s.worker
      """;

  /**
   * A process as people know it.
   *
   * @param name host and process id
   */
  public record Sender(String name, DeliveryState state) {}

  Future<Void> write(SqlRunner sql, DeliveryState state) {
    return sql.run(
            WRITE,
            state.connection().value(),
            state.worker(),
            state.word(),
            state.until() == null ? null : state.until().atOffset(ZoneOffset.UTC),
            state.ceiling(),
            state.concurrency(),
            state.underWay(),
            state.latencyMillis().isPresent() ? (Object) state.latencyMillis().getAsInt() : null)
        .mapEmpty();
  }

  /** How many other living processes send on the connection. */
  Future<Integer> others(SqlRunner sql, ConnectionName connection, long worker) {
    return sql.run(COUNT, connection.value(), worker)
        .map(rows -> rows.iterator().next().getInteger("processes"));
  }

  /** The process no longer sends on the connection. */
  Future<Void> leave(SqlRunner sql, ConnectionName connection, long worker) {
    return sql.run(LEAVE, connection.value(), worker).mapEmpty();
  }

  /** Removes what dead workers said. */
  Future<Void> forget(SqlRunner sql, Collection<Long> workers) {
    return sql.run(FORGET, (Object) workers.toArray(Long[]::new)).mapEmpty();
  }

  /** The living processes, of one connection or of all. */
  public Future<List<Sender>> living(SqlRunner sql, Optional<ConnectionName> connection) {
    return sql.run(LIVING, connection.map(ConnectionName::value).orElse(null))
        .map(Rows.each(DeliveryStateStore::sender));
  }

  private static Sender sender(Row row) {
    Integer latency = row.getInteger("latency_ms");
    var until = row.getOffsetDateTime("until");
    return new Sender(
        row.getString("name"),
        new DeliveryState(
            new ConnectionName(row.getString("connection")),
            row.getLong("worker"),
            row.getString("state"),
            until == null ? null : until.toInstant(),
            row.getInteger("ceiling"),
            row.getInteger("concurrency"),
            row.getInteger("under_way"),
            latency == null ? OptionalInt.empty() : OptionalInt.of(latency)));
  }
}

package org.statecraft.metrics;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;

/** Counts what waits in {@code event_queue} and {@code outbox}; it only reads. */
final class BacklogStore {

  private static final String EVENTS =
      """
      SELECT connection, state, count(*)
      FROM event_queue
      WHERE connection = ANY ($1)
      GROUP BY connection, state
      """;

  // The condition on the state is the one of the index outbox_record.
  private static final String ACTIONS =
      """
      SELECT connection,
             state,
             count(*),
             extract(epoch FROM now() - min(created_at))::float8
      FROM outbox
      WHERE state NOT IN ('done', 'cancelled')
        AND connection = ANY ($1)
      GROUP BY connection, state
      """;

  /** The backlogs of these connections, one each. */
  Future<List<Backlog>> load(Tx tx, List<ConnectionName> connections) {
    String[] names = connections.stream().map(ConnectionName::value).toArray(String[]::new);
    Map<String, Map<String, Long>> events = new HashMap<>();
    Map<String, Map<String, Long>> actions = new HashMap<>();
    Map<String, Double> ages = new HashMap<>();
    return tx.run(EVENTS, (Object) names)
        .compose(
            rows -> {
              rows.forEach(row -> count(events, row));
              return tx.run(ACTIONS, (Object) names);
            })
        .map(
            rows -> {
              rows.forEach(
                  row -> {
                    count(actions, row);
                    // A discarded action is not going to be sent; a person has it.
                    if (!"discarded".equals(row.getString(1))) {
                      ages.merge(row.getString(0), row.getDouble(3), Math::max);
                    }
                  });
              return connections.stream()
                  .map(each -> backlog(each, events, actions, ages))
                  .toList();
            });
  }

  private static void count(Map<String, Map<String, Long>> counts, Row row) {
    counts
        .computeIfAbsent(row.getString(0), connection -> new HashMap<>())
        .put(row.getString(1), row.getLong(2));
  }

  private static Backlog backlog(
      ConnectionName connection,
      Map<String, Map<String, Long>> events,
      Map<String, Map<String, Long>> actions,
      Map<String, Double> ages) {
    double seconds = ages.getOrDefault(connection.value(), 0.0);
    return new Backlog(
        connection,
        events.getOrDefault(connection.value(), Map.of()),
        actions.getOrDefault(connection.value(), Map.of()),
        Duration.ofMillis(Math.max(0, Math.round(seconds * 1000))));
  }
}

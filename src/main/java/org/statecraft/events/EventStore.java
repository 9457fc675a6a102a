package org.statecraft.events;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Database;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;

/**
 * The table {@code event_queue}. Every statement that may wait for a row locks in the order of
 * connection and student, so that no two wait for each other.
 */
public final class EventStore {

  /**
   * A change of a running entry starts a new count of the oldest change: what was there before is
   * in the worker's hands.
   */
  private static final String ENQUEUE =
      """
      INSERT INTO event_queue AS e (connection, student_id, cause, changed_at)
      SELECT c.connection, s.student_id, s.cause, s.changed_at
        FROM unnest($1::text[]) AS c (connection)
       CROSS JOIN unnest($2::text[], $3::text[], $4::timestamptz[])
                  AS s (student_id, cause, changed_at)
       ORDER BY c.connection COLLATE "C", s.student_id COLLATE "C"
      ON CONFLICT ON CONSTRAINT event_queue_pk DO UPDATE
         SET version = e.version + 1,
             cause = excluded.cause,
             changed_at = CASE WHEN e.state = 'running' AND e.version = e.claimed
                               THEN excluded.changed_at
                               ELSE least(e.changed_at, excluded.changed_at) END,
             queued_at = now(),
             state = CASE WHEN e.state = 'running' THEN 'running' ELSE 'available' END,
             attempt = CASE WHEN e.state = 'running' THEN e.attempt ELSE 0 END,
             next_at = CASE WHEN e.state = 'available' THEN e.next_at ELSE now() END
      """;

  private static final String OF_STUDENTS =
      """
      SELECT student_id
        FROM event_queue
       WHERE connection = $1
         AND student_id = ANY ($2::text[])
      """;

  private static final String DEPTHS =
      """
      SELECT connection, state, count(*) AS entries, min(changed_at) AS oldest
        FROM event_queue
       WHERE connection = ANY ($1::text[])
       GROUP BY connection, state
      """;

  /**
   * Queues each student for each connection; a student already queued stays one entry. A parked or
   * waiting one is tried again at once, a running one after its run.
   *
   * @param concerns at most one per student
   */
  public Future<Void> enqueue(
      Tx tx, Collection<ConnectionName> connections, Collection<Concern> concerns) {
    if (connections.isEmpty() || concerns.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Concern> sorted = concerns.stream().sorted(Concern.BY_STUDENT).toList();
    return tx.run(
            ENQUEUE,
            connections.stream().map(ConnectionName::value).toArray(String[]::new),
            sorted.stream().map(concern -> concern.student().value()).toArray(String[]::new),
            sorted.stream().map(Concern::cause).toArray(String[]::new),
            times(sorted.stream().map(Concern::changedAt).toList()))
        .mapEmpty();
  }

  /** Queues students of one connection for one reason. */
  public Future<Void> enqueue(
      Tx tx,
      ConnectionName connection,
      Collection<StudentId> students,
      String cause,
      Instant changedAt) {
    return enqueue(
        tx,
        List.of(connection),
        students.stream()
            .distinct()
            .map(student -> new Concern(student, cause, changedAt))
            .toList());
  }

  /** How many events of connections are in which state; of each connection asked for. */
  public Future<Map<ConnectionName, QueueDepth>> depths(
      Database database, Collection<ConnectionName> connections) {
    return database
        .run(
            DEPTHS, (Object) connections.stream().map(ConnectionName::value).toArray(String[]::new))
        .map(
            rows -> {
              Map<ConnectionName, List<Row>> found = new HashMap<>();
              for (Row row : rows) {
                found
                    .computeIfAbsent(
                        new ConnectionName(row.getString("connection")), name -> new ArrayList<>())
                    .add(row);
              }
              Map<ConnectionName, QueueDepth> depths = new HashMap<>();
              connections.forEach(
                  each -> depths.put(each, queueDepth(found.getOrDefault(each, List.of()))));
              return depths;
            });
  }

  private static QueueDepth queueDepth(List<Row> rows) {
    Map<EventState, Long> entries = new EnumMap<>(EventState.class);
    for (EventState state : EventState.values()) {
      entries.put(state, 0L);
    }
    Optional<Instant> oldest = Optional.empty();
    for (Row row : rows) {
      EventState state = EventState.ofWord(row.getString("state"));
      entries.put(state, row.getLong("entries"));
      if (state != EventState.DISCARDED) {
        Instant time = row.getOffsetDateTime("oldest").toInstant();
        oldest = oldest.filter(known -> known.isBefore(time)).or(() -> Optional.of(time));
      }
    }
    return new QueueDepth(entries, oldest);
  }

  /** Those of the students who wait to be decided, or are being decided. */
  public Future<Set<StudentId>> waiting(
      SqlRunner sql, ConnectionName connection, Collection<StudentId> students) {
    return sql.run(
            OF_STUDENTS,
            connection.value(),
            students.stream().map(StudentId::value).toArray(String[]::new))
        .map(
            rows -> {
              Set<StudentId> waiting = new HashSet<>();
              rows.forEach(row -> waiting.add(new StudentId(row.getString("student_id"))));
              return waiting;
            });
  }

  private static OffsetDateTime[] times(List<Instant> times) {
    return times.stream().map(time -> time.atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new);
  }
}

package org.statecraft.events;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Database;
import org.statecraft.db.Rows;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;

/**
 * Who works on which entries of the table {@code event_queue}. Every statement that may wait for a
 * row locks in the order of connection and student, so that no two wait for each other.
 */
public final class EventClaimStore {

  /** The student did not bring it on, so it was no attempt. */
  private static final String GIVE_BACK =
      """
      WITH unheard_of AS (
        SELECT connection, student_id
          FROM event_queue
         WHERE connection = $1
           AND worker = ANY ($2::bigint[])
           AND state = 'running'
         ORDER BY student_id
           FOR UPDATE
      )
      UPDATE event_queue e
         SET state = 'available',
             worker = NULL,
             attempt = greatest(e.attempt - 1, 0),
             next_at = now()
        FROM unheard_of
       WHERE e.connection = unheard_of.connection
         AND e.student_id = unheard_of.student_id
      """;

  private static final String CLAIM =
      """
      WITH ready AS (
        SELECT connection, student_id
          FROM event_queue
         WHERE connection = $1
           AND state IN ('available', 'retryable')
           AND next_at <= greatest($4::timestamptz, now())
         ORDER BY next_at
         LIMIT $3
           FOR UPDATE SKIP LOCKED
      )
      UPDATE event_queue e
         SET state = 'running',
             worker = $2,
             claimed = e.version,
             attempt = e.attempt + 1
        FROM ready
       WHERE e.connection = ready.connection
         AND e.student_id = ready.student_id
      RETURNING e.student_id, e.version, e.changed_at, e.cause, e.attempt, e.worker
      """;

  /** Of the entries {@code f} those that the worker still holds, locked. */
  private static final String HELD =
      """
          JOIN event_queue e
            ON e.connection = $1
           AND e.student_id = f.student_id
         WHERE e.worker = $2
           AND e.claimed = f.version
         ORDER BY e.student_id
           FOR UPDATE OF e
      """;

  private static final String FINISH =
      """
      WITH mine AS (
        SELECT e.student_id, e.version = f.version AS unchanged
          FROM unnest($3::text[], $4::bigint[]) AS f (student_id, version)
      """
          + HELD
          + """
      ), again AS (
        UPDATE event_queue e
           SET state = 'available',
               worker = NULL,
               attempt = 0,
               next_at = now()
          FROM mine
         WHERE e.connection = $1
           AND e.student_id = mine.student_id
           AND NOT mine.unchanged
      ), done AS (
        DELETE FROM event_queue e
         USING mine
         WHERE e.connection = $1
           AND e.student_id = mine.student_id
           AND mine.unchanged
      )
      SELECT count(*) AS finished FROM mine
      """;

  private static final String PUT_BACK =
      """
      WITH mine AS (
        SELECT e.student_id, e.version = f.version AS unchanged, f.changed_at
          FROM unnest($3::text[], $4::bigint[], $5::timestamptz[])
            AS f (student_id, version, changed_at)
      """
          + HELD
          + """
      ), back AS (
        UPDATE event_queue e
           SET state = CASE WHEN mine.unchanged THEN $6 ELSE 'available' END,
               worker = NULL,
               attempt = CASE WHEN mine.unchanged THEN e.attempt ELSE 0 END,
               next_at = CASE WHEN mine.unchanged THEN $7 ELSE now() END,
               changed_at = least(e.changed_at, mine.changed_at)
          FROM mine
         WHERE e.connection = $1
           AND e.student_id = mine.student_id
      )
      SELECT count(*) AS finished FROM mine
      """;

  private static final String RELEASE =
      """
      WITH left_over AS (
        SELECT connection, student_id
          FROM event_queue
         WHERE worker = ANY($1::bigint[])
           AND state = 'running'
         ORDER BY connection, student_id
           FOR UPDATE
      )
      UPDATE event_queue e
         SET state = 'available',
             worker = NULL,
             next_at = now()
        FROM left_over
       WHERE e.connection = left_over.connection
         AND e.student_id = left_over.student_id
      """;

  /**
   * Takes events in hand, the longest ready first; nobody else gets them until they are finished,
   * retried, parked or released. The later of our clock and the database's decides what is ready.
   * If this fails, it may have been done all the same: see {@link #giveBack}.
   */
  public Future<List<Event>> claim(
      Database database, ConnectionName connection, long worker, int limit, Instant now) {
    return database
        .run(CLAIM, connection.value(), worker, limit, now.atOffset(ZoneOffset.UTC))
        .map(Rows.each(EventClaimStore::event));
  }

  /**
   * Takes decided events off the queue; a student that changed in the meantime is available again.
   *
   * @return a failed future if one of the events is no longer this worker's, so that the
   *     transaction with what was decided is rolled back
   */
  public Future<Void> finish(Tx tx, ConnectionName connection, List<Event> events) {
    if (events.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Event> sorted = sorted(events);
    return tx.run(FINISH, connection.value(), worker(sorted), students(sorted), versions(sorted))
        .map(rows -> requireAll(connection, sorted, rows));
  }

  /** Puts events back to be tried at {@code nextAt}, or at once where the student changed. */
  public Future<Void> retry(Tx tx, ConnectionName connection, List<Event> events, Instant nextAt) {
    return putBack(tx, connection, events, EventState.RETRYABLE, nextAt);
  }

  /** Puts events aside until something of the student changes; one that has is available. */
  public Future<Void> park(Tx tx, ConnectionName connection, List<Event> events, Instant now) {
    return putBack(tx, connection, events, EventState.DISCARDED, now);
  }

  /**
   * Makes available what dead workers had in hand. The attempt stays counted: the student may be
   * what killed them.
   *
   * @return how many events
   */
  public Future<Integer> release(Database database, Collection<Long> workers) {
    return database.run(RELEASE, (Object) workers.toArray(Long[]::new)).map(RowSet::rowCount);
  }

  /**
   * Makes available what a living worker has claimed of a connection and does not work on, because
   * the answer to the claim was lost, or the work failed. To be called only when it has nothing of
   * it in hand.
   *
   * @param workers the ids it may have claimed with
   * @return how many events
   */
  public Future<Integer> giveBack(
      Database database, ConnectionName connection, Collection<Long> workers) {
    return database
        .run(GIVE_BACK, connection.value(), workers.toArray(Long[]::new))
        .map(RowSet::rowCount);
  }

  private static Future<Void> putBack(
      Tx tx, ConnectionName connection, List<Event> events, EventState state, Instant nextAt) {
    if (events.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Event> sorted = sorted(events);
    return tx.run(
            PUT_BACK,
            connection.value(),
            worker(sorted),
            students(sorted),
            versions(sorted),
            times(sorted.stream().map(Event::changedAt).toList()),
            state.word(),
            nextAt.atOffset(ZoneOffset.UTC))
        .map(rows -> requireAll(connection, sorted, rows));
  }

  private static Void requireAll(ConnectionName connection, List<Event> events, RowSet<Row> rows) {
    long finished = rows.iterator().next().getLong("finished");
    if (finished != events.size()) {
      throw new LostClaim(
          "worker "
              + worker(events)
              + " holds "
              + finished
              + " of "
              + events.size()
              + " events of connection "
              + connection
              + " it claimed; the others were taken over");
    }
    return null;
  }

  private static Event event(Row row) {
    return new Event(
        new StudentId(row.getString("student_id")),
        row.getLong("version"),
        row.getOffsetDateTime("changed_at").toInstant(),
        row.getString("cause"),
        row.getShort("attempt"),
        row.getLong("worker"));
  }

  private static List<Event> sorted(List<Event> events) {
    return events.stream().sorted(Comparator.comparing(Event::student)).toList();
  }

  private static long worker(List<Event> events) {
    return events.get(0).worker();
  }

  private static String[] students(List<Event> events) {
    return events.stream().map(event -> event.student().value()).toArray(String[]::new);
  }

  private static Long[] versions(List<Event> events) {
    return events.stream().map(Event::version).toArray(Long[]::new);
  }

  private static OffsetDateTime[] times(List<Instant> times) {
    return times.stream().map(time -> time.atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new);
  }
}

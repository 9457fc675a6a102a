package org.statecraft.outbox;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;

/**
 * Finds our own actions that will bring, or take away, what the API said is in the way; and wakes
 * those that waited for what has just been done.
 */
final class AwaitedStore {

  /**
   * Our own unfinished action that will bring an absent record: its resource is the plural of what
   * the API calls it, and its key, without the paths, is what we refer to.
   */
  private static final String ON_THEIR_WAY =
      """
      WITH absent AS (
        SELECT a.*
        FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[])
          AS a (blocked, student_id, name, reference)),
      record AS (
        SELECT a.blocked, a.name, a.reference, i.resource, i.key_hash, i.natural_key
        FROM absent a
        JOIN identity_mapping i
          ON i.connection = $1
          AND i.student_id = a.student_id
        UNION ALL
        SELECT a.blocked, a.name, a.reference, i.resource, i.key_hash, i.natural_key
        FROM absent a
        JOIN identity_mapping i
          ON i.connection = $1
          AND i.student_id IS NULL
          AND lower(i.resource) IN
            (lower(a.name) || 's', regexp_replace(lower(a.name), 'y$', '') || 'ies'))
      SELECT o.id, r.blocked
      FROM record r
      JOIN outbox o
        ON o.connection = $1
        AND o.resource = r.resource
        AND o.key_hash = r.key_hash
      WHERE lower(r.resource) IN
          (lower(r.name) || 's', regexp_replace(lower(r.name), 'y$', '') || 'ies')
        AND (SELECT jsonb_object_agg(regexp_replace(k.key, '^.*[.]', ''), k.value)
             FROM jsonb_each(r.natural_key) AS k) = r.reference::jsonb
        AND o.id <> r.blocked
        AND o.verb <> 'DELETE'
        AND o.state NOT IN ('done', 'cancelled')
        AND NOT EXISTS (
          SELECT FROM outbox_blocker b WHERE b.blocker = r.blocked AND b.blocked = o.id)
      ORDER BY o.id
      FOR KEY SHARE OF o
      """;

  /**
   * Our own unfinished deletes of records whose keys refer to a record that the API does not let
   * go.
   */
  private static final String STILL_TO_GO =
      """
      SELECT o.id, r.blocked
      FROM unnest($2::bigint[], $3::text[], $4::text[]) AS r (blocked, name, reference)
      JOIN outbox o
        ON o.connection = $1
        AND o.verb = 'DELETE'
        AND o.state NOT IN ('done', 'cancelled', 'discarded')
        AND o.id <> r.blocked
      JOIN identity_mapping i
        ON i.connection = $1
        AND i.resource = o.resource
        AND i.key_hash = o.key_hash
      WHERE (SELECT jsonb_object_agg(regexp_replace(k.key, '^.*[.]', ''), k.value)
             FROM jsonb_each(i.natural_key) AS k
             WHERE lower(k.key) LIKE '%' || lower(r.name) || 'reference.%') = r.reference::jsonb
        AND NOT EXISTS (
          SELECT FROM outbox_blocker b WHERE b.blocker = r.blocked AND b.blocked = o.id)
      ORDER BY o.id
      FOR KEY SHARE OF o
      """;

  /**
   * Whoever holds one of them at the moment is about to change it anyway, so nobody is waited for.
   */
  private static final String WAKE =
      """
      WITH due AS (
        SELECT o.id
        FROM outbox o
        WHERE o.connection = $1
          AND o.cause = ANY($2::text[])
          AND o.state = 'waiting'
        UNION ALL
        SELECT o.id
        FROM outbox o
        WHERE o.connection = $1
          AND o.cause LIKE 'not-related %'
          AND o.state IN ('retryable', 'discarded')
          AND o.student_id = ANY($3::text[])),
      woken AS (
        SELECT o.id
        FROM outbox o
        WHERE o.id IN (SELECT d.id FROM due d)
          AND o.state IN ('waiting', 'retryable', 'discarded')
          AND o.blockers = 0
        ORDER BY o.id
        FOR NO KEY UPDATE SKIP LOCKED)
      UPDATE outbox o
      SET state = CASE WHEN o.state = 'discarded' THEN 'available' ELSE o.state END,
        attempt = CASE WHEN o.state = 'waiting' THEN o.attempt ELSE 0 END,
        next_at = now(),
        finished_at = NULL
      FROM woken w
      WHERE o.id = w.id
      """;

  private AwaitedStore() {}

  /** What each attempted action must wait for, of what the API said: ids of our other actions. */
  static Future<Map<Long, List<Long>>> find(
      Tx tx, ConnectionName connection, List<Settlement> settlements) {
    Map<Long, List<Long>> waits = new HashMap<>();
    return onTheirWay(tx, connection, settlements, waits)
        .compose(nothing -> stillToGo(tx, connection, settlements, waits))
        .map(waits);
  }

  private static Future<Void> onTheirWay(
      Tx tx, ConnectionName connection, List<Settlement> settlements, Map<Long, List<Long>> waits) {
    record Absent(OutboxEntry entry, AbsentRecord record) {}
    List<Absent> absent =
        settlements.stream()
            .flatMap(s -> s.absent().stream().map(record -> new Absent(s.entry(), record)))
            .toList();
    if (absent.isEmpty()) {
      return Future.succeededFuture();
    }
    return tx.run(
            ON_THEIR_WAY,
            connection.value(),
            absent.stream().map(a -> a.entry().id()).toArray(Long[]::new),
            absent.stream().map(a -> text(a.entry().student())).toArray(String[]::new),
            absent.stream().map(a -> a.record().name()).toArray(String[]::new),
            absent.stream().map(a -> a.record().reference()).toArray(String[]::new))
        .map(
            rows -> {
              rows.forEach(row -> add(waits, row.getLong("blocked"), row.getLong("id")));
              return null;
            });
  }

  private static Future<Void> stillToGo(
      Tx tx, ConnectionName connection, List<Settlement> settlements, Map<Long, List<Long>> waits) {
    record Held(long id, AbsentRecord record) {}
    List<Held> held =
        settlements.stream()
            .filter(Settlement::referenced)
            .flatMap(
                s ->
                    AbsentRecord.of(s.entry().record()).stream()
                        .map(record -> new Held(s.entry().id(), record)))
            .toList();
    if (held.isEmpty()) {
      return Future.succeededFuture();
    }
    return tx.run(
            STILL_TO_GO,
            connection.value(),
            held.stream().map(Held::id).toArray(Long[]::new),
            held.stream().map(h -> h.record().name()).toArray(String[]::new),
            held.stream().map(h -> h.record().reference()).toArray(String[]::new))
        .map(
            rows -> {
              rows.forEach(row -> add(waits, row.getLong("blocked"), row.getLong("id")));
              return null;
            });
  }

  private static void add(Map<Long, List<Long>> waits, long blocked, long blocker) {
    waits.computeIfAbsent(blocked, id -> new ArrayList<>()).add(blocker);
  }

  /**
   * Lets actions be tried now that wait for something that may have come: for a cause that is over,
   * or for a student to be known to the API.
   */
  static Future<Void> wake(
      Tx tx, ConnectionName connection, Collection<String> causes, Collection<String> students) {
    return causes.isEmpty() && students.isEmpty()
        ? Future.succeededFuture()
        : tx.run(
                WAKE,
                connection.value(),
                causes.toArray(String[]::new),
                students.toArray(String[]::new))
            .mapEmpty();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}

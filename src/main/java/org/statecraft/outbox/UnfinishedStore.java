package org.statecraft.outbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.plan.Verb;

/** Finds, and locks, the unfinished actions of records. */
final class UnfinishedStore {

  /**
   * Whoever finishes an action takes a stronger lock first: it either sees what we add behind it,
   * or is finished before we look.
   *
   * <p>The index is asked record by record ("OFFSET 0" sees to it): in a table that has grown since
   * its statistics were taken, PostgreSQL would rather read the whole outbox of the connection.
   */
  private static final String HOLD =
      """
      SELECT o.id, o.resource, o.key_hash
      FROM outbox o
      WHERE o.id = ANY(ARRAY(
          SELECT unfinished.id
          FROM unnest($2::text[], $3::uuid[]) AS r (resource, key_hash)
          CROSS JOIN LATERAL (
            SELECT u.id
            FROM outbox u
            WHERE u.connection = $1
              AND u.resource = r.resource
              AND u.key_hash = r.key_hash
              AND u.state NOT IN ('done', 'cancelled')
            OFFSET 0) AS unfinished))
        AND o.state NOT IN ('done', 'cancelled')
      ORDER BY o.id
      FOR KEY SHARE OF o
      """;

  private static final String LOCK =
      """
      SELECT o.id, o.resource, o.key_hash, o.state, o.cause, o.verb, o.then_post
      FROM outbox o
      WHERE o.id = ANY(ARRAY(
          SELECT unfinished.id
          FROM unnest($2::text[], $3::uuid[]) AS r (resource, key_hash)
          CROSS JOIN LATERAL (
            SELECT u.id
            FROM outbox u
            WHERE u.connection = $1
              AND u.resource = r.resource
              AND u.key_hash = r.key_hash
              AND u.state NOT IN ('done', 'cancelled')
            OFFSET 0) AS unfinished))
        AND o.state NOT IN ('done', 'cancelled')
      ORDER BY o.id
      FOR UPDATE OF o
      """;

  /**
   * An unfinished action of a record.
   *
   * @param thenPost a delete behind which the record is posted again
   */
  record Unfinished(
      long id, OutboxState state, Verb verb, boolean thenPost, @Nullable String cause) {

    boolean isRunning() {
      return state == OutboxState.RUNNING;
    }

    /** One that a person must see to would only stand in the way. */
    boolean deletesFirst() {
      return thenPost && verb == Verb.DELETE && state != OutboxState.DISCARDED;
    }
  }

  private UnfinishedStore() {}

  /** The actions, which stay unfinished until this transaction ends. */
  static Future<Map<ResourceRef, List<Long>>> hold(
      Tx tx, ConnectionName connection, List<ResourceRef> records) {
    return find(tx, HOLD, connection, records, row -> row.getLong("id"));
  }

  /** The actions, which nobody else changes until this transaction ends. */
  static Future<Map<ResourceRef, List<Unfinished>>> lock(
      Tx tx, ConnectionName connection, List<ResourceRef> records) {
    return find(tx, LOCK, connection, records, UnfinishedStore::unfinished);
  }

  private static Unfinished unfinished(Row row) {
    return new Unfinished(
        row.getLong("id"),
        OutboxState.of(row.getString("state")),
        Verb.valueOf(row.getString("verb")),
        row.getBoolean("then_post"),
        row.getString("cause"));
  }

  private static <T> Future<Map<ResourceRef, List<T>>> find(
      Tx tx,
      String sql,
      ConnectionName connection,
      List<ResourceRef> records,
      Function<Row, T> reader) {
    return records.isEmpty()
        ? Future.succeededFuture(Map.of())
        : tx.run(sql, connection.value(), resources(records), hashes(records))
            .map(rows -> byRecord(rows, records, reader));
  }

  private static <T> Map<ResourceRef, List<T>> byRecord(
      RowSet<Row> rows, List<ResourceRef> records, Function<Row, T> reader) {
    record Short(String resource, UUID hash) {}
    Map<Short, ResourceRef> names = new HashMap<>();
    records.forEach(ref -> names.put(new Short(ref.resource().value(), ref.key().hash()), ref));
    Map<ResourceRef, List<T>> found = new HashMap<>();
    for (Row row : rows) {
      ResourceRef ref = names.get(new Short(row.getString("resource"), row.getUUID("key_hash")));
      if (ref != null) {
        found.computeIfAbsent(ref, r -> new ArrayList<>()).add(reader.apply(row));
      }
    }
    return found;
  }

  static String[] resources(Collection<ResourceRef> refs) {
    return refs.stream().map(ref -> ref.resource().value()).toArray(String[]::new);
  }

  static UUID[] hashes(Collection<ResourceRef> refs) {
    return refs.stream().map(ref -> ref.key().hash()).toArray(UUID[]::new);
  }
}

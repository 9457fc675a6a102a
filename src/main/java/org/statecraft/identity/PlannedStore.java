package org.statecraft.identity;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceRef;

/** Writes what records shall be. */
final class PlannedStore {

  private static final String PLAN =
      """
      INSERT INTO identity_mapping
        (connection, resource, key_hash, natural_key, student_id, sources, planned_body, revision)
      SELECT $1, p.resource, p.key_hash, p.natural_key::jsonb, p.student_id,
        string_to_array(p.sources, chr(31)), p.planned_body, p.revision
      FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::text[]) AS p (resource, key_hash, natural_key, student_id, sources, planned_body,
          revision)
      ORDER BY p.resource, p.key_hash
      ON CONFLICT (connection, resource, key_hash) DO UPDATE SET
        student_id = EXCLUDED.student_id,
        sources = EXCLUDED.sources,
        planned_body = EXCLUDED.planned_body,
        revision = EXCLUDED.revision,
        planned_at = now()
      """;

  /** A row that stands already is not even locked: all students refer to the same few. */
  private static final String PLAN_IF_ABSENT =
      """
      INSERT INTO identity_mapping AS i
        (connection, resource, key_hash, natural_key, student_id, sources, planned_body, revision)
      SELECT $1, p.resource, p.key_hash, p.natural_key::jsonb, p.student_id,
        string_to_array(p.sources, chr(31)), p.planned_body, p.revision
      FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::text[]) AS p (resource, key_hash, natural_key, student_id, sources, planned_body,
          revision)
      WHERE NOT EXISTS (
        SELECT
        FROM identity_mapping e
        WHERE e.connection = $1
          AND e.resource = p.resource
          AND e.key_hash = p.key_hash
          AND e.planned_body IS NOT NULL)
      ORDER BY p.resource, p.key_hash
      ON CONFLICT (connection, resource, key_hash) DO UPDATE SET
        student_id = EXCLUDED.student_id,
        sources = EXCLUDED.sources,
        planned_body = EXCLUDED.planned_body,
        revision = EXCLUDED.revision,
        planned_at = now()
      WHERE i.planned_body IS NULL
      RETURNING resource, key_hash
      """;

  /** Lists are handed over as one text, because unnest takes nested arrays apart completely. */
  static final String SEPARATOR = "\u001f";

  private PlannedStore() {}

  static Future<Set<ResourceRef>> plan(
      Tx tx, ConnectionName connection, Collection<PlannedRecord> records) {
    List<PlannedRecord> certain = records.stream().filter(r -> !r.onlyIfAbsent()).toList();
    List<PlannedRecord> ifAbsent = records.stream().filter(PlannedRecord::onlyIfAbsent).toList();
    return planAll(tx, PLAN, connection, certain)
        .compose(nothing -> planAll(tx, PLAN_IF_ABSENT, connection, ifAbsent))
        .map(rows -> named(rows, ifAbsent.stream().map(PlannedRecord::record).toList()));
  }

  private static Future<Iterable<Row>> planAll(
      Tx tx, String sql, ConnectionName connection, List<PlannedRecord> records) {
    if (records.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    List<ResourceRef> refs = records.stream().map(PlannedRecord::record).toList();
    return tx.run(
            sql,
            connection.value(),
            resources(refs),
            hashes(refs),
            column(refs, ref -> ref.key().json()),
            column(records, r -> r.student() == null ? null : r.student().value()),
            column(records, r -> String.join(SEPARATOR, r.sources())),
            column(records, r -> json(r.body())),
            column(records, PlannedRecord::revision))
        .map(rows -> rows);
  }

  static Set<ResourceRef> named(Iterable<Row> rows, List<ResourceRef> asked) {
    record Short(String resource, UUID hash) {}
    Set<Short> found = new HashSet<>();
    rows.forEach(row -> found.add(new Short(row.getString("resource"), row.getUUID("key_hash"))));
    return asked.stream()
        .filter(ref -> found.contains(new Short(ref.resource().value(), ref.key().hash())))
        .collect(Collectors.toSet());
  }

  static String[] resources(List<ResourceRef> refs) {
    return refs.stream().map(ref -> ref.resource().value()).toArray(String[]::new);
  }

  static UUID[] hashes(List<ResourceRef> refs) {
    return refs.stream().map(ref -> ref.key().hash()).toArray(UUID[]::new);
  }

  private static <T> @Nullable String[] column(List<T> rows, Function<T, @Nullable String> value) {
    return rows.stream().map(value).toArray(String[]::new);
  }

  private static @Nullable String json(@Nullable ResourceBody body) {
    return body == null ? null : body.json();
  }
}

package org.statecraft.resync;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;

/** The table {@code resync_found}: what the ODS held when it was read. */
final class FoundStore {

  private static final String ADD =
      """
      INSERT INTO resync_found
        (run, resource, key_hash, natural_key, ods_id, body, body_hash, organization, person)
      SELECT $1, $2, f.key_hash, f.natural_key, f.ods_id, f.body, f.body_hash, f.organization,
             f.person
        FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[],
                    $9::text[])
          AS f (key_hash, natural_key, ods_id, body, body_hash, organization, person)
       ORDER BY f.key_hash
      ON CONFLICT ON CONSTRAINT resync_found_pk DO UPDATE
         SET ods_id = excluded.ods_id,
             body = excluded.body,
             body_hash = excluded.body_hash
      """;

  private static final String OF =
      """
      SELECT f.resource, f.key_hash, f.natural_key, f.ods_id, f.body, f.organization, f.person
        FROM unnest($2::text[], $3::uuid[]) AS wanted (resource, key_hash)
       CROSS JOIN LATERAL (
             SELECT r.*
               FROM resync_found r
              WHERE r.run = $1
                AND r.resource = wanted.resource
                AND r.key_hash = wanted.key_hash
             OFFSET 0) AS f
      """;

  /** Records of nobody: neither mapped nor planned, of an organization that is ours. */
  private static final String STRAYS =
      """
      SELECT f.resource, f.key_hash, f.natural_key, f.ods_id, f.body, f.organization, f.person
        FROM resync_found f
       WHERE f.run = $1
         AND f.resource = ANY ($3::text[])
         AND f.organization = ANY ($4::text[])
         AND (f.resource, f.key_hash) > ($5, $6)
         AND ($7 OR f.person IN (SELECT unnest(persons) FROM resync_student WHERE run = $1))
         AND NOT EXISTS (
             SELECT
               FROM identity_mapping i
              WHERE i.connection = $2
                AND i.resource = f.resource
                AND i.key_hash = f.key_hash)
         AND NOT EXISTS (
             SELECT
               FROM resync_action a
              WHERE a.run = $1
                AND a.resource = f.resource
                AND a.key_hash = f.key_hash)
       ORDER BY f.resource, f.key_hash
       LIMIT $8
      """;

  private static final String DROP = "DELETE FROM resync_found WHERE run = $1";

  private static final UUID LOWEST = new UUID(0, 0);

  /** Adds a page; what a moved page shows twice counts once. */
  Future<Void> add(Tx tx, long run, ResourceName resource, Collection<FoundRecord> page) {
    Map<UUID, FoundRecord> byKey = new HashMap<>();
    page.forEach(each -> byKey.put(each.record().key().hash(), each));
    List<FoundRecord> all = List.copyOf(byKey.values());
    return tx.run(
            ADD,
            run,
            resource.value(),
            all.stream().map(each -> each.record().key().hash()).toArray(UUID[]::new),
            texts(all, each -> each.record().key().json()),
            texts(all, each -> each.id().value()),
            texts(all, each -> each.body().json()),
            all.stream().map(each -> each.body().hash()).toArray(UUID[]::new),
            texts(all, FoundRecord::organization),
            texts(all, FoundRecord::person))
        .mapEmpty();
  }

  /** Those of the records that the ODS has. */
  Future<Map<ResourceRef, FoundRecord>> of(
      SqlRunner sql, long run, Collection<ResourceRef> records) {
    if (records.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return sql.run(
            OF,
            run,
            records.stream().map(each -> each.resource().value()).toArray(String[]::new),
            records.stream().map(each -> each.key().hash()).toArray(UUID[]::new))
        .map(
            rows -> {
              Map<ResourceRef, FoundRecord> found = new HashMap<>(2 * rows.size());
              for (Row row : rows) {
                FoundRecord each = found(row);
                found.put(each.record(), each);
              }
              return found;
            });
  }

  /**
   * The next records that nobody wants and the identity mapping does not know, in order.
   *
   * @param all of any student; false for those of the run's students only
   */
  Future<List<FoundRecord>> strays(
      SqlRunner sql,
      ResyncRun run,
      Collection<ResourceName> resources,
      Collection<String> organizations,
      boolean all,
      @Nullable ResourceRef after,
      int limit) {
    return sql.run(
            STRAYS,
            run.id(),
            run.connection().value(),
            resources.stream().map(ResourceName::value).toArray(String[]::new),
            organizations.toArray(String[]::new),
            after == null ? "" : after.resource().value(),
            after == null ? LOWEST : after.key().hash(),
            all,
            limit)
        .map(Rows.each(FoundStore::found));
  }

  /** Forgets what a run found. */
  Future<Void> drop(SqlRunner sql, long run) {
    return sql.run(DROP, run).mapEmpty();
  }

  private static FoundRecord found(Row row) {
    return new FoundRecord(
        new ResourceRef(
            new ResourceName(row.getString("resource")),
            new NaturalKey(row.getString("natural_key"), row.getUUID("key_hash"))),
        new OdsId(row.getString("ods_id")),
        ResourceBody.ofCanonical(row.getString("body")),
        row.getString("organization"),
        row.getString("person"));
  }

  private static @Nullable String[] texts(
      List<FoundRecord> all, Function<FoundRecord, @Nullable String> text) {
    return all.stream().map(text).toArray(String[]::new);
  }
}

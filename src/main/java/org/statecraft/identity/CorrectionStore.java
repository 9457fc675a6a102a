package org.statecraft.identity;

import static org.statecraft.identity.IdentityStore.ORDER;
import static org.statecraft.identity.IdentityStore.column;
import static org.statecraft.identity.IdentityStore.json;
import static org.statecraft.identity.PlannedStore.SEPARATOR;
import static org.statecraft.identity.PlannedStore.hashes;
import static org.statecraft.identity.PlannedStore.resources;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;

/** Puts the table {@code identity_mapping} right by what an API was seen to hold. */
public final class CorrectionStore {

  private static final String SHARED =
      """
      SELECT resource, key_hash, natural_key::text AS natural_key, sources, planned_body, sent_body,
        ods_id, uncertain, student_id
      FROM identity_mapping
      WHERE connection = $1
        AND resource = ANY($2::text[])
        AND student_id IS NULL
      ORDER BY resource, key_hash
      """;

  private static final String LOCK =
      """
      SELECT i.resource, i.key_hash, i.natural_key::text AS natural_key, i.sources, i.planned_body,
        i.sent_body, i.ods_id, i.uncertain
      FROM unnest($2::text[], $3::uuid[]) AS r (resource, key_hash)
      JOIN identity_mapping i
        ON i.connection = $1
        AND i.resource = r.resource
        AND i.key_hash = r.key_hash
      ORDER BY i.resource, i.key_hash
      FOR UPDATE OF i
      """;

  /**
   * What the API was seen to hold is what was planned and sent, until something else is planned.
   */
  private static final String CORRECT =
      """
      INSERT INTO identity_mapping AS i
        (connection, resource, key_hash, natural_key, student_id, sources, planned_body, sent_body,
         ods_id, revision, sent_at)
      SELECT $1, c.resource, c.key_hash, c.natural_key::jsonb, c.student_id,
        string_to_array(c.sources, chr(31)), c.held_body, c.held_body, c.ods_id, $2,
        CASE WHEN c.held_body IS NOT NULL THEN now() END
      FROM unnest($3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
        $9::text[]) AS c (resource, key_hash, natural_key, student_id, sources, held_body, ods_id)
      ORDER BY c.resource, c.key_hash
      ON CONFLICT (connection, resource, key_hash) DO UPDATE SET
        student_id = EXCLUDED.student_id,
        sources = EXCLUDED.sources,
        planned_body = EXCLUDED.planned_body,
        sent_body = EXCLUDED.sent_body,
        ods_id = EXCLUDED.ods_id,
        uncertain = false,
        revision = EXCLUDED.revision,
        planned_at = now(),
        sent_at = EXCLUDED.sent_at
      """;

  /** The records of these resources that students share. */
  public Future<List<IdentityMapping>> shared(
      SqlRunner sql, ConnectionName connection, Collection<ResourceName> resources) {
    return sql.run(
            SHARED,
            connection.value(),
            resources.stream().map(ResourceName::value).toArray(String[]::new))
        .map(IdentityStore::mappings);
  }

  /** Those of the records that are known, held until the transaction ends. */
  public Future<List<IdentityMapping>> lock(
      Tx tx, ConnectionName connection, Collection<ResourceRef> records) {
    List<ResourceRef> sorted = records.stream().distinct().sorted(ORDER).toList();
    return tx.run(LOCK, connection.value(), resources(sorted), hashes(sorted))
        .map(IdentityStore::mappings);
  }

  /**
   * Writes what the API was seen to hold, whatever was known before.
   *
   * @param revision the pack revision that looked
   */
  public Future<Void> correct(
      Tx tx, ConnectionName connection, String revision, Collection<HeldRecord> records) {
    if (records.isEmpty()) {
      return Future.succeededFuture();
    }
    List<HeldRecord> all = List.copyOf(records);
    List<ResourceRef> refs = all.stream().map(HeldRecord::record).toList();
    return tx.run(
            CORRECT,
            connection.value(),
            revision,
            resources(refs),
            hashes(refs),
            column(refs, ref -> ref.key().json()),
            column(all, r -> r.student() == null ? null : r.student().value()),
            column(all, r -> String.join(SEPARATOR, r.sources())),
            column(all, r -> json(r.body())),
            column(all, r -> r.odsId() == null ? null : r.odsId().value()))
        .mapEmpty();
  }
}

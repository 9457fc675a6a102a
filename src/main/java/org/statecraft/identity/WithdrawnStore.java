package org.statecraft.identity;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;

/** Takes back in {@code identity_mapping} what was planned and will not be sent. */
public final class WithdrawnStore {

  private static final String LOCK =
      """
      SELECT i.resource, i.key_hash
      FROM (
        SELECT DISTINCT o.resource, o.key_hash
        FROM outbox o
        WHERE o.connection = $1
          AND o.resource = ANY($2::text[])
          AND o.state NOT IN ('done', 'cancelled')) AS unfinished
      JOIN identity_mapping i
        ON i.connection = $1
        AND i.resource = unfinished.resource
        AND i.key_hash = unfinished.key_hash
      ORDER BY i.resource, i.key_hash
      FOR UPDATE OF i
      """;

  /** What is still on its way decides, then what the API has. */
  private static final String TAKE_BACK =
      """
      UPDATE identity_mapping i
      SET planned_body = CASE WHEN r.id IS NULL THEN i.sent_body ELSE r.body END,
        planned_at = now()
      FROM (
        SELECT DISTINCT w.resource, w.key_hash
        FROM unnest($2::text[], $3::uuid[]) AS w (resource, key_hash)) AS record
      LEFT JOIN LATERAL (
        SELECT o.id, o.body
        FROM outbox o
        WHERE o.connection = $1
          AND o.resource = record.resource
          AND o.key_hash = record.key_hash
          AND o.state NOT IN ('done', 'cancelled')
        ORDER BY o.id DESC
        LIMIT 1) AS r ON true
      WHERE i.connection = $1
        AND i.resource = record.resource
        AND i.key_hash = record.key_hash
      """;

  private static final String FORGET =
      """
      DELETE FROM identity_mapping i
      USING unnest($2::text[], $3::uuid[]) AS w (resource, key_hash)
      WHERE i.connection = $1
        AND i.resource = w.resource
        AND i.key_hash = w.key_hash
        AND i.planned_body IS NULL
        AND i.sent_body IS NULL
        AND i.ods_id IS NULL
        AND NOT i.uncertain
        AND NOT EXISTS (
          SELECT
          FROM outbox o
          WHERE o.connection = $1
            AND o.resource = w.resource
            AND o.key_hash = w.key_hash
            AND o.state NOT IN ('done', 'cancelled'))
      """;

  /** Keeps plans and answers of the resources' unfinished records away until the end. */
  public Future<Void> lock(Tx tx, ConnectionName connection, Collection<ResourceName> resources) {
    return tx.run(
            LOCK,
            connection.value(),
            resources.stream().map(ResourceName::value).toArray(String[]::new))
        .mapEmpty();
  }

  /**
   * Plans the records as what is still on its way makes them, or as the API has them; those it does
   * not have are forgotten.
   *
   * @param resources with {@code hashes}, place by place, the records; one may be there twice
   */
  public Future<Void> takeBack(
      Tx tx, ConnectionName connection, List<String> resources, List<UUID> hashes) {
    String[] names = resources.toArray(String[]::new);
    UUID[] keys = hashes.toArray(UUID[]::new);
    return tx.run(TAKE_BACK, connection.value(), names, keys)
        .compose(taken -> tx.run(FORGET, connection.value(), names, keys))
        .mapEmpty();
  }
}

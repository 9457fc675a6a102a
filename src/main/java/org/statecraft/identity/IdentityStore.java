package org.statecraft.identity;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;

/**
 * The table {@code identity_mapping}.
 *
 * <p>Whoever writes here and in the outbox in one transaction writes here first: the row of a
 * record is what makes two plans, or a plan and an answer, of one record follow one another.
 */
public final class IdentityStore {

  /** One look into the index per student, whatever the statistics say ("OFFSET 0"). */
  private static final String OF_STUDENTS =
      """
      SELECT i.student_id, i.resource, i.key_hash, i.natural_key::text AS natural_key, i.sources,
        i.planned_body, i.sent_body, i.ods_id, i.uncertain
      FROM unnest($2::text[]) AS wanted (student_id)
      CROSS JOIN LATERAL (
        SELECT m.*
        FROM identity_mapping m
        WHERE m.connection = $1
          AND m.student_id = wanted.student_id
        OFFSET 0) AS i
      ORDER BY i.student_id, i.resource, i.key_hash
      """;

  private static final String EXISTING =
      """
      SELECT i.resource, i.key_hash
      FROM unnest($2::text[], $3::uuid[]) AS r (resource, key_hash)
      JOIN identity_mapping i
        ON i.connection = $1
        AND i.resource = r.resource
        AND i.key_hash = r.key_hash
      WHERE i.planned_body IS NOT NULL
      """;

  private static final String CONFIRM =
      """
      WITH confirmed AS (
        SELECT i.resource, i.key_hash, c.sent_body, c.ods_id, c.uncertain
        FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::boolean[])
          AS c (resource, key_hash, sent_body, ods_id, uncertain)
        JOIN identity_mapping i
          ON i.connection = $1
          AND i.resource = c.resource
          AND i.key_hash = c.key_hash
        ORDER BY i.resource, i.key_hash
        FOR UPDATE OF i)
      UPDATE identity_mapping i
      SET sent_body = c.sent_body,
        ods_id = c.ods_id,
        uncertain = c.uncertain,
        sent_at = CASE WHEN c.sent_body IS NULL THEN NULL ELSE now() END
      FROM confirmed c
      WHERE i.connection = $1
        AND i.resource = c.resource
        AND i.key_hash = c.key_hash
      """;

  private static final String DOUBT =
      """
      UPDATE identity_mapping i
      SET uncertain = true
      FROM outbox o
      WHERE o.state = 'running'
        AND o.worker = ANY($1::bigint[])
        AND i.connection = o.connection
        AND i.resource = o.resource
        AND i.key_hash = o.key_hash
      """;

  private static final String FORGET =
      """
      DELETE FROM identity_mapping i
      USING unnest($2::text[], $3::uuid[]) AS r (resource, key_hash)
      WHERE i.connection = $1
        AND i.resource = r.resource
        AND i.key_hash = r.key_hash
        AND i.planned_body IS NULL
        AND i.sent_body IS NULL
        AND i.ods_id IS NULL
        AND NOT i.uncertain
        AND NOT EXISTS (
          SELECT
          FROM outbox o
          WHERE o.connection = $1
            AND o.resource = r.resource
            AND o.key_hash = r.key_hash
            AND o.state NOT IN ('done', 'cancelled'))
      """;

  static final Comparator<ResourceRef> ORDER =
      Comparator.comparing(ResourceRef::resource).thenComparing(ref -> ref.key().hash());

  /** All records of students, those that are to be deleted included; every student has a list. */
  public Future<Map<StudentId, List<IdentityMapping>>> ofStudents(
      SqlRunner sql, ConnectionName connection, Collection<StudentId> students) {
    Map<StudentId, List<IdentityMapping>> all = new HashMap<>();
    students.forEach(student -> all.put(student, new ArrayList<>()));
    String[] ids = all.keySet().stream().map(StudentId::value).toArray(String[]::new);
    return sql.run(OF_STUDENTS, connection.value(), ids)
        .map(
            rows -> {
              for (Row row : rows) {
                all.computeIfAbsent(
                        new StudentId(row.getString("student_id")), student -> new ArrayList<>())
                    .add(mapping(row));
              }
              return all;
            });
  }

  /** Those of the records that are planned to exist. */
  public Future<Set<ResourceRef>> existing(
      SqlRunner sql, ConnectionName connection, Collection<ResourceRef> records) {
    if (records.isEmpty()) {
      return Future.succeededFuture(Set.of());
    }
    List<ResourceRef> asked = List.copyOf(records);
    return sql.run(
            EXISTING, connection.value(), PlannedStore.resources(asked), PlannedStore.hashes(asked))
        .map(rows -> PlannedStore.named(rows, asked));
  }

  /**
   * Writes what records shall be. Each record may be named once.
   *
   * @return of the records asked for only if absent, those that were
   */
  public Future<Set<ResourceRef>> plan(
      Tx tx, ConnectionName connection, Collection<PlannedRecord> records) {
    return PlannedStore.plan(tx, connection, records);
  }

  /** Writes what the API holds now. */
  public Future<Void> confirm(
      Tx tx, ConnectionName connection, Collection<ConfirmedRecord> records) {
    List<ConfirmedRecord> all = List.copyOf(records);
    List<ResourceRef> refs = all.stream().map(ConfirmedRecord::record).toList();
    return tx.run(
            CONFIRM,
            connection.value(),
            PlannedStore.resources(refs),
            PlannedStore.hashes(refs),
            column(all, r -> json(r.sent())),
            column(all, r -> r.odsId() == null ? null : r.odsId().value()),
            all.stream().map(ConfirmedRecord::uncertain).toArray(Boolean[]::new))
        .mapEmpty();
  }

  /** Marks what dead workers had in hand: it may have been sent. */
  public Future<Void> doubt(Tx tx, Collection<Long> workers) {
    return tx.run(DOUBT, (Object) workers.toArray(Long[]::new)).mapEmpty();
  }

  /** Removes those of the records that are neither wanted nor at the API nor on their way. */
  public Future<Void> forget(Tx tx, ConnectionName connection, Collection<ResourceRef> records) {
    if (records.isEmpty()) {
      return Future.succeededFuture();
    }
    List<ResourceRef> sorted = records.stream().sorted(ORDER).toList();
    return tx.run(
            FORGET, connection.value(), PlannedStore.resources(sorted), PlannedStore.hashes(sorted))
        .mapEmpty();
  }

  static List<IdentityMapping> mappings(Iterable<Row> rows) {
    List<IdentityMapping> mappings = new ArrayList<>();
    rows.forEach(row -> mappings.add(mapping(row)));
    return mappings;
  }

  private static IdentityMapping mapping(Row row) {
    String planned = row.getString("planned_body");
    String sent = row.getString("sent_body");
    String odsId = row.getString("ods_id");
    return new IdentityMapping(
        new ResourceRef(
            new ResourceName(row.getString("resource")),
            naturalKey(row.getString("natural_key"), row.getUUID("key_hash"))),
        List.of(row.getArrayOfStrings("sources")),
        planned == null ? null : ResourceBody.ofCanonical(planned),
        sent == null ? null : ResourceBody.ofCanonical(sent),
        odsId == null ? null : new OdsId(odsId),
        row.getBoolean("uncertain"));
  }

  /** The key as it was written: PostgreSQL keeps its members in an order of its own. */
  private static NaturalKey naturalKey(String json, UUID hash) {
    return new NaturalKey(CanonicalJson.write(CanonicalJson.read(json)), hash);
  }

  static <T> @Nullable String[] column(List<T> rows, Function<T, @Nullable String> value) {
    return rows.stream().map(value).toArray(String[]::new);
  }

  static @Nullable String json(@Nullable ResourceBody body) {
    return body == null ? null : body.json();
  }
}

package org.statecraft.resync;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.identity.IdentityMapping;

/** Selects records of the identity mapping that are to be deleted. */
final class SelectionStore {

  private static final String COLUMNS =
      """
      SELECT i.resource, i.key_hash, i.natural_key::text AS natural_key, i.student_id, i.sources,
             i.planned_body, i.sent_body, i.ods_id, i.uncertain
        FROM identity_mapping i
       WHERE i.connection = $1
         AND (i.planned_body IS NOT NULL OR i.sent_body IS NOT NULL)
         AND NOT EXISTS (
             SELECT
               FROM resync_action a
              WHERE a.run = $2
                AND a.resource = i.resource
                AND a.key_hash = i.key_hash)
      """;

  private static final String ORDER =
      """
       ORDER BY i.student_id NULLS LAST, i.resource, i.key_hash
       LIMIT $3
      """;

  private static final String SELECTED =
      COLUMNS
          + """
         AND (cardinality($4::text[]) = 0 OR i.resource = ANY ($4::text[]))
         AND (cardinality($5::text[]) = 0 OR i.student_id = ANY ($5::text[]))
         AND (cardinality($6::text[]) = 0
              OR i.ods_id = ANY ($6::text[])
              OR i.key_hash = ANY ($7::uuid[]))
         AND NOT EXISTS (
             SELECT
               FROM unnest($8::text[], $9::text[]) AS filter (path, value)
              WHERE coalesce(i.sent_body, i.planned_body)::jsonb
                      #>> string_to_array(filter.path, '.') IS DISTINCT FROM filter.value)
      """
          + ORDER;

  /** A reference has the elements of the key it names, without the paths that lead to them. */
  private static final String REFERRING =
      COLUMNS
          + """
         AND EXISTS (
             SELECT
               FROM unnest($4::text[], $5::text[], $6::text[]) AS way (resource, element, target)
               JOIN resync_action t
                 ON t.run = $2
                AND t.resource = way.target
              WHERE way.resource = i.resource
                AND coalesce(i.sent_body, i.planned_body)::jsonb -> way.element @>
                    (SELECT jsonb_object_agg(regexp_replace(part.key, '^.*[.]', ''), part.value)
                       FROM jsonb_each(t.natural_key::jsonb) AS part))
      """
          + ORDER;

  /** A mapped record with whose it is. */
  record Selected(IdentityMapping mapping, @Nullable StudentId student) {}

  /** An element of a resource that refers to records of another one. */
  record Way(ResourceName resource, String element, ResourceName target) {}

  /** The next records of a scope that the run's plan does not have yet. */
  Future<List<Selected>> selected(
      SqlRunner sql,
      ConnectionName connection,
      long run,
      ResyncScope scope,
      Collection<StudentId> students,
      int limit) {
    return sql.run(
            SELECTED,
            connection.value(),
            run,
            limit,
            scope.resources().stream().map(ResourceName::value).toArray(String[]::new),
            students.stream().map(StudentId::value).toArray(String[]::new),
            scope.records().toArray(String[]::new),
            scope.records().stream().map(CanonicalJson::hash).toArray(UUID[]::new),
            scope.filters().keySet().toArray(String[]::new),
            scope.filters().values().toArray(String[]::new))
        .map(Rows.each(SelectionStore::selected));
  }

  /** The next records that refer to one of the run's plan and are not in it. */
  Future<List<Selected>> referring(
      SqlRunner sql, ConnectionName connection, long run, Collection<Way> ways, int limit) {
    return sql.run(
            REFERRING,
            connection.value(),
            run,
            limit,
            ways.stream().map(each -> each.resource().value()).toArray(String[]::new),
            ways.stream().map(Way::element).toArray(String[]::new),
            ways.stream().map(each -> each.target().value()).toArray(String[]::new))
        .map(Rows.each(SelectionStore::selected));
  }

  private static Selected selected(Row row) {
    String student = row.getString("student_id");
    String id = row.getString("ods_id");
    String key = CanonicalJson.write(CanonicalJson.read(row.getString("natural_key")));
    return new Selected(
        new IdentityMapping(
            new ResourceRef(
                new ResourceName(row.getString("resource")),
                new NaturalKey(key, row.getUUID("key_hash"))),
            List.of(row.getArrayOfStrings("sources")),
            body(row.getString("planned_body")),
            body(row.getString("sent_body")),
            id == null ? null : new OdsId(id),
            row.getBoolean("uncertain")),
        student == null ? null : new StudentId(student));
  }

  private static @Nullable ResourceBody body(@Nullable String json) {
    return json == null ? null : ResourceBody.ofCanonical(json);
  }
}

package org.statecraft.resync;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.rules.Decision.Desired;

/** The table {@code resync_wanted}: the shared records that the students of a run ask for. */
final class SharedStore {

  private static final String ADD =
      """
      INSERT INTO resync_wanted
        (run, resource, key_hash, body_hash, natural_key, body, sources, rules)
      SELECT $1, w.resource, w.key_hash, w.body_hash, w.natural_key, w.body,
             string_to_array(w.sources, chr(31)), string_to_array(w.rules, chr(31))
        FROM unnest($2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[],
                    $8::text[])
          AS w (resource, key_hash, body_hash, natural_key, body, sources, rules)
       ORDER BY w.resource, w.key_hash, w.body_hash
      ON CONFLICT ON CONSTRAINT resync_wanted_pk DO NOTHING
      """;

  private static final String ALL =
      """
      SELECT resource, key_hash, natural_key, body, sources, rules
        FROM resync_wanted
       WHERE run = $1
       ORDER BY resource, natural_key, body
      """;

  /** Whose own organizations a connection's records name, by the paths of their keys. */
  private static final String ORGANIZATIONS =
      """
      SELECT DISTINCT named.organization
        FROM unnest($3::text[], $4::text[]) AS way (resource, path)
       CROSS JOIN LATERAL (
             SELECT i.natural_key ->> way.path AS organization
               FROM identity_mapping i
              WHERE i.connection = $2
                AND i.resource = way.resource
             UNION
             SELECT a.natural_key::jsonb ->> way.path
               FROM resync_action a
              WHERE a.run = $1
                AND a.resource = way.resource
             UNION
             SELECT w.natural_key::jsonb ->> way.path
               FROM resync_wanted w
              WHERE w.run = $1
                AND w.resource = way.resource) AS named
       WHERE named.organization IS NOT NULL
      """;

  private static final String DROP = "DELETE FROM resync_wanted WHERE run = $1";

  private static final String SEPARATOR = "\u001f";

  /** One form of a shared record that some student asks for. */
  record Wanted(ResourceRef record, ResourceBody body, List<String> sources, List<String> rules) {}

  Future<Void> add(Tx tx, long run, Collection<Desired> shared) {
    Map<List<Object>, Desired> once = new LinkedHashMap<>();
    shared.forEach(each -> once.put(List.of(each.record(), each.body().hash()), each));
    if (once.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Desired> all = List.copyOf(once.values());
    return tx.run(
            ADD,
            run,
            texts(all, each -> each.record().resource().value()),
            all.stream().map(each -> each.record().key().hash()).toArray(UUID[]::new),
            all.stream().map(each -> each.body().hash()).toArray(UUID[]::new),
            texts(all, each -> each.record().key().json()),
            texts(all, each -> each.body().json()),
            texts(all, each -> String.join(SEPARATOR, each.sources())),
            texts(all, each -> String.join(SEPARATOR, each.rules())))
        .mapEmpty();
  }

  /** All forms by record; those of one record in a fixed order. */
  Future<Map<ResourceRef, List<Wanted>>> all(SqlRunner sql, long run) {
    return sql.run(ALL, run)
        .map(
            rows -> {
              Map<ResourceRef, List<Wanted>> all = new LinkedHashMap<>();
              for (Row row : rows) {
                ResourceRef record =
                    new ResourceRef(
                        new ResourceName(row.getString("resource")),
                        new NaturalKey(row.getString("natural_key"), row.getUUID("key_hash")));
                all.computeIfAbsent(record, each -> new ArrayList<>())
                    .add(
                        new Wanted(
                            record,
                            ResourceBody.ofCanonical(row.getString("body")),
                            List.of(row.getArrayOfStrings("sources")),
                            List.of(row.getArrayOfStrings("rules"))));
              }
              return all;
            });
  }

  /**
   * The organizations that are the connection's own: those that its records name.
   *
   * @param paths by resource, the path of the natural key that names the organization
   */
  Future<List<String>> organizations(
      SqlRunner sql, long run, ConnectionName connection, Map<ResourceName, String> paths) {
    List<ResourceName> resources = List.copyOf(paths.keySet());
    return sql.run(
            ORGANIZATIONS,
            run,
            connection.value(),
            resources.stream().map(ResourceName::value).toArray(String[]::new),
            resources.stream().map(paths::get).toArray(String[]::new))
        .map(Rows.each(row -> row.getString("organization")));
  }

  Future<Void> drop(SqlRunner sql, long run) {
    return sql.run(DROP, run).mapEmpty();
  }

  private static String[] texts(List<Desired> all, Function<Desired, String> text) {
    return all.stream().map(text).toArray(String[]::new);
  }
}

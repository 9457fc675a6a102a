package org.statecraft.connections;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;

/** The tables {@code resource_preference} and {@code descriptor_mapping}. */
public final class PreferenceStore {

  private static final String SEED_TOGGLES =
      """
      INSERT INTO resource_preference (connection, resource, enabled)
      SELECT $1, seed.resource, seed.enabled
      FROM unnest($2::text[], $3::boolean[]) AS seed (resource, enabled)
      ON CONFLICT ON CONSTRAINT resource_preference_pk DO NOTHING
      """;

  private static final String SEED_MAPPINGS =
      """
      INSERT INTO descriptor_mapping (connection, mapping, campus_value, descriptor)
      SELECT $1, seed.mapping, seed.campus_value, seed.descriptor
      FROM unnest($2::text[], $3::text[], $4::text[]) AS seed (mapping, campus_value, descriptor)
      ON CONFLICT ON CONSTRAINT descriptor_mapping_pk DO NOTHING
      """;

  private static final String TOGGLES =
      """
      SELECT resource, enabled
      FROM resource_preference
      WHERE connection = $1
      """;

  private static final String MAPPINGS =
      """
      SELECT mapping, campus_value, descriptor
      FROM descriptor_mapping
      WHERE connection = $1
      """;

  /**
   * Adds the choices of a connection's file that the database does not have yet; what it has stays.
   *
   * @return how many were added
   */
  public Future<Integer> seed(Tx tx, ConnectionName connection, ConnectionSeed seed) {
    return seedToggles(tx, connection, seed.enabled())
        .compose(
            toggles ->
                seedMappings(tx, connection, seed.mappings()).map(mappings -> toggles + mappings));
  }

  /** What the district has chosen. */
  public Future<ResourcePreferences> load(Tx tx, ConnectionName connection) {
    return loadToggles(tx, connection)
        .compose(
            toggles ->
                loadMappings(tx, connection)
                    .map(mappings -> new ResourcePreferences(toggles, mappings)));
  }

  private Future<Integer> seedToggles(
      Tx tx, ConnectionName connection, Map<ResourceName, Boolean> enabled) {
    if (enabled.isEmpty()) {
      return Future.succeededFuture(0);
    }
    List<ResourceName> resources = List.copyOf(enabled.keySet());
    return tx.run(
            SEED_TOGGLES,
            connection.value(),
            resources.stream().map(ResourceName::value).toArray(String[]::new),
            resources.stream().map(enabled::get).toArray(Boolean[]::new))
        .map(rows -> rows.rowCount());
  }

  private Future<Integer> seedMappings(
      Tx tx, ConnectionName connection, List<MappingChoice> mappings) {
    if (mappings.isEmpty()) {
      return Future.succeededFuture(0);
    }
    return tx.run(
            SEED_MAPPINGS,
            connection.value(),
            mappings.stream().map(MappingChoice::mapping).toArray(String[]::new),
            mappings.stream().map(MappingChoice::campusValue).toArray(String[]::new),
            mappings.stream().map(MappingChoice::code).toArray(String[]::new))
        .map(rows -> rows.rowCount());
  }

  private Future<Map<ResourceName, Boolean>> loadToggles(Tx tx, ConnectionName connection) {
    return tx.run(TOGGLES, connection.value())
        .map(
            rows -> {
              Map<ResourceName, Boolean> toggles = new HashMap<>();
              for (Row row : rows) {
                toggles.put(new ResourceName(row.getString(0)), row.getBoolean(1));
              }
              return toggles;
            });
  }

  private Future<List<MappingChoice>> loadMappings(Tx tx, ConnectionName connection) {
    return tx.run(MAPPINGS, connection.value())
        .map(
            rows -> {
              List<MappingChoice> choices = new ArrayList<>();
              rows.forEach(row -> choices.add(choice(row)));
              return choices;
            });
  }

  private static MappingChoice choice(Row row) {
    return new MappingChoice(row.getString(0), row.getString(1), row.getString(2));
  }
}

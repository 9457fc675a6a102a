package org.statecraft.connections;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;

/** The tables {@code resource_preference} and {@code descriptor_mapping}, and who changed them. */
public final class PreferenceStore {

  /** One who changes the preferences of a connection, or any number who go by them. */
  private static final String LOCK =
      """
      SELECT pg_advisory_xact_lock(hashtextextended('preferences ' || $1, 0))
      """;

  private static final String LOCK_SHARED =
      """
      SELECT pg_advisory_xact_lock_shared(hashtextextended('preferences ' || $1, 0))
      """;

  private static final String VERSION =
      """
      SELECT (SELECT coalesce(max(id), 0) FROM preference_change WHERE connection = $1)
        + (SELECT coalesce(max(version), 0) FROM decision_ground WHERE connection = $1) AS version
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
      ORDER BY mapping, campus_value
      """;

  private final PreferenceChangeStore changes = new PreferenceChangeStore();
  private final MappingInForceStore inForce = new MappingInForceStore();

  /**
   * Adds the choices of a connection's file that the database does not have yet; what it has stays.
   *
   * @return what was added
   */
  public Future<List<PreferenceChange>> seed(
      Tx tx, ConnectionName connection, ConnectionSeed seed) {
    return lock(tx, connection)
        .compose(locked -> load(tx, connection))
        .map(current -> PreferenceDiff.onlyNew(current, seed).changes())
        .compose(added -> write(tx, connection, added, Author.CONNECTION_FILE).map(added));
  }

  /** Waits until this transaction alone may change the preferences of the connection. */
  public Future<Void> lock(Tx tx, ConnectionName connection) {
    return tx.run(LOCK, connection.value()).mapEmpty();
  }

  /**
   * Keeps the preferences of the connection as they are until the transaction ends.
   *
   * @return their version
   */
  public Future<Long> hold(Tx tx, ConnectionName connection) {
    // A statement of its own after the lock: it must see what was committed while we waited.
    return tx.run(LOCK_SHARED, connection.value()).compose(locked -> version(tx, connection));
  }

  /**
   * A number that grows with each change of what the connection's decisions are made by: its
   * preferences, what a resync puts into force, tombstones. 0 if there was none.
   */
  public Future<Long> version(SqlRunner sql, ConnectionName connection) {
    return sql.run(VERSION, connection.value())
        .map(rows -> rows.iterator().next().getLong("version"));
  }

  /** What the district has chosen. */
  public Future<ResourcePreferences> load(SqlRunner sql, ConnectionName connection) {
    return loadToggles(sql, connection)
        .compose(
            toggles ->
                loadMappings(sql, connection)
                    .map(mappings -> new ResourcePreferences(toggles, mappings)));
  }

  /**
   * What decisions go by: the toggles as they are chosen, and of changed mappings what stood
   * before, until a resync puts the change into force.
   */
  public Future<ResourcePreferences> inForce(SqlRunner sql, ConnectionName connection) {
    return load(sql, connection)
        .compose(chosen -> inForce.list(sql, connection).map(chosen::asInForce));
  }

  /** Carries out changes and keeps who made them; the caller holds the {@link #lock}. */
  public Future<Void> write(
      Tx tx, ConnectionName connection, List<PreferenceChange> changed, Author author) {
    return changes.write(tx, connection, changed, author);
  }

  private static Future<Map<ResourceName, Boolean>> loadToggles(
      SqlRunner sql, ConnectionName connection) {
    return sql.run(TOGGLES, connection.value())
        .map(
            rows -> {
              Map<ResourceName, Boolean> toggles = new HashMap<>();
              for (Row row : rows) {
                toggles.put(new ResourceName(row.getString(0)), row.getBoolean(1));
              }
              return toggles;
            });
  }

  private static Future<List<MappingChoice>> loadMappings(
      SqlRunner sql, ConnectionName connection) {
    return sql.run(MAPPINGS, connection.value())
        .map(
            Rows.each(
                row -> new MappingChoice(row.getString(0), row.getString(1), row.getString(2))));
  }
}

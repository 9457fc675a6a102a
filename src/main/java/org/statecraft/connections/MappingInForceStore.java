package org.statecraft.connections;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;

/**
 * The table {@code mapping_in_force}. Who writes it holds the lock of {@link PreferenceStore#lock}.
 */
public final class MappingInForceStore {

  /** What is in force already stays so, however often the choice changes. */
  private static final String HOLD =
      """
      INSERT INTO mapping_in_force (connection, mapping, campus_value, chosen, descriptor)
      SELECT $1, h.mapping, h.campus_value, h.chosen, h.descriptor
        FROM unnest($2::text[], $3::text[], $4::boolean[], $5::text[])
          AS h (mapping, campus_value, chosen, descriptor)
       ORDER BY h.mapping, h.campus_value
      ON CONFLICT ON CONSTRAINT mapping_in_force_pk DO NOTHING
      """;

  /** A choice that is what is in force again waits for nothing. */
  private static final String SETTLE =
      """
      DELETE FROM mapping_in_force f
       WHERE f.connection = $1
         AND (f.chosen, f.descriptor) IS NOT DISTINCT FROM
             (SELECT (count(*) > 0, max(m.descriptor))
                FROM descriptor_mapping m
               WHERE m.connection = f.connection
                 AND m.mapping = f.mapping
                 AND m.campus_value = f.campus_value)
      """;

  private static final String RELEASE =
      """
      DELETE FROM mapping_in_force
       WHERE connection = $1
         AND mapping = ANY ($2::text[])
      """;

  private static final String LIST =
      """
      SELECT mapping, campus_value, chosen, descriptor
        FROM mapping_in_force
       WHERE connection = $1
       ORDER BY mapping, campus_value
      """;

  /** Keeps in force what stood before changes that were just written. */
  public Future<Void> hold(
      Tx tx, ConnectionName connection, Collection<PreferenceChange.Mapping> changes) {
    List<PreferenceChange.Mapping> all = List.copyOf(changes);
    return (all.isEmpty()
            ? Future.<Void>succeededFuture()
            : tx.run(
                    HOLD,
                    connection.value(),
                    all.stream().map(PreferenceChange.Mapping::preference).toArray(String[]::new),
                    all.stream().map(PreferenceChange.Mapping::campusValue).toArray(String[]::new),
                    all.stream()
                        .map(each -> each.kind() != PreferenceChange.Kind.ADDED)
                        .toArray(Boolean[]::new),
                    all.stream().map(PreferenceChange.Mapping::before).toArray(String[]::new))
                .<Void>mapEmpty())
        .compose(held -> tx.run(SETTLE, connection.value()))
        .mapEmpty();
  }

  /** Puts the changes of preferences into force. */
  public Future<Void> release(Tx tx, ConnectionName connection, Collection<String> preferences) {
    return tx.run(RELEASE, connection.value(), preferences.toArray(String[]::new)).mapEmpty();
  }

  /** What is in force otherwise than it is chosen. */
  public Future<List<MappingInForce>> list(SqlRunner sql, ConnectionName connection) {
    return sql.run(LIST, connection.value())
        .map(
            Rows.each(
                row ->
                    new MappingInForce(
                        row.getString("mapping"),
                        row.getString("campus_value"),
                        row.getBoolean("chosen"),
                        row.getString("descriptor"))));
  }
}

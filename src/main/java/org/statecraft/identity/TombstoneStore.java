package org.statecraft.identity;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;

/**
 * The table {@code tombstone}. Who writes it moves the ground of the connection's decisions in the
 * same transaction.
 */
public final class TombstoneStore {

  private static final String ADD =
      """
      INSERT INTO tombstone (connection, resource, key_hash, natural_key, student_id, made_by)
      SELECT $1, t.resource, t.key_hash, t.natural_key, t.student_id, $2
        FROM unnest($3::text[], $4::uuid[], $5::text[], $6::text[])
          AS t (resource, key_hash, natural_key, student_id)
       ORDER BY t.resource, t.key_hash
      ON CONFLICT ON CONSTRAINT tombstone_pk DO NOTHING
      """;

  private static final String OF = "SELECT resource, key_hash FROM tombstone WHERE connection = $1";

  private static final String LIST =
      """
      SELECT resource, key_hash, natural_key, student_id, made_by, made_at
        FROM tombstone
       WHERE connection = $1
       ORDER BY made_at, resource, natural_key
      """;

  private static final String LIFT =
      """
      DELETE FROM tombstone
       WHERE connection = $1
         AND ($2 OR natural_key = ANY ($3::text[]) OR student_id = ANY ($4::text[]))
      """;

  /** A tombstone as it is shown. */
  public record Tombstone(ResourceRef record, @Nullable StudentId student, String by, Instant at) {}

  /** A record that is to stay away. */
  public record Buried(ResourceRef record, @Nullable StudentId student) {}

  /** Sets tombstones; those that stand already stay as they are. */
  public Future<Void> add(Tx tx, ConnectionName connection, String by, Collection<Buried> records) {
    if (records.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Buried> all = List.copyOf(records);
    return tx.run(
            ADD,
            connection.value(),
            by,
            all.stream().map(each -> each.record().resource().value()).toArray(String[]::new),
            all.stream().map(each -> each.record().key().hash()).toArray(UUID[]::new),
            all.stream().map(each -> each.record().key().json()).toArray(String[]::new),
            all.stream()
                .map(each -> each.student() == null ? null : each.student().value())
                .toArray(String[]::new))
        .mapEmpty();
  }

  /** What must not be sent on a connection. */
  public Future<Tombstones> of(SqlRunner sql, ConnectionName connection) {
    return sql.run(OF, connection.value())
        .map(
            rows -> {
              Set<Tombstones.Entry> entries = new HashSet<>();
              for (Row row : rows) {
                entries.add(
                    new Tombstones.Entry(
                        new ResourceName(row.getString("resource")), row.getUUID("key_hash")));
              }
              return new Tombstones(entries);
            });
  }

  /** All of a connection, the oldest first. */
  public Future<List<Tombstone>> list(SqlRunner sql, ConnectionName connection) {
    return sql.run(LIST, connection.value()).map(Rows.each(TombstoneStore::tombstone));
  }

  private static Tombstone tombstone(Row row) {
    String student = row.getString("student_id");
    return new Tombstone(
        new ResourceRef(
            new ResourceName(row.getString("resource")),
            new NaturalKey(row.getString("natural_key"), row.getUUID("key_hash"))),
        student == null ? null : new StudentId(student),
        row.getString("made_by"),
        row.getOffsetDateTime("made_at").toInstant());
  }

  /**
   * Takes tombstones away.
   *
   * @param all every one of the connection
   * @param keys natural keys in canonical JSON
   * @param students whose records
   * @return how many
   */
  public Future<Integer> lift(
      Tx tx,
      ConnectionName connection,
      boolean all,
      Collection<String> keys,
      Collection<String> students) {
    return tx.run(
            LIFT,
            connection.value(),
            all,
            keys.toArray(String[]::new),
            students.toArray(String[]::new))
        .map(done -> done.rowCount());
  }
}

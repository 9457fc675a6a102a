package org.statecraft.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.statecraft.admin.AuditedChange.About;
import org.statecraft.admin.AuditedChange.Made;
import org.statecraft.connections.DecisionGroundStore;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.db.Database;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.identity.TombstoneStore;
import org.statecraft.identity.TombstoneStore.Tombstone;

/** Records that are to stay away from an API, and letting them come back. */
public final class TombstoneDesk {

  private final Database database;
  private final TombstoneStore store = new TombstoneStore();

  public TombstoneDesk(Database database) {
    this.database = database;
  }

  /** All of a connection, the oldest first. */
  public Future<List<Tombstone>> list(ConnectionName connection) {
    return store.list(database, connection);
  }

  /**
   * Takes tombstones away; decisions under way by them are made again. It comes to how many.
   *
   * @param all every one of the connection
   * @param keys natural keys in canonical JSON
   * @param students whose records
   */
  public AuditedChange<Integer> lifting(
      ConnectionName connection,
      boolean all,
      Collection<String> keys,
      Collection<String> students) {
    ObjectNode asked = JsonNodeFactory.instance.objectNode().put("all", all);
    keys.forEach(asked.withArray("records")::add);
    students.forEach(asked.withArray("students")::add);
    return new AuditedChange<>(
        new About("liftTombstones", Optional.of(connection), asked),
        () -> list(connection).map(found -> number("there", found.size())),
        () ->
            lift(connection, all, keys, students)
                .map(lifted -> Made.of(lifted, number("lifted", lifted))));
  }

  private static JsonNode number(String name, int count) {
    return JsonNodeFactory.instance.objectNode().put(name, count);
  }

  private Future<Integer> lift(
      ConnectionName connection,
      boolean all,
      Collection<String> keys,
      Collection<String> students) {
    return database.inTransaction(
        tx ->
            new PreferenceStore()
                .lock(tx, connection)
                .compose(locked -> new DecisionGroundStore().move(tx, connection))
                .compose(moved -> store.lift(tx, connection, all, keys, students)));
  }

  /** One as JSON. */
  public static ObjectNode json(Tombstone each) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("resource", each.record().resource().value())
        .put("student", each.student() == null ? null : each.student().value())
        .put("by", each.by())
        .put("since", each.at().toString());
    json.set("key", CanonicalJson.read(each.record().key().json()));
    return json;
  }
}

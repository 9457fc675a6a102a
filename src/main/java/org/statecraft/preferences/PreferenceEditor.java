package org.statecraft.preferences;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.statecraft.connections.Author;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.MappingInForceStore;
import org.statecraft.connections.PreferenceChange;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.connections.ResyncDueStore;
import org.statecraft.db.Database;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ResourceName;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.packs.RulePack;
import org.statecraft.rows.RowStore;

/** Changes the preferences of a connection, each time in one transaction. */
public final class PreferenceEditor {

  private final Database database;
  private final PreferenceStore preferences;
  private final OutboxStore outbox;
  private final RowStore rows;
  private final ResyncDueStore due = new ResyncDueStore();
  private final MappingInForceStore inForce = new MappingInForceStore();

  public PreferenceEditor(
      Database database, PreferenceStore preferences, OutboxStore outbox, RowStore rows) {
    this.database = database;
    this.preferences = preferences;
    this.outbox = outbox;
    this.rows = rows;
  }

  /** Says what an edit would do, and does nothing. */
  public Future<PreferenceOutcome> plan(
      Connection connection, RulePack pack, Function<ResourcePreferences, PreferenceEdit> edit) {
    return preferences
        .load(database, connection.name())
        .compose(
            current -> {
              PreferenceEdit planned = edit.apply(current);
              return need(database, connection, pack, current, planned.diff().changes())
                  .compose(need -> outcome(database, connection, planned, false, 0, need.due()));
            });
  }

  /**
   * Carries out an edit that has no conflicts. What is not sent yet of resources that it switches
   * off is withdrawn; a changed mapping comes into force by a resync, and waits for it.
   */
  public Future<PreferenceOutcome> change(
      Connection connection,
      RulePack pack,
      Function<ResourcePreferences, PreferenceEdit> edit,
      Author author) {
    return database.inTransaction(
        tx ->
            preferences
                .lock(tx, connection.name())
                .compose(locked -> preferences.load(tx, connection.name()))
                .compose(
                    current -> {
                      PreferenceEdit asked = edit.apply(current);
                      return asked.conflicts().isEmpty()
                          ? carryOut(tx, connection, pack, current, asked, author)
                          : outcome(tx, connection, asked, false, 0, Set.of());
                    }));
  }

  /** Adds what a connection's file says and the database does not have yet. */
  public Future<Void> seed(Connection connection, RulePack pack, ConnectionSeed seed) {
    return database.inTransaction(
        tx ->
            preferences
                .lock(tx, connection.name())
                .compose(locked -> preferences.load(tx, connection.name()))
                .compose(
                    before ->
                        preferences
                            .seed(tx, connection.name(), seed)
                            .compose(added -> conclude(tx, connection, pack, before, added)))
                .mapEmpty());
  }

  private Future<PreferenceOutcome> carryOut(
      Tx tx,
      Connection connection,
      RulePack pack,
      ResourcePreferences current,
      PreferenceEdit edit,
      Author author) {
    List<PreferenceChange> changes = edit.diff().changes();
    return preferences
        .write(tx, connection.name(), changes, author)
        .compose(written -> conclude(tx, connection, pack, current, changes))
        .compose(done -> outcome(tx, connection, edit, true, done.withdrawn(), done.need().due()));
  }

  private record Concluded(int withdrawn, ResyncNeed need) {}

  /** What follows from changes that are written. */
  private Future<Concluded> conclude(
      Tx tx,
      Connection connection,
      RulePack pack,
      ResourcePreferences before,
      List<PreferenceChange> changes) {
    return need(tx, connection, pack, before, changes)
        .compose(
            need ->
                due.remove(tx, connection.name(), need.switchedOff())
                    .compose(removed -> due.add(tx, connection.name(), need.due()))
                    .compose(added -> inForce.hold(tx, connection.name(), need.held()))
                    .compose(held -> outbox.withdraw(tx, connection.name(), need.switchedOff()))
                    .map(withdrawn -> new Concluded(withdrawn, need)));
  }

  /** Where no row of a student is kept, nothing was decided that a resync could mend. */
  private Future<ResyncNeed> need(
      SqlRunner sql,
      Connection connection,
      RulePack pack,
      ResourcePreferences before,
      List<PreferenceChange> changes) {
    ResyncNeed need = ResyncNeed.of(pack, before, changes);
    return need.due().isEmpty() && need.held().isEmpty()
        ? Future.succeededFuture(need)
        : rows.hasStudents(sql, connection.district())
            .map(has -> has ? need : ResyncNeed.ofNothing(need.switchedOff()));
  }

  private Future<PreferenceOutcome> outcome(
      SqlRunner sql,
      Connection connection,
      PreferenceEdit edit,
      boolean done,
      int withdrawn,
      Set<ResourceName> newlyDue) {
    return due.list(sql, connection.name())
        .map(
            waiting ->
                new PreferenceOutcome(connection.name(), edit, done, withdrawn, newlyDue, waiting));
  }
}

package org.statecraft.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import org.statecraft.admin.AuditedChange.About;
import org.statecraft.admin.AuditedChange.Made;
import org.statecraft.connections.Author;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.PreferenceDiff;
import org.statecraft.connections.PreferenceDiff.Removal;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.connections.ResyncDueStore;
import org.statecraft.db.Database;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.identity.IdentityStore;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.packs.RulePack;
import org.statecraft.preferences.PreferenceEdit;
import org.statecraft.preferences.PreferenceEditor;
import org.statecraft.preferences.PreferenceExport;
import org.statecraft.preferences.PreferenceOutcome;
import org.statecraft.rows.RowStore;

/**
 * The Resource Preferences of connections: what there is, what a change would do, changing them.
 */
public final class PreferenceDesk {

  private final Database database;
  private final PreferenceStore store = new PreferenceStore();
  private final PreferenceEditor editor;

  public PreferenceDesk(Database database) {
    this.database = database;
    this.editor =
        new PreferenceEditor(
            database,
            store,
            new OutboxStore(new IdentityStore(), new ErrorStore()),
            new RowStore());
  }

  /** What the district has chosen, and what of it waits for a resync. */
  public Future<PreferenceExport> choices(Connection connection, RulePack pack) {
    return store
        .load(database, connection.name())
        .compose(
            chosen ->
                new ResyncDueStore()
                    .list(database, connection.name())
                    .map(waiting -> new PreferenceExport(connection, pack, chosen, waiting)));
  }

  /**
   * A change that is asked for.
   *
   * @param action the operation, see {@link About}
   * @param words what is to be chosen, as it was asked
   * @param edit the same, as it is carried out
   */
  public record Asked(
      String action,
      Connection connection,
      RulePack pack,
      JsonNode words,
      Function<ResourcePreferences, PreferenceEdit> edit) {

    /** That the choices become those of a seed. */
    public static Asked toward(
        Connection connection,
        RulePack pack,
        JsonNode words,
        ConnectionSeed seed,
        Removal removal) {
      return new Asked(
          removal == Removal.EVERYTHING ? "putPreferences" : "patchPreferences",
          connection,
          pack,
          words,
          current -> new PreferenceEdit(PreferenceDiff.toward(current, seed, removal)));
    }
  }

  /** What a change would do. */
  public Future<PreferenceOutcome> plan(Asked asked) {
    return editor.plan(asked.connection(), asked.pack(), asked.edit());
  }

  /** Changes them. */
  public AuditedChange<PreferenceOutcome> changing(Asked asked, Author author) {
    Connection connection = asked.connection();
    RulePack pack = asked.pack();
    return new AuditedChange<>(
        new About(asked.action(), Optional.of(connection.name()), asked.words()),
        () -> json(connection, pack),
        () ->
            editor
                .change(connection, pack, asked.edit(), author)
                .compose(
                    outcome ->
                        json(connection, pack)
                            .map(after -> new Made<>(outcome, outcome.isRefused(), after))));
  }

  private Future<JsonNode> json(Connection connection, RulePack pack) {
    return choices(connection, pack).map(PreferenceExport::json);
  }
}

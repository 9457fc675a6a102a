package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import org.statecraft.config.YamlNode;
import org.statecraft.connections.Author;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.PreferenceDiff;
import org.statecraft.connections.PreferenceDiff.Removal;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.connections.ResyncDueStore;
import org.statecraft.connections.SeedReader;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.identity.IdentityStore;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.packs.RulePack;
import org.statecraft.preferences.OutcomeReport;
import org.statecraft.preferences.PreferenceEdit;
import org.statecraft.preferences.PreferenceEditor;
import org.statecraft.preferences.PreferenceExport;
import org.statecraft.preferences.UnmappedValues;
import org.statecraft.rows.RowStore;

/** Resource Preferences: toggles, mappings, and the values that no mapping covers. */
final class PreferenceHandlers implements AllHandlers.Subject {

  private final Scene scene;
  private final PreferenceStore store = new PreferenceStore();
  private final RowStore rows = new RowStore();
  private final PreferenceEditor editor;

  PreferenceHandlers(Scene scene) {
    this.scene = scene;
    this.editor =
        new PreferenceEditor(
            scene.database(), store, new OutboxStore(new IdentityStore(), new ErrorStore()), rows);
  }

  @Override
  public void addTo(Handlers handlers) {
    handlers
        .read("getPreferences", this::get)
        .read("planPreferences", this::plan)
        .read("getUnmapped", this::unmapped)
        .change("putPreferences", call -> change(call, Removal.EVERYTHING))
        .change("patchPreferences", call -> change(call, Removal.WITHIN_PREFERENCES));
  }

  private Future<Answer> get(Call call) {
    call.check();
    return now(call.connection()).map(Answer::ok);
  }

  private Future<JsonNode> now(Connection connection) {
    return store
        .load(scene.database(), connection.name())
        .compose(
            chosen ->
                new ResyncDueStore()
                    .list(scene.database(), connection.name())
                    .map(
                        waiting ->
                            new PreferenceExport(connection, pack(connection), chosen, waiting)
                                .json()));
  }

  private RulePack pack(Connection connection) {
    return scene.rules(connection).pack();
  }

  private Future<Answer> unmapped(Call call) {
    boolean onlyInYear = call.flag("onlyInYear");
    call.check();
    Connection connection = call.connection();
    return new UnmappedValues(scene.database(), rows, store)
        .report(connection, pack(connection), onlyInYear)
        .map(report -> Answer.ok(report.json()));
  }

  private Future<Answer> plan(Call call) {
    Connection connection = call.connection();
    Removal removal = call.flag("whole") ? Removal.EVERYTHING : Removal.WITHIN_PREFERENCES;
    Wanted wanted = wanted(call, connection, removal);
    call.check();
    return editor
        .plan(connection, pack(connection), wanted.edit())
        .map(outcome -> Answer.ok(new OutcomeReport(outcome).json()));
  }

  private Change change(Call call, Removal removal) {
    Connection connection = call.connection();
    Wanted wanted = wanted(call, connection, removal);
    return new Change(
        Optional.of(connection.name()),
        wanted.asked(),
        () -> now(connection),
        () ->
            editor
                .change(
                    connection,
                    pack(connection),
                    wanted.edit(),
                    new Author(call.caller().name(), Author.Origin.API))
                .compose(
                    outcome ->
                        now(connection)
                            .map(
                                after ->
                                    new Change.Done(
                                        Answer.ok(new OutcomeReport(outcome).json()), after))));
  }

  /** What is asked for, as it came and as it is carried out. */
  private record Wanted(JsonNode asked, Function<ResourcePreferences, PreferenceEdit> edit) {}

  private Wanted wanted(Call call, Connection connection, Removal removal) {
    YamlNode body = call.body("resources", "mappings");
    ConnectionSeed seed = SeedReader.readFile(body);
    seed.check(pack(connection), call.problems());
    if (body.map().isEmpty()) {
      body.problem("there is nothing to change; write 'resources' or 'mappings'");
    }
    return new Wanted(
        Keys.tree(body),
        current -> new PreferenceEdit(PreferenceDiff.toward(current, seed, removal)));
  }
}

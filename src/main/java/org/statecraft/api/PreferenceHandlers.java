package org.statecraft.api;

import io.vertx.core.Future;
import org.statecraft.admin.AuditedChange;
import org.statecraft.admin.PreferenceDesk;
import org.statecraft.admin.YamlJson;
import org.statecraft.config.YamlNode;
import org.statecraft.connections.Author;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.PreferenceDiff.Removal;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.connections.SeedReader;
import org.statecraft.packs.RulePack;
import org.statecraft.preferences.OutcomeReport;
import org.statecraft.preferences.UnmappedValues;
import org.statecraft.rows.RowStore;

/** Resource Preferences: toggles, mappings, and the values that no mapping covers. */
final class PreferenceHandlers implements AllHandlers.Subject {

  private final Scene scene;
  private final PreferenceDesk desk;

  PreferenceHandlers(Scene scene) {
    this.scene = scene;
    this.desk = new PreferenceDesk(scene.database());
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
    Connection connection = call.connection();
    return desk.choices(connection, pack(connection)).map(choices -> Answer.ok(choices.json()));
  }

  private RulePack pack(Connection connection) {
    return scene.rules(connection).pack();
  }

  private Future<Answer> unmapped(Call call) {
    boolean onlyInYear = call.flag("onlyInYear");
    call.check();
    Connection connection = call.connection();
    return new UnmappedValues(scene.database(), new RowStore(), new PreferenceStore())
        .report(connection, pack(connection), onlyInYear)
        .map(report -> Answer.ok(report.json()));
  }

  private Future<Answer> plan(Call call) {
    PreferenceDesk.Asked asked =
        asked(call, call.flag("whole") ? Removal.EVERYTHING : Removal.WITHIN_PREFERENCES);
    call.check();
    return desk.plan(asked).map(outcome -> Answer.ok(new OutcomeReport(outcome).json()));
  }

  private AuditedChange<Answer> change(Call call, Removal removal) {
    return desk.changing(asked(call, removal), new Author(call.caller().name(), Author.Origin.API))
        .then(outcome -> Future.succeededFuture(Answer.ok(new OutcomeReport(outcome).json())));
  }

  private PreferenceDesk.Asked asked(Call call, Removal removal) {
    Connection connection = call.connection();
    YamlNode body = call.body();
    ConnectionSeed seed = SeedReader.readFile(body);
    seed.check(pack(connection), call.problems());
    if (body.map().isEmpty()) {
      body.problem("there is nothing to change; write 'resources' or 'mappings'");
    }
    return PreferenceDesk.Asked.toward(
        connection, pack(connection), YamlJson.tree(body), seed, removal);
  }
}

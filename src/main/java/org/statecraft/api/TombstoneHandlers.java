package org.statecraft.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.Future;
import java.util.List;
import org.statecraft.admin.AuditedChange;
import org.statecraft.admin.TombstoneDesk;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.ConnectionName;

/** Records that are to stay away. */
final class TombstoneHandlers implements AllHandlers.Subject {

  private final TombstoneDesk desk;

  TombstoneHandlers(Scene scene) {
    this.desk = new TombstoneDesk(scene.database());
  }

  @Override
  public void addTo(Handlers handlers) {
    handlers.read("listTombstones", this::list).change("liftTombstones", this::lift);
  }

  private Future<Answer> list(Call call) {
    return desk.list(call.connection().name())
        .map(
            all ->
                Answer.ok(
                    Page.of(
                        call,
                        all,
                        each -> each.record().resource() + " " + each.record().key().hash(),
                        TombstoneDesk::json)));
  }

  private AuditedChange<Answer> lift(Call call) {
    ConnectionName connection = call.connection().name();
    YamlNode body = call.body();
    boolean all = body.get("all").flag(false);
    List<String> records = Keys.of(body.get("records"));
    List<String> students = body.get("students").texts();
    if (all != (records.isEmpty() && students.isEmpty())) {
      body.problem("say which: 'all', or some 'records' or 'students'");
    }
    return desk.lifting(connection, all, records, students)
        .then(
            lifted ->
                Future.succeededFuture(
                    Answer.ok(JsonNodeFactory.instance.objectNode().put("lifted", lifted))));
  }
}

package org.statecraft.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
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

  private Change lift(Call call) {
    ConnectionName connection = call.connection().name();
    YamlNode body = call.body("all", "records", "students");
    boolean all = body.get("all").flag(false);
    List<String> records = Keys.of(body.get("records"));
    List<String> students = body.get("students").texts();
    if (all != (records.isEmpty() && students.isEmpty())) {
      body.problem("say which: 'all', or some 'records' or 'students'");
    }
    ObjectNode asked = JsonNodeFactory.instance.objectNode().put("all", all);
    records.forEach(asked.withArray("records")::add);
    students.forEach(asked.withArray("students")::add);
    return new Change(
        Optional.of(connection),
        asked,
        () ->
            desk.list(connection)
                .map(found -> JsonNodeFactory.instance.objectNode().put("there", found.size())),
        () ->
            desk.lift(connection, all, records, students)
                .map(
                    lifted ->
                        Change.Done.of(
                            Answer.ok(
                                JsonNodeFactory.instance.objectNode().put("lifted", lifted)))));
  }
}

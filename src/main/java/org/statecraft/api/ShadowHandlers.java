package org.statecraft.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.statecraft.admin.AuditedChange;
import org.statecraft.admin.EditedFolder;
import org.statecraft.admin.ShadowDesk;
import org.statecraft.connections.Connection;

/** A revision that decides silently beside the one in force. */
final class ShadowHandlers implements AllHandlers.Subject {

  private final Scene scene;
  private final Workers workers;
  private final ShadowDesk desk;

  ShadowHandlers(Scene scene, Workers workers) {
    this.scene = scene;
    this.workers = workers;
    this.desk = new ShadowDesk(scene.database());
  }

  @Override
  public void addTo(Handlers handlers) {
    handlers
        .read("getShadow", this::get)
        .read("listShadowDifferences", this::differences)
        .changeFound("startShadow", this::start)
        .change("stopShadow", this::stop);
  }

  private Future<Answer> get(Call call) {
    call.check();
    return desk.there(call.connection().name()).map(Answer::ok);
  }

  private Future<Answer> differences(Call call) {
    int limit = call.limit();
    Optional<Long> before = call.numberedCursor();
    call.check();
    return desk.samples(call.connection().name(), before, limit + 1)
        .map(Page.numbered(limit, each -> each.id(), ShadowDesk::json));
  }

  private Future<AuditedChange<Answer>> start(Call call) {
    Connection connection = call.connection();
    Map<String, String> files = SentFiles.of(call.body().get("files"));
    call.check();
    return workers
        .run(() -> prepared(connection, files))
        .map(
            prepared ->
                desk.starting(prepared, call.caller().name())
                    .then(shadow -> Future.succeededFuture(Answer.ok(shadow))));
  }

  private ShadowDesk.Prepared prepared(Connection connection, Map<String, String> files)
      throws IOException {
    try (EditedFolder folder = EditedFolder.open(scene.source(), files)) {
      return ShadowDesk.prepare(connection, folder.rules(), folder.descriptors());
    }
  }

  private AuditedChange<Answer> stop(Call call) {
    return desk.stopping(call.connection().name())
        .then(
            stopped ->
                Future.succeededFuture(
                    Answer.ok(JsonNodeFactory.instance.objectNode().put("stopped", stopped))));
  }
}

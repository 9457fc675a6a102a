package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.statecraft.admin.EditedFolder;
import org.statecraft.admin.ShadowDesk;
import org.statecraft.connections.Connection;
import org.statecraft.edfi.ConnectionName;

/** A revision that decides silently beside the one in force. */
final class ShadowHandlers implements AllHandlers.Subject {

  private static final Duration LIMIT = Duration.ofMinutes(1);

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
        .change("startShadow", this::start)
        .change("stopShadow", this::stop);
  }

  private Future<Answer> get(Call call) {
    call.check();
    return there(call.connection().name()).map(Answer::ok);
  }

  private Future<JsonNode> there(ConnectionName name) {
    return now(name)
        .map(
            shadow -> {
              if (shadow.isNull()) {
                throw ApiProblem.notThere("nothing decides beside the pack of " + name);
              }
              return shadow;
            });
  }

  private Future<JsonNode> now(ConnectionName name) {
    return desk.list(Optional.of(name))
        .map(
            found ->
                found.stream()
                    .findFirst()
                    .<JsonNode>map(ShadowDesk::json)
                    .orElse(NullNode.instance));
  }

  private Future<Answer> differences(Call call) {
    int limit = call.limit();
    Optional<Long> before = call.numberedCursor();
    call.check();
    return desk.samples(call.connection().name(), before, limit + 1)
        .map(Page.numbered(limit, each -> each.id(), ShadowDesk::json));
  }

  private Change start(Call call) {
    Connection connection = call.connection();
    Map<String, String> files = SentFiles.of(call.body("files").get("files"));
    ArrayNode paths = JsonNodeFactory.instance.arrayNode();
    files.keySet().forEach(paths::add);
    return new Change(
        Optional.of(connection.name()),
        JsonNodeFactory.instance.objectNode().set("files", paths),
        () -> now(connection.name()),
        () ->
            workers
                .run(() -> start(connection, files, call.caller().name()))
                .compose(started -> there(connection.name()))
                .map(json -> Change.Done.of(Answer.ok(json))));
  }

  private String start(Connection connection, Map<String, String> files, String by)
      throws java.io.IOException {
    try (EditedFolder folder = EditedFolder.open(scene.source(), files)) {
      return desk.start(
          connection, folder.rules(), folder.descriptors(), by, Workers.atMost(LIMIT));
    }
  }

  private Change stop(Call call) {
    ConnectionName name = call.connection().name();
    return new Change(
        Optional.of(name),
        JsonNodeFactory.instance.objectNode(),
        () -> there(name),
        () ->
            desk.stop(name)
                .map(
                    stopped ->
                        Change.Done.of(
                            Answer.ok(
                                JsonNodeFactory.instance.objectNode().put("stopped", stopped)))));
  }
}

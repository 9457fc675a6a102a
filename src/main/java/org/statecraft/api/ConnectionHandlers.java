package org.statecraft.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.statecraft.admin.AuditedChange;
import org.statecraft.admin.SendingDesk;
import org.statecraft.admin.SendingStatus;
import org.statecraft.config.YamlNode;
import org.statecraft.connections.Connection;
import org.statecraft.edfi.ResourceName;

/** Connections: how they are sent on, pausing and resuming. */
final class ConnectionHandlers implements AllHandlers.Subject {

  private final Scene scene;
  private final SendingDesk desk;

  ConnectionHandlers(Scene scene) {
    this.scene = scene;
    this.desk = new SendingDesk(scene.database());
  }

  @Override
  public void addTo(Handlers handlers) {
    handlers
        .read("getMe", this::me)
        .read("listConnections", this::list)
        .read("getConnection", this::get)
        .change("pauseConnection", this::pause)
        .change("resumeConnection", this::resume);
  }

  private Future<Answer> me(Call call) {
    call.check();
    ObjectNode me = JsonNodeFactory.instance.objectNode();
    me.put("name", call.caller().name()).put("role", call.caller().role().word());
    me.put("seesStudents", call.caller().seesStudents());
    call.caller().districts().stream()
        .map(each -> each.value())
        .sorted()
        .forEach(me.putArray("districts")::add);
    return Future.succeededFuture(Answer.ok(me));
  }

  private Future<Answer> list(Call call) {
    List<Connection> all = call.connections();
    return desk.status(Optional.empty())
        .map(
            status ->
                Answer.ok(
                    Page.of(call, all, each -> each.name().value(), each -> json(each, status))));
  }

  private Future<Answer> get(Call call) {
    call.check();
    return now(call.connection()).map(Answer::ok);
  }

  private Future<ObjectNode> now(Connection connection) {
    return desk.status(Optional.of(connection.name())).map(status -> json(connection, status));
  }

  private ObjectNode json(Connection connection, SendingStatus status) {
    ObjectNode json = status.json(connection.name());
    json.put("district", connection.district().value());
    json.put("schoolYear", connection.schoolYear().endYear());
    json.put("dataStandard", connection.dataStandard().toString());
    json.put("pack", connection.pack());
    json.put("revision", scene.rules(connection).revision());
    return json;
  }

  private AuditedChange<Answer> pause(Call call) {
    Connection connection = call.connection();
    YamlNode body = call.body();
    return desk.pausing(
            connection.name(),
            resource(call, connection, body),
            body.get("reason").text(""),
            call.caller().name())
        .then(done -> now(connection).map(Answer::ok));
  }

  private AuditedChange<Answer> resume(Call call) {
    Connection connection = call.connection();
    return desk.resuming(connection.name(), resource(call, connection, call.body()))
        .then(done -> now(connection).map(Answer::ok));
  }

  private Optional<ResourceName> resource(Call call, Connection connection, YamlNode body) {
    Optional<ResourceName> named = call.value(body.get("resource"), ResourceName::new);
    if (named.isPresent() && scene.rules(connection).resource(named.get()).isEmpty()) {
      body.get("resource").problem("the pack has no resource '" + named.get() + "'");
    }
    return named;
  }
}

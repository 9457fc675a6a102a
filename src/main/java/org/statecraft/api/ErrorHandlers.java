package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.statecraft.admin.ErrorDesk;
import org.statecraft.admin.ErrorGroup;
import org.statecraft.admin.ErrorJson;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.ErrorCauseStore;

/** The error log by root cause. */
final class ErrorHandlers implements AllHandlers.Subject {

  private final Scene scene;
  private final ErrorDesk desk;
  private final ErrorCauseStore store = new ErrorCauseStore();

  ErrorHandlers(Scene scene) {
    this.scene = scene;
    this.desk = new ErrorDesk(scene.database(), scene.clock());
  }

  @Override
  public void addTo(Handlers handlers) {
    handlers
        .read("listErrors", this::list)
        .read("listErrorEntries", this::entries)
        .change("retryErrors", this::retry)
        .change("archiveErrors", this::archive);
  }

  private Future<Answer> list(Call call) {
    Optional<ConnectionName> connection =
        call.query("connection").map(name -> call.connection(name).name());
    ErrorDesk.Asked asked =
        new ErrorDesk.Asked(
            connection,
            call.query("cause").stream().toList(),
            call.resource("resource"),
            call.flag("archived"));
    return desk.groups(asked)
        .map(
            groups ->
                Answer.ok(
                    Page.of(
                        call,
                        groups.stream()
                            .filter(each -> call.sees(each.connection().value()))
                            .toList(),
                        each -> each.connection() + " " + each.type() + " " + each.name(),
                        ErrorJson::of)));
  }

  /** Causes that are shown as one are told as one, too, and on one page. */
  private Future<Answer> entries(Call call) {
    ConnectionName connection = call.connection().name();
    int limit = call.limit();
    Optional<Long> before = call.numberedCursor();
    call.check();
    return groups(connection, List.of(call.path("cause")), Optional.empty())
        .compose(
            groups -> {
              ErrorGroup group = groups.get(0);
              return group.roots().size() == 1
                  ? store.entries(scene.database(), group.roots().get(0), before, limit + 1)
                  : desk.entries(group, limit);
            })
        .map(Page.numbered(limit, each -> each.id(), each -> ErrorJson.of(each, true)));
  }

  private Future<List<ErrorGroup>> groups(
      ConnectionName connection, List<String> causes, Optional<ResourceName> resource) {
    return desk.groups(new ErrorDesk.Asked(Optional.of(connection), causes, resource, true))
        .map(
            groups -> {
              if (groups.isEmpty()) {
                throw ApiProblem.notThere("no errors of this kind are open");
              }
              return groups;
            });
  }

  private Change retry(Call call) {
    return change(
        call,
        (groups, resource) ->
            desk.retry(groups, resource)
                .map(
                    done ->
                        JsonNodeFactory.instance
                            .objectNode()
                            .put("actions", done.actions())
                            .put("students", done.students())));
  }

  private Change archive(Call call) {
    return change(
        call,
        (groups, resource) ->
            desk.archive(groups, resource)
                .map(done -> JsonNodeFactory.instance.objectNode().put("entries", done)));
  }

  private Change change(
      Call call, BiFunction<List<ErrorGroup>, Optional<ResourceName>, Future<ObjectNode>> work) {
    ConnectionName connection = call.connection().name();
    YamlNode body = call.body("causes", "resource");
    List<String> causes = body.require("causes").texts();
    Optional<ResourceName> resource = call.value(body.get("resource"), ResourceName::new);
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    causes.forEach(asked.putArray("causes")::add);
    resource.ifPresent(each -> asked.put("resource", each.value()));
    return new Change(
        Optional.of(connection),
        asked,
        () -> groups(connection, causes, resource).map(ErrorHandlers::numbers),
        () ->
            groups(connection, causes, resource)
                .compose(groups -> work.apply(groups, resource))
                .map(json -> Change.Done.of(Answer.ok(json))));
  }

  private static JsonNode numbers(List<ErrorGroup> groups) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (ErrorGroup each : groups) {
      list.addObject()
          .put("cause", each.name())
          .put("entries", each.entries())
          .put("archived", each.archived())
          .put("records", each.records());
    }
    return list;
  }
}

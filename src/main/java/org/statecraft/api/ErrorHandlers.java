package org.statecraft.api;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.statecraft.admin.AuditedChange;
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
    return desk.there(asked(connection, List.of(call.path("cause")), Optional.empty()))
        .compose(
            groups -> {
              ErrorGroup group = groups.get(0);
              return group.roots().size() == 1
                  ? store.entries(scene.database(), group.roots().get(0), before, limit + 1)
                  : desk.entries(group, limit);
            })
        .map(Page.numbered(limit, each -> each.id(), each -> ErrorJson.of(each, true)));
  }

  private static ErrorDesk.Asked asked(
      ConnectionName connection, List<String> causes, Optional<ResourceName> resource) {
    return new ErrorDesk.Asked(Optional.of(connection), causes, resource, true);
  }

  private AuditedChange<Answer> retry(Call call) {
    return desk.retrying(asked(call)).then(done -> Future.succeededFuture(Answer.ok(done.json())));
  }

  private AuditedChange<Answer> archive(Call call) {
    return desk.archiving(asked(call)).then(done -> Future.succeededFuture(Answer.ok(done.json())));
  }

  private static ErrorDesk.Asked asked(Call call) {
    YamlNode body = call.body();
    return asked(
        call.connection().name(),
        body.require("causes").texts(),
        call.value(body.get("resource"), ResourceName::new));
  }
}

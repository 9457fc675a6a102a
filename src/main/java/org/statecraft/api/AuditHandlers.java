package org.statecraft.api;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.statecraft.admin.AuditStore;

/** Who changed what. */
final class AuditHandlers implements AllHandlers.Subject {

  private final Scene scene;
  private final AuditStore store = new AuditStore();

  AuditHandlers(Scene scene) {
    this.scene = scene;
  }

  @Override
  public void addTo(Handlers handlers) {
    handlers.read("listAudit", this::list);
  }

  private Future<Answer> list(Call call) {
    int limit = call.limit();
    Optional<Long> before = call.numberedCursor();
    Optional<String> one =
        call.query("connection").map(name -> call.connection(name).name().value());
    call.check();
    Optional<List<String>> of =
        one.map(List::of)
            .or(
                () ->
                    call.caller().isLimited()
                        ? Optional.of(
                            call.connections().stream().map(each -> each.name().value()).toList())
                        : Optional.empty());
    return store
        .list(scene.database(), of, before, limit + 1)
        .map(Page.numbered(limit, each -> each.id(), AuditStore.Entry::json));
  }
}

package org.statecraft.api;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.statecraft.admin.ExplanationJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.explain.Attempt;
import org.statecraft.explain.ExplainStore;
import org.statecraft.explain.ExplainStore.AttemptFilter;

/** The actions of the outbox and what came of them. */
final class OutboxHandlers implements AllHandlers.Subject {

  private final Scene scene;
  private final ExplainStore store = new ExplainStore();

  OutboxHandlers(Scene scene) {
    this.scene = scene;
  }

  @Override
  public void addTo(Handlers handlers) {
    handlers.read("listActions", this::list).read("getAction", this::get);
  }

  private Future<Answer> list(Call call) {
    int limit = call.limit();
    AttemptFilter filter =
        new AttemptFilter(
            call.resource("resource"),
            call.query("state"),
            Optional.empty(),
            call.numberedCursor());
    call.check();
    return read(call.connection().name(), filter, limit + 1)
        .map(Page.numbered(limit, each -> each.id(), ExplanationJson::of));
  }

  private Future<Answer> get(Call call) {
    call.check();
    long id = call.number("action");
    AttemptFilter filter =
        new AttemptFilter(Optional.empty(), Optional.empty(), Optional.of(id), Optional.empty());
    return read(call.connection().name(), filter, 1)
        .map(
            read ->
                read.stream()
                    .findFirst()
                    .map(each -> Answer.ok(ExplanationJson.of(each)))
                    .orElseThrow(() -> ApiProblem.notThere("there is no action " + id)));
  }

  private Future<List<Attempt>> read(ConnectionName name, AttemptFilter filter, int limit) {
    return store.attempts(scene.database(), name, filter, limit);
  }
}

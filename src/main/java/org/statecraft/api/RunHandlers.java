package org.statecraft.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.statecraft.admin.AuditedChange;
import org.statecraft.admin.RunChanges;
import org.statecraft.admin.RunJson;
import org.statecraft.config.YamlNode;
import org.statecraft.connections.Connection;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.resync.ResyncRun;
import org.statecraft.resync.ResyncRun.AppliedTo;
import org.statecraft.resync.ResyncRunner;
import org.statecraft.resync.ResyncSubject;
import org.statecraft.resync.RunProgress;
import org.statecraft.resync.RunState;

/** Runs of resync and of the delete tool: what there are, their plans, doing one. */
final class RunHandlers implements AllHandlers.Subject {

  private final Scene scene;
  private final ResyncRunner runner;
  private final RunningRuns running;
  private final RunRequests requests;

  RunHandlers(Scene scene) {
    this.scene = scene;
    this.runner =
        new ResyncRunner(scene.vertx(), scene.database(), scene.clock(), RunProgress.NONE);
    this.running = new RunningRuns(scene);
    this.requests = new RunRequests(scene, runner, running);
  }

  @Override
  public void addTo(Handlers handlers) {
    handlers
        .read("listRuns", this::list)
        .read("getRun", this::get)
        .read("listRunActions", this::actions)
        .change("planResync", requests::resync)
        .change("planDelete", requests::delete)
        .changeFound("applyRun", this::apply);
  }

  private Future<Answer> list(Call call) {
    int limit = call.limit();
    Optional<Long> before = call.numberedCursor();
    List<ConnectionName> of =
        call.query("connection")
            .map(name -> List.of(call.connection(name).name()))
            .orElseGet(() -> call.connections().stream().map(Connection::name).toList());
    call.check();
    Set<Long> underWay = running.underWay();
    return runner
        .latest(Optional.of(of), before, limit + 1)
        .map(Page.numbered(limit, each -> each.id(), each -> json(each, underWay)));
  }

  private ObjectNode json(ResyncRun run, Set<Long> underWay) {
    ObjectNode json = RunJson.of(run);
    running.tell(run, underWay, json);
    return json;
  }

  private Future<ResyncRun> found(Call call) {
    long id = call.number("run");
    return runner
        .find(id)
        .map(
            run ->
                run.filter(each -> call.sees(each.connection().value()))
                    .orElseThrow(() -> ApiProblem.notThere("there is no run " + id)));
  }

  private Future<Answer> get(Call call) {
    call.check();
    Set<Long> underWay = running.underWay();
    return found(call).compose(run -> whole(run, underWay)).map(Answer::ok);
  }

  private Future<ObjectNode> whole(ResyncRun run, Set<Long> underWay) {
    return runner
        .summary(run)
        .map(
            lines -> {
              ObjectNode json = RunJson.of(run, lines);
              running.tell(run, underWay, json);
              return json;
            });
  }

  private Future<Answer> actions(Call call) {
    int limit = call.limit();
    Optional<AppliedTo> after =
        call.cursor()
            .flatMap(
                text -> {
                  if (text.matches("-?\\d{1,3} \\d{1,18}")) {
                    String[] parts = text.split(" ");
                    return Optional.of(
                        new AppliedTo(Integer.parseInt(parts[0]), Long.parseLong(parts[1])));
                  }
                  call.problems().add(org.statecraft.config.Place.of("query"), Page.NO_CURSOR);
                  return Optional.empty();
                });
    call.check();
    return found(call)
        .compose(run -> runner.lines(run, after, limit + 1))
        .map(
            read ->
                Answer.ok(
                    Page.of(
                        read,
                        limit,
                        each -> each.place().phase() + " " + each.place().place(),
                        each -> CanonicalJson.read(each.line()))));
  }

  /** The hash says which plan was seen; no other one is done. */
  private Future<AuditedChange<Answer>> apply(Call call) {
    YamlNode body = call.body();
    String hash = body.require("hash").text();
    Optional<Long> most = RunRequests.most(body);
    call.check();
    return found(call)
        .map(
            run ->
                RunChanges.applying(
                        run,
                        most,
                        () -> {
                          refuseOther(run, hash);
                          return begin(call, run, most);
                        })
                    .then(begun -> Future.succeededFuture(begun(begun))));
  }

  private Answer begun(ResyncRun run) {
    return Answer.begun(json(run, Set.of()), "/api/runs/" + run.id());
  }

  private static void refuseOther(ResyncRun run, String hash) {
    if (!run.planHash().equals(Optional.of(hash))) {
      throw ApiProblem.conflict("the run has another plan, or none yet");
    }
    if (run.state() != RunState.PLANNED && run.state() != RunState.APPLYING) {
      throw ApiProblem.conflict("the run is " + run.state().word());
    }
  }

  private Future<ResyncRun> begin(Call call, ResyncRun run, Optional<Long> allowed) {
    Connection connection = call.connection(run.connection().value());
    return ResyncSubject.of(
            scene.database(),
            connection,
            scene.rules(connection),
            scene.schemas().get(),
            run.scope())
        .compose(
            subject ->
                allowed
                    .map(most -> runner.allow(run, most))
                    .orElseGet(() -> Future.succeededFuture(run))
                    .map(
                        ready -> {
                          running.begin(ready, own -> own.apply(ready, subject, true));
                          return ready;
                        }));
  }
}

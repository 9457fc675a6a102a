package org.statecraft.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.statecraft.admin.AuditedChange;
import org.statecraft.admin.RunChanges;
import org.statecraft.admin.RunJson;
import org.statecraft.config.YamlNode;
import org.statecraft.connections.Connection;
import org.statecraft.deliver.DeliverConfig;
import org.statecraft.deliver.EdFiClient;
import org.statecraft.edfi.ResourceName;
import org.statecraft.resync.ResyncRun;
import org.statecraft.resync.ResyncRunner;
import org.statecraft.resync.ResyncScope;
import org.statecraft.resync.ResyncSubject;
import org.statecraft.resync.RunState;

/** Begins runs that only plan. Whoever has seen the plan has it done, or not. */
final class RunRequests {

  private final Scene scene;
  private final ResyncRunner runner;
  private final RunningRuns running;

  RunRequests(Scene scene, ResyncRunner runner, RunningRuns running) {
    this.scene = scene;
    this.runner = runner;
    this.running = running;
  }

  AuditedChange<Answer> resync(Call call) {
    YamlNode body = call.body();
    boolean allSchools = body.get("allSchools").flag(false);
    List<String> schools = body.get("schools").texts();
    List<String> students = body.get("students").texts();
    Optional<String> cause = body.get("cause").optional();
    int pages = body.get("pagesPerSecond").between(0, 1_000, 0);
    boolean fresh = body.get("fresh").flag(false);
    if (allSchools && (!schools.isEmpty() || !students.isEmpty() || cause.isPresent())) {
      body.problem("All Schools cannot be limited to schools, students or a cause");
    }
    List<ResourceName> resources = call.values(body.get("resources"), ResourceName::new);
    Optional<Long> most = most(body);
    call.check();
    Connection connection = call.connection();
    RunChanges.Asked asked =
        new RunChanges.Asked(
            connection.name(),
            new ResyncScope(resources, schools, students, cause, allSchools),
            most);
    Duration pause = pages == 0 ? Duration.ZERO : Duration.ofSeconds(1).dividedBy(pages);
    return RunChanges.planningResync(
            asked,
            () ->
                subject(connection, asked.scope())
                    .compose(
                        subject ->
                            begun(asked, subject, fresh, call.caller().name())
                                .map(run -> plan(run, subject, pause))))
        .then(this::answered);
  }

  AuditedChange<Answer> delete(Call call) {
    YamlNode body = call.body();
    List<ResourceName> resources = call.values(body.get("resources"), ResourceName::new);
    List<String> students = body.get("students").texts();
    List<String> records = Keys.of(body.get("records"));
    TreeMap<String, String> where = new TreeMap<>();
    body.get("where").map().forEach((path, value) -> where.put(path, value.text()));
    boolean tombstone = body.get("tombstone").flag(false);
    Optional<Long> most = most(body);
    if (resources.isEmpty() && students.isEmpty() && records.isEmpty() && where.isEmpty()) {
      body.problem("say which: some 'resources', 'students' or 'records', or 'where'");
    }
    call.check();
    Connection connection = call.connection();
    RunChanges.Asked asked =
        new RunChanges.Asked(
            connection.name(), ResyncScope.ofDelete(resources, students, records, where), most);
    return RunChanges.planningDelete(
            asked,
            tombstone,
            () ->
                subject(connection, asked.scope())
                    .compose(
                        subject -> planDelete(asked, subject, tombstone, call.caller().name())))
        .then(this::answered);
  }

  private Future<ResyncRun> planDelete(
      RunChanges.Asked asked, ResyncSubject subject, boolean tombstone, String by) {
    EdFiClient client = client(subject);
    return runner
        .planDelete(
            subject, asked.scope(), tombstone, by, asked.allowedDeletes().orElse(null), client)
        .onComplete(done -> client.close());
  }

  /** How many deletes the request allows, if it says so. */
  static Optional<Long> most(YamlNode body) {
    YamlNode node = body.get("allowedDeletes");
    return node.optional().map(text -> (long) node.between(0, Integer.MAX_VALUE, 0));
  }

  private Future<Answer> answered(ResyncRun run) {
    ObjectNode json = RunJson.of(run);
    running.tell(run, Set.of(), json);
    return Future.succeededFuture(Answer.begun(json, "/api/runs/" + run.id()));
  }

  private Future<ResyncSubject> subject(Connection connection, ResyncScope scope) {
    return ResyncSubject.of(
            scene.database(), connection, scene.rules(connection), scene.schemas().get(), scope)
        .map(
            subject -> {
              List<String> unknown = subject.unknown(scope);
              if (!unknown.isEmpty()) {
                throw ApiProblem.notThere(String.join("; ", unknown));
              }
              return subject;
            });
  }

  /** A run that was stopped goes on, unless it is to be begun anew. */
  private Future<ResyncRun> begun(
      RunChanges.Asked asked, ResyncSubject subject, boolean fresh, String by) {
    if (!subject.switchedOff(asked.scope()).isEmpty()) {
      throw ApiProblem.conflict(
          "switched off, so nothing is sent of " + subject.switchedOff(asked.scope()));
    }
    if (running.isBusy(asked.connection())) {
      throw ApiProblem.conflict("another run of " + asked.connection() + " is under way");
    }
    return runner
        .stopped(subject, asked.scope())
        .compose(
            stopped -> {
              if (stopped.filter(run -> run.state() == RunState.APPLYING).isPresent()) {
                throw ApiProblem.conflict(
                    "run "
                        + stopped.get().id()
                        + " was stopped while it was handed to delivery; apply it first");
              }
              return stopped.isPresent() && !fresh
                  ? Future.succeededFuture(stopped.get())
                  : runner.open(subject, asked.scope(), by, asked.allowedDeletes().orElse(null));
            });
  }

  private EdFiClient client(ResyncSubject subject) {
    return EdFiClient.open(
        scene.vertx(), subject.connection(), DeliverConfig.defaults(), scene.clock());
  }

  private ResyncRun plan(ResyncRun run, ResyncSubject subject, Duration pause) {
    EdFiClient client = client(subject);
    running.begin(
        run, own -> own.plan(run, subject, client, pause).onComplete(done -> client.close()));
    return run;
  }
}

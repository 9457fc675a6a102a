package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

  /**
   * What every request for a run has.
   *
   * @param asked the body as it came
   * @param most how many deletes a person allows; empty for the usual ceiling
   */
  private record Asked(
      Connection connection, ResyncScope scope, JsonNode asked, String by, Optional<Long> most) {}

  Change resync(Call call) {
    YamlNode body =
        call.body(
            "resources",
            "schools",
            "students",
            "cause",
            "allSchools",
            "allowedDeletes",
            "pagesPerSecond",
            "fresh");
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
    Asked asked =
        new Asked(
            call.connection(),
            new ResyncScope(resources, schools, students, cause, allSchools),
            Keys.tree(body),
            call.caller().name(),
            most);
    Duration pause = pages == 0 ? Duration.ZERO : Duration.ofSeconds(1).dividedBy(pages);
    return change(
        asked, subject -> begun(asked, subject, fresh).map(run -> plan(run, subject, pause)));
  }

  Change delete(Call call) {
    YamlNode body =
        call.body("resources", "students", "records", "where", "tombstone", "allowedDeletes");
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
    Asked asked =
        new Asked(
            call.connection(),
            ResyncScope.ofDelete(resources, students, records, where),
            Keys.tree(body),
            call.caller().name(),
            most);
    return change(
        asked,
        subject -> {
          EdFiClient client = client(subject);
          return runner
              .planDelete(
                  subject, asked.scope(), tombstone, asked.by(), asked.most().orElse(null), client)
              .onComplete(done -> client.close());
        });
  }

  /** How many deletes the request allows, if it says so. */
  static Optional<Long> most(YamlNode body) {
    YamlNode node = body.get("allowedDeletes");
    return node.optional().map(text -> (long) node.between(0, Integer.MAX_VALUE, 0));
  }

  private interface Planning {
    Future<ResyncRun> of(ResyncSubject subject);
  }

  private Change change(Asked asked, Planning planning) {
    return new Change(
        Optional.of(asked.connection().name()),
        asked.asked(),
        () -> subject(asked).compose(planning::of).map(this::done));
  }

  private Change.Done done(ResyncRun run) {
    var json = RunJson.of(run);
    running.tell(run, Set.of(), json);
    return Change.Done.of(Answer.begun(json, "/api/runs/" + run.id()));
  }

  private Future<ResyncSubject> subject(Asked asked) {
    Connection connection = asked.connection();
    return ResyncSubject.of(
            scene.database(),
            connection,
            scene.rules(connection),
            scene.schemas().get(),
            asked.scope())
        .map(
            subject -> {
              List<String> unknown = subject.unknown(asked.scope());
              if (!unknown.isEmpty()) {
                throw ApiProblem.notThere(String.join("; ", unknown));
              }
              return subject;
            });
  }

  /** A run that was stopped goes on, unless it is to be begun anew. */
  private Future<ResyncRun> begun(Asked asked, ResyncSubject subject, boolean fresh) {
    if (!subject.switchedOff(asked.scope()).isEmpty()) {
      throw ApiProblem.conflict(
          "switched off, so nothing is sent of " + subject.switchedOff(asked.scope()));
    }
    if (running.isBusy(asked.connection().name())) {
      throw ApiProblem.conflict("another run of " + asked.connection().name() + " is under way");
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
                  : runner.open(subject, asked.scope(), asked.by(), asked.most().orElse(null));
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

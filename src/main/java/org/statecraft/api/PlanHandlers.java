package org.statecraft.api;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.admin.EditedFolder;
import org.statecraft.admin.KeptRules;
import org.statecraft.admin.PackPlan;
import org.statecraft.admin.Waiting;
import org.statecraft.cases.PackCheck;
import org.statecraft.config.Problem;
import org.statecraft.config.Problems;
import org.statecraft.config.Trace;
import org.statecraft.config.YamlNode;
import org.statecraft.connections.Connection;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.preview.Preview;
import org.statecraft.reload.KeptPack;
import org.statecraft.rules.RuleSet;

/** Plans of edited packs, made one after the other in the background. */
final class PlanHandlers implements AllHandlers.Subject {

  private static final Logger LOG = LoggerFactory.getLogger(PlanHandlers.class);

  /** A plan of a large district takes some hundred megabytes at worst. */
  private static final int MOST_KEPT = 5;

  private final Scene scene;
  private final Workers workers;
  private final Deque<PlanJob> jobs = new ArrayDeque<>();

  PlanHandlers(Scene scene, Workers workers) {
    this.scene = scene;
    this.workers = workers;
  }

  @Override
  public void addTo(Handlers handlers) {
    handlers
        .read("beginPlan", this::begin)
        .read("listPlans", this::list)
        .read("getPlan", this::get)
        .read("listPlanChanges", this::changes);
  }

  private Future<Answer> begin(Call call) {
    YamlNode body = call.body();
    String pack = body.require("pack").text();
    List<String> names = body.get("connections").texts();
    Map<String, String> files = SentFiles.of(body.get("files"));
    List<Connection> chosen =
        names.isEmpty()
            ? call.connections().stream().filter(each -> each.pack().equals(pack)).toList()
            : names.stream().map(call::connection).toList();
    if (chosen.isEmpty()) {
      body.get("pack").problem("no connection uses the pack '" + pack + "'");
    }
    chosen.stream()
        .filter(each -> !each.pack().equals(pack))
        .forEach(
            each -> body.get("connections").problem(each.name() + " uses the pack " + each.pack()));
    call.check();
    PlanJob job =
        new PlanJob(
            UUID.randomUUID().toString(),
            pack,
            call.caller().name(),
            scene.clock().instant(),
            chosen);
    remember(job);
    Future<Void> made = workers.run(() -> make(job, pack, files));
    return made.isComplete() && made.failed()
        ? forget(job, made.cause())
        : Future.succeededFuture(Answer.begun(job.json(), "/api/plans/" + job.id()));
  }

  private Future<Answer> forget(PlanJob job, Throwable why) {
    synchronized (jobs) {
      jobs.remove(job);
    }
    return Future.failedFuture(why);
  }

  private void remember(PlanJob job) {
    synchronized (jobs) {
      jobs.addFirst(job);
      int ended = 0;
      for (Iterator<PlanJob> each = jobs.iterator(); each.hasNext(); ) {
        if (!each.next().isRunning() && ++ended > MOST_KEPT) {
          each.remove();
        }
      }
    }
  }

  private Void make(PlanJob job, String pack, Map<String, String> files) {
    try {
      job.done(previews(job, pack, files));
    } catch (ApiProblem e) {
      job.failed(e.problem().detail());
    } catch (RuntimeException | IOException e) {
      LOG.warn("plan={} pack={} failed", job.id(), pack, Trace.of(e));
      job.failed("something went wrong here; the log has the details");
    }
    return null;
  }

  private List<Preview> previews(PlanJob job, String pack, Map<String, String> files)
      throws IOException {
    Waiting waiting = Workers.atMost(scene.planLimit());
    try (EditedFolder folder = EditedFolder.open(scene.source(), files)) {
      Problems problems = new Problems();
      ResourceSchemas schemas = ResourceSchemas.load(folder.rules().resolve("schema"), problems);
      Optional<RuleSet> edited =
          new PackCheck(new PackReader(folder.rules(), folder.descriptors()), schemas)
              .check(pack, problems)
              .flatMap(PackCheck.Checked::rules);
      if (!problems.isEmpty() || edited.isEmpty()) {
        throw new ApiProblem(422, "The files are wrong", told(folder, problems));
      }
      KeptPack kept =
          new KeptRules(scene.database(), waiting)
              .find(
                  pack,
                  Optional.empty(),
                  () -> new KeptPack(scene.rules(job.connections().get(0)).pack(), schemas));
      return new PackPlan(scene.database(), waiting)
          .preview(
              kept,
              edited.get(),
              schemas,
              job.connections(),
              connection -> (done, all) -> job.tell(connection, done, all));
    }
  }

  private static String told(EditedFolder folder, Problems problems) {
    StringBuilder told = new StringBuilder();
    for (Problem each : problems.list()) {
      told.append(told.isEmpty() ? "" : "; ").append(folder.plain(each.toString()));
    }
    return told.toString();
  }

  private Future<Answer> list(Call call) {
    return Future.succeededFuture(
        Answer.ok(Page.of(call, visible(call), PlanJob::id, PlanJob::json)));
  }

  private List<PlanJob> visible(Call call) {
    synchronized (jobs) {
      return jobs.stream().filter(each -> each.maySee(call.caller())).toList();
    }
  }

  private PlanJob found(Call call) {
    String id = call.path("plan");
    return visible(call).stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                ApiProblem.notThere(
                    "there is no plan " + id + "; the latest are kept, and until the server ends"));
  }

  private Future<Answer> get(Call call) {
    call.check();
    return Future.succeededFuture(Answer.ok(found(call).json()));
  }

  private Future<Answer> changes(Call call) {
    return Future.succeededFuture(
        Answer.ok(
            Page.of(
                call,
                found(call).changes(),
                each -> Integer.toString(each.place()),
                PlanJob.Planned::json)));
  }
}

package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.statecraft.admin.Explainer;
import org.statecraft.admin.ExplanationJson;
import org.statecraft.admin.KeptRules;
import org.statecraft.admin.Waiting;
import org.statecraft.campus.StudentId;
import org.statecraft.cases.FactsFile;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;
import org.statecraft.connections.Connection;
import org.statecraft.edfi.ResourceName;
import org.statecraft.explain.Subject;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.reload.KeptPack;

/** Why a student's records are as they are. */
final class ExplainHandlers implements AllHandlers.Subject {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Scene scene;
  private final Workers workers;
  private final Waiting waiting = Workers.atMost(LIMIT);

  ExplainHandlers(Scene scene, Workers workers) {
    this.scene = scene;
    this.workers = workers;
  }

  @Override
  public void addTo(Handlers handlers) {
    handlers.read("explain", this::explain);
  }

  /** What is asked. */
  private record Asked(
      YamlNode body, List<String> resources, Optional<String> revision, Explainer explainer) {}

  private Future<Answer> explain(Call call) {
    YamlNode body = call.body();
    long whom =
        Stream.of("student", "record", "error", "event", "facts")
            .filter(each -> !body.get(each).isEmpty())
            .count();
    if (whom != 1) {
      body.problem("one of 'student', 'record', 'error', 'event' and 'facts' says whom");
    }
    Asked asked =
        new Asked(
            body,
            body.get("resources").texts(),
            body.get("revision").optional(),
            new Explainer(scene.database(), waiting));
    call.check();
    return workers.run(
        () -> Answer.ok(body.get("facts").isEmpty() ? live(call, asked) : ofFacts(call, asked)));
  }

  private JsonNode ofFacts(Call call, Asked asked) {
    String name = asked.body().require("pack").text();
    call.check();
    KeptPack kept = pack(name, asked.revision());
    Problems problems = new Problems();
    YamlNode node = asked.body().get("facts");
    FactsFile facts =
        FactsFile.of(
            kept.pack(),
            node.isScalar() ? YamlFile.parse("facts", node.text(), problems) : node,
            problems);
    if (!problems.isEmpty()) {
      throw Refused.of(problems.list());
    }
    call.check();
    return ExplanationJson.of(Explainer.ofFacts(kept, facts, asked.resources()));
  }

  private JsonNode live(Call call, Asked asked) {
    Subject subject = subject(call, asked);
    Connection connection = call.connection(subject.connection().value());
    KeptPack kept = pack(connection.pack(), asked.revision());
    return ExplanationJson.of(asked.explainer().live(subject, connection, kept, asked.resources()));
  }

  private KeptPack pack(String name, Optional<String> revision) {
    return new KeptRules(scene.database(), waiting).find(name, revision, () -> onDisk(name));
  }

  private KeptPack onDisk(String name) {
    Problems problems = new Problems();
    ResourceSchemas schemas =
        ResourceSchemas.load(scene.source().rules().resolve("schema"), problems);
    problems.throwIfAny();
    PackReader reader = new PackReader(scene.source().rules(), scene.source().descriptors());
    if (!reader.names().contains(name)) {
      throw ApiProblem.notThere("there is no pack '" + name + "'");
    }
    return new KeptPack(reader.read(name), schemas);
  }

  private static Subject subject(Call call, Asked asked) {
    YamlNode body = asked.body();
    Explainer explainer = asked.explainer();
    if (!body.get("error").isEmpty()) {
      return explainer.ofError(body.get("error").number(0));
    }
    Connection connection = call.connection(body.require("connection").text());
    if (!body.get("record").isEmpty()) {
      YamlNode record = body.get("record");
      Optional<ResourceName> resource = call.value(record.require("resource"), ResourceName::new);
      String id = record.require("id").text();
      call.check();
      return explainer.ofRecord(connection.name(), resource.orElseThrow(), id);
    }
    boolean event = !body.get("event").isEmpty();
    StudentId student = new StudentId(body.get(event ? "event" : "student").text());
    return event
        ? explainer.ofEvent(connection.name(), student)
        : new Subject(connection.name(), student, Optional.empty(), "student " + student);
  }
}

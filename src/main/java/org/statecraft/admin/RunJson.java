package org.statecraft.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.resync.PlanFigureStore.SummaryLine;
import org.statecraft.resync.ResyncRun;

/** Runs as JSON. */
public final class RunJson {

  private RunJson() {}

  /** A run with its plan in numbers. */
  public static ObjectNode of(ResyncRun run, List<SummaryLine> lines) {
    ObjectNode json = of(run);
    ArrayNode summary = json.putArray("summary");
    for (SummaryLine each : lines) {
      ObjectNode line = summary.addObject();
      line.put("action", each.action())
          .put("resource", each.resource())
          .put("school", each.school())
          .put("reason", each.reason())
          .put("records", each.records());
      each.samples().forEach(line.putArray("samples")::add);
    }
    return json;
  }

  /** Who, when, and what came of it. */
  static ObjectNode brief(ResyncRun run) {
    return of(run).retain("run", "kind", "state", "by", "begun", "finished", "problem");
  }

  /** A run without its plan. */
  public static ObjectNode of(ResyncRun run) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("run", run.id())
        .put("connection", run.connection().value())
        .put("kind", run.kind().word())
        .put("state", run.state().word())
        .put("by", run.requestedBy())
        .put("begun", run.createdAt().toString())
        .put("planned", run.plannedAt().map(Object::toString).orElse(null))
        .put("finished", run.finishedAt().map(Object::toString).orElse(null))
        .put("hash", run.planHash().orElse(null))
        .put("allowedDeletes", run.mostDeletes().orElse(null))
        .put("problem", run.problem().orElse(null));
    json.set("scope", CanonicalJson.read(run.scopeText()));
    ObjectNode counts = json.putObject("counts");
    run.counts().forEach(counts::put);
    return json;
  }
}

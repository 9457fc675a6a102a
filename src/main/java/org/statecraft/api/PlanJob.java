package org.statecraft.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.statecraft.admin.PlanJson;
import org.statecraft.connections.Connection;
import org.statecraft.preview.Change;
import org.statecraft.preview.Preview;

/** A plan of an edited pack that is being made, or was. Kept in memory; gone with the process. */
final class PlanJob {

  private final String id;
  private final String pack;
  private final String by;
  private final Instant begun;
  private final List<Connection> connections;
  private final Map<String, long[]> progress = new TreeMap<>();
  private @Nullable List<Preview> previews;
  private @Nullable String problem;

  PlanJob(String id, String pack, String by, Instant begun, List<Connection> connections) {
    this.id = id;
    this.pack = pack;
    this.by = by;
    this.begun = begun;
    this.connections = List.copyOf(connections);
  }

  /**
   * A change that is planned.
   *
   * @param place in the plan
   */
  record Planned(int place, String connection, Change change) {

    ObjectNode json() {
      return PlanJson.of(change).put("connection", connection);
    }
  }

  String id() {
    return id;
  }

  List<Connection> connections() {
    return connections;
  }

  boolean maySee(Caller caller) {
    return connections.stream().allMatch(caller::maySee);
  }

  synchronized boolean isRunning() {
    return previews == null && problem == null;
  }

  synchronized void tell(Connection connection, long done, long all) {
    progress.put(connection.name().value(), new long[] {done, Math.max(done, all)});
  }

  synchronized void done(List<Preview> made) {
    previews = List.copyOf(made);
  }

  synchronized void failed(String why) {
    problem = why;
  }

  /** All changes, in the order of the plan. */
  synchronized List<Planned> changes() {
    if (previews == null) {
      throw ApiProblem.conflict("the plan is not made");
    }
    List<Planned> all = new ArrayList<>();
    for (Preview each : previews) {
      each.changes()
          .forEach(change -> all.add(new Planned(all.size(), each.connection().value(), change)));
    }
    return all;
  }

  synchronized ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("plan", id).put("pack", pack).put("by", by).put("begun", begun.toString());
    json.put("state", problem != null ? "failed" : previews == null ? "running" : "done");
    json.put("problem", problem);
    ObjectNode far = json.putObject("progress");
    progress.forEach(
        (name, counts) -> far.putObject(name).put("done", counts[0]).put("students", counts[1]));
    ArrayNode of = json.putArray("connections");
    if (previews != null) {
      previews.forEach(each -> of.add(PlanJson.of(each)));
    }
    return json;
  }
}

package org.statecraft.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.statecraft.connections.Connection;
import org.statecraft.events.EventState;
import org.statecraft.events.QueueDepth;
import org.statecraft.reload.Refusal;
import org.statecraft.reload.Revision;
import org.statecraft.resync.ResyncRun;
import org.statecraft.shadow.Shadow;

/**
 * How everything stands.
 *
 * @param packs those the connections use
 */
public record Status(List<OfConnection> connections, List<OfPack> packs) {

  public Status {
    connections = List.copyOf(connections);
    packs = List.copyOf(packs);
  }

  /**
   * A connection.
   *
   * @param events students that wait to be decided, by state
   * @param errors the open root causes
   * @param lastRun of resync or of the delete tool
   */
  public record OfConnection(
      Connection connection,
      SendingStatus sending,
      QueueDepth events,
      List<ErrorGroup> errors,
      Optional<Shadow> shadow,
      Optional<ResyncRun> lastRun) {

    /** How many entries of the error log are open. */
    public long entries() {
      return errors.stream().mapToLong(ErrorGroup::entries).sum();
    }

    private ObjectNode json() {
      ObjectNode json = sending.json(connection.name());
      json.put("pack", connection.pack());
      ObjectNode students = json.putObject("events");
      for (EventState each : EventState.values()) {
        students.put(each.word(), events.entries().getOrDefault(each, 0L));
      }
      json.put("openCauses", errors.size()).put("openErrors", entries());
      shadow.ifPresent(each -> json.set("shadow", ShadowDesk.json(each)));
      lastRun.ifPresent(each -> json.set("lastRun", RunJson.brief(each)));
      return json;
    }
  }

  /**
   * A pack.
   *
   * @param inForce empty if none was yet
   * @param refusal why the files on disk are not in force; empty if they are
   */
  public record OfPack(String pack, Optional<Revision> inForce, Optional<Refusal> refusal) {

    private ObjectNode json() {
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("pack", pack);
      json.put("revision", inForce.map(Revision::revision).orElse(null));
      json.put("since", inForce.map(each -> each.liveAt().toString()).orElse(null));
      json.put("asOnDisk", refusal.isEmpty());
      ArrayNode problems = json.putArray("problems");
      refusal.ifPresent(each -> each.problems().forEach(problems::add));
      return json;
    }
  }

  /** For programs. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode all = json.putArray("connections");
    connections.forEach(each -> all.add(each.json()));
    ArrayNode used = json.putArray("packs");
    packs.forEach(each -> used.add(each.json()));
    return json;
  }
}

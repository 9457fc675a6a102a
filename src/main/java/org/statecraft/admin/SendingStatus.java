package org.statecraft.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.statecraft.deliver.DeliveryState;
import org.statecraft.deliver.DeliveryStateStore.Sender;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.outbox.HeldUpStore.Backlog;
import org.statecraft.outbox.Pause;

/**
 * How connections are sent on.
 *
 * @param senders the living processes
 * @param backlogs what is not sent yet, by state
 * @param pauses what people have stopped
 */
public record SendingStatus(List<Sender> senders, List<Backlog> backlogs, List<Pause> pauses) {

  public SendingStatus {
    senders = List.copyOf(senders);
    backlogs = List.copyOf(backlogs);
    pauses = List.copyOf(pauses);
  }

  /** The connections of which anything is known. */
  public Set<ConnectionName> connections() {
    Set<ConnectionName> names = new TreeSet<>();
    senders.forEach(each -> names.add(each.state().connection()));
    backlogs.forEach(each -> names.add(each.connection()));
    pauses.forEach(each -> names.add(each.connection()));
    return names;
  }

  /** The status of one connection. */
  public SendingStatus of(ConnectionName name) {
    return new SendingStatus(
        senders.stream().filter(each -> each.state().connection().equals(name)).toList(),
        backlogs.stream().filter(each -> each.connection().equals(name)).toList(),
        pauses.stream().filter(each -> each.connection().equals(name)).toList());
  }

  /** A connection as JSON. */
  public ObjectNode json(ConnectionName name) {
    SendingStatus status = of(name);
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("connection", name.value());
    object.set("paused", json(status.pauses()));
    ArrayNode processes = object.putArray("processes");
    status.senders().forEach(each -> processes.add(json(each)));
    ObjectNode waiting = object.putObject("waiting");
    status.backlogs().forEach(each -> waiting.put(each.state().word(), each.actions()));
    return object;
  }

  /** What people have stopped, as JSON. */
  static ArrayNode json(List<Pause> pauses) {
    ArrayNode paused = JsonNodeFactory.instance.arrayNode();
    pauses.forEach(each -> paused.add(json(each)));
    return paused;
  }

  private static ObjectNode json(Pause pause) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("resource", pause.resource().map(ResourceName::value).orElse(null))
        .put("by", pause.by())
        .put("at", pause.at().toString())
        .put("reason", pause.reason());
  }

  private static ObjectNode json(Sender sender) {
    DeliveryState state = sender.state();
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("process", sender.name());
    object.put("state", state.word());
    object.put("until", state.until() == null ? null : state.until().toString());
    object.put("concurrency", state.concurrency());
    object.put("ceiling", state.ceiling());
    object.put("underWay", state.underWay());
    state.latencyMillis().ifPresent(millis -> object.put("latencyMillis", millis));
    return object;
  }
}

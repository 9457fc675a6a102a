package org.statecraft.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.statecraft.cli.DeliverOptions;
import org.statecraft.cli.Format;
import org.statecraft.deliver.DeliveryState;
import org.statecraft.deliver.DeliveryStateStore;
import org.statecraft.deliver.DeliveryStateStore.Sender;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.outbox.HeldUpStore;
import org.statecraft.outbox.HeldUpStore.Backlog;
import org.statecraft.outbox.Pause;
import org.statecraft.outbox.PauseStore;

/** Carries out {@code statecraft deliver}. Blocking. */
final class DeliverRun {

  /** What is known of all connections together. */
  private record Status(List<Sender> senders, List<Backlog> backlogs, List<Pause> pauses) {

    Set<ConnectionName> connections() {
      Set<ConnectionName> names = new TreeSet<>();
      senders.forEach(each -> names.add(each.state().connection()));
      backlogs.forEach(each -> names.add(each.connection()));
      pauses.forEach(each -> names.add(each.connection()));
      return names;
    }

    Status of(ConnectionName name) {
      return new Status(
          senders.stream().filter(each -> each.state().connection().equals(name)).toList(),
          backlogs.stream().filter(each -> each.connection().equals(name)).toList(),
          pauses.stream().filter(each -> each.connection().equals(name)).toList());
    }
  }

  private final CommandDatabase database;
  private final DeliverOptions options;
  private final PrintWriter out;
  private final InstantSource clock;
  private final PauseStore pauses = new PauseStore();
  private final DeliveryStateStore states = new DeliveryStateStore();
  private final HeldUpStore outbox = new HeldUpStore();
  private final Optional<ConnectionName> connection;
  private final Optional<ResourceName> resource;

  DeliverRun(
      CommandDatabase database, DeliverOptions options, PrintWriter out, InstantSource clock) {
    this.database = database;
    this.options = options;
    this.out = out;
    this.clock = clock;
    this.connection = options.connection().map(ConnectionName::new);
    this.resource = options.resource().map(ResourceName::new);
  }

  void run() {
    switch (options.action()) {
      case STATUS -> {}
      case PAUSE -> pause(connection.orElseThrow());
      case RESUME -> resume(connection.orElseThrow());
    }
    Status status = status();
    if (options.format() == Format.JSON) {
      out.println(json(status).toPrettyString());
    } else {
      print(status);
    }
    out.flush();
  }

  private void pause(ConnectionName name) {
    boolean done =
        database.await(
            database
                .database()
                .inTransaction(
                    tx ->
                        pauses.pause(
                            tx,
                            name,
                            resource,
                            options.reason(),
                            System.getProperty("user.name", "unknown"))));
    say(done ? "Paused." : "It was paused before.");
  }

  private void resume(ConnectionName name) {
    boolean done =
        database.await(database.database().inTransaction(tx -> pauses.resume(tx, name, resource)));
    say(done ? "Resumed." : "It was not paused.");
  }

  private void say(String what) {
    if (options.format() == Format.TEXT) {
      out.println(what);
    }
  }

  private Status status() {
    return new Status(
        database.await(states.living(database.database(), connection)),
        database.await(outbox.backlog(database.database(), connection)),
        database.await(pauses.pauses(database.database(), connection)));
  }

  private void print(Status all) {
    if (all.connections().isEmpty()) {
      out.println("Nothing waits to be sent, and no process sends.");
    }
    for (ConnectionName name : all.connections()) {
      Status status = all.of(name);
      out.println(name);
      status.pauses().forEach(each -> out.println("  " + words(each)));
      if (status.senders().isEmpty()) {
        out.println("  no process sends on it at the moment");
      } else {
        out.print(table(status.senders()).indent(2));
      }
      out.println("  " + words(status.backlogs()));
    }
  }

  private static String words(Pause pause) {
    return "PAUSED"
        + pause.resource().map(name -> " " + name).orElse("")
        + " since "
        + pause.at()
        + " by "
        + pause.by()
        + (pause.reason().isEmpty() ? "" : ": " + pause.reason());
  }

  private String table(List<Sender> senders) {
    TextTable table =
        new TextTable("process", "state", "at once", "its share", "under way", "answers after");
    for (Sender each : senders) {
      DeliveryState state = each.state();
      table.row(
          each.name(),
          state.word() + (state.until() == null ? "" : " for " + left(state.until())),
          Integer.toString(state.concurrency()),
          Integer.toString(state.ceiling()),
          Integer.toString(state.underWay()),
          state.latencyMillis().isPresent() ? state.latencyMillis().getAsInt() + " ms" : "-");
    }
    return table.toString();
  }

  private String left(Instant until) {
    return Math.max(0, Duration.between(clock.instant(), until).toSeconds()) + " s";
  }

  private String words(List<Backlog> backlogs) {
    if (backlogs.isEmpty()) {
      return "nothing waits";
    }
    Instant oldest = backlogs.stream().map(Backlog::oldest).min(Instant::compareTo).orElseThrow();
    return backlogs.stream()
            .map(each -> each.state().word() + " " + "%,d".formatted(each.actions()))
            .collect(Collectors.joining(", "))
        + "; the oldest since "
        + oldest;
  }

  private ArrayNode json(Status all) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (ConnectionName name : all.connections()) {
      Status status = all.of(name);
      ObjectNode object = list.addObject();
      object.put("connection", name.value());
      ArrayNode paused = object.putArray("paused");
      status
          .pauses()
          .forEach(
              each ->
                  paused
                      .addObject()
                      .put("resource", each.resource().map(ResourceName::value).orElse(null))
                      .put("by", each.by())
                      .put("at", each.at().toString())
                      .put("reason", each.reason()));
      ArrayNode processes = object.putArray("processes");
      status.senders().forEach(each -> processes.add(json(each)));
      ObjectNode waiting = object.putObject("waiting");
      status.backlogs().forEach(each -> waiting.put(each.state().word(), each.actions()));
    }
    return list;
  }

  private static ObjectNode json(Sender sender) {
    DeliveryState state = sender.state();
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("process", sender.name());
    object.put("state", state.word());
    object.put("until", state.until() == null ? null : state.until().toString());
    object.put("concurrency", state.concurrency());
    object.put("ceiling", state.ceiling());
    object.put("under_way", state.underWay());
    state.latencyMillis().ifPresent(millis -> object.put("latency_ms", millis));
    return object;
  }
}

package org.statecraft.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.statecraft.admin.SendingDesk;
import org.statecraft.admin.SendingStatus;
import org.statecraft.cli.DeliverOptions;
import org.statecraft.cli.Format;
import org.statecraft.deliver.DeliveryState;
import org.statecraft.deliver.DeliveryStateStore.Sender;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.outbox.HeldUpStore.Backlog;
import org.statecraft.outbox.Pause;

/** Carries out {@code statecraft deliver}. Blocking. */
final class DeliverRun {

  private final CommandDatabase database;
  private final DeliverOptions options;
  private final PrintWriter out;
  private final InstantSource clock;
  private final SendingDesk desk;
  private final Optional<ConnectionName> connection;
  private final Optional<ResourceName> resource;

  DeliverRun(
      CommandDatabase database, DeliverOptions options, PrintWriter out, InstantSource clock) {
    this.database = database;
    this.options = options;
    this.out = out;
    this.clock = clock;
    this.desk = new SendingDesk(database.database());
    this.connection = options.connection().map(ConnectionName::new);
    this.resource = options.resource().map(ResourceName::new);
  }

  void run() {
    switch (options.action()) {
      case STATUS -> {}
      case PAUSE -> pause(connection.orElseThrow());
      case RESUME -> resume(connection.orElseThrow());
    }
    SendingStatus status = database.await(desk.status(connection));
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
            desk.pause(
                name, resource, options.reason(), System.getProperty("user.name", "unknown")));
    say(done ? "Paused." : "It was paused before.");
  }

  private void resume(ConnectionName name) {
    boolean done = database.await(desk.resume(name, resource));
    say(done ? "Resumed." : "It was not paused.");
  }

  private void say(String what) {
    if (options.format() == Format.TEXT) {
      out.println(what);
    }
  }

  private void print(SendingStatus all) {
    if (all.connections().isEmpty()) {
      out.println("Nothing waits to be sent, and no process sends.");
    }
    for (ConnectionName name : all.connections()) {
      SendingStatus status = all.of(name);
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

  private static ArrayNode json(SendingStatus all) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    all.connections().forEach(name -> list.add(all.json(name)));
    return list;
  }
}

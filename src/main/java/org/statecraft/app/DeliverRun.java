package org.statecraft.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;
import org.statecraft.admin.SendingDesk;
import org.statecraft.admin.SendingStatus;
import org.statecraft.cli.DeliverOptions;
import org.statecraft.cli.Format;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;

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
        database.make(options.by(), desk.pausing(name, resource, options.reason(), options.by()));
    say(done ? "Paused." : "It was paused before.");
  }

  private void resume(ConnectionName name) {
    boolean done = database.make(options.by(), desk.resuming(name, resource));
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
    SendingText text = new SendingText(out, clock);
    for (ConnectionName name : all.connections()) {
      out.println(name);
      text.print(all.of(name));
    }
  }

  private static ArrayNode json(SendingStatus all) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    all.connections().forEach(name -> list.add(all.json(name)));
    return list;
  }
}

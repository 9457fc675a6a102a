package org.statecraft.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.statecraft.admin.PlanJson;
import org.statecraft.admin.ShadowDesk;
import org.statecraft.cli.Commands;
import org.statecraft.cli.Format;
import org.statecraft.cli.PackCommands.ShadowOptions;
import org.statecraft.connections.Connection;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.shadow.Shadow;
import org.statecraft.shadow.ShadowStore.Sample;

/** Carries out {@code statecraft packs shadow}. Blocking. */
final class ShadowRun {

  private final ShadowOptions options;
  private final PrintWriter out;
  private final InstantSource clock;

  ShadowRun(ShadowOptions options, PrintWriter out, InstantSource clock) {
    this.options = options;
    this.out = out;
    this.clock = clock;
  }

  int run() throws IOException {
    OpenedSetting setting = OpenedSetting.read(options.config(), options.settings());
    Optional<Connection> connection = options.connection().map(setting::connection);
    try (CommandDatabase database = CommandDatabase.open(setting.config().database(), clock)) {
      ShadowDesk desk = new ShadowDesk(database.database());
      int code =
          switch (options.action()) {
            case SHOW -> show(database, desk, connection.map(Connection::name));
            case START -> start(database, desk, connection.orElseThrow());
            case STOP -> stop(database, desk, connection.orElseThrow().name());
          };
      out.flush();
      return code;
    }
  }

  private int start(CommandDatabase database, ShadowDesk desk, Connection connection)
      throws IOException {
    PackFolders folder = PackFolders.of(options.folder().orElseThrow(), Optional.empty());
    if (!folder.pack().equals(connection.pack())) {
      throw new StartFailure(
          connection.name() + " uses the pack " + connection.pack() + ", not " + folder.pack());
    }
    ShadowDesk.Prepared prepared =
        ShadowDesk.prepare(connection, folder.rules(), folder.descriptors());
    database.make(options.by(), desk.starting(prepared, options.by()));
    out.println(
        "Revision "
            + prepared.revision()
            + " decides silently on "
            + connection.name()
            + " about what changes from now on; 'packs shadow' tells what it would do"
            + " otherwise.");
    return Commands.DONE;
  }

  private int stop(CommandDatabase database, ShadowDesk desk, ConnectionName connection) {
    database.make(options.by(), desk.stopping(connection));
    out.println("Stopped.");
    return Commands.DONE;
  }

  private int show(CommandDatabase database, ShadowDesk desk, Optional<ConnectionName> connection) {
    List<Shadow> shadows = database.await(desk.list(connection));
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Shadow each : shadows) {
      List<Sample> samples =
          database.await(desk.samples(each.connection(), Optional.empty(), options.samples()));
      if (options.format() == Format.JSON) {
        ObjectNode one = ShadowDesk.json(each);
        ArrayNode list = one.putArray("latest");
        samples.forEach(sample -> list.add(ShadowDesk.json(sample)));
        all.add(one);
      } else {
        print(each, samples);
      }
    }
    if (options.format() == Format.JSON) {
      out.println(all.toPrettyString());
    } else if (shadows.isEmpty()) {
      out.println("Nothing decides silently.");
    }
    return Commands.DONE;
  }

  private void print(Shadow shadow, List<Sample> samples) {
    out.println(
        "%s: revision %s of %s decides silently since %s, by %s"
            .formatted(
                shadow.connection(),
                shadow.revision(),
                shadow.pack(),
                shadow.startedAt(),
                shadow.startedBy()));
    out.println(
        "  %,d students compared, %,d of them differ, with %,d differences; %,d failed, %,d skipped"
            .formatted(
                shadow.counts().students(),
                shadow.counts().differing(),
                shadow.differences(),
                shadow.counts().failures(),
                shadow.counts().skipped()));
    if (!shadow.lastFailure().isEmpty()) {
      out.println("  failed last: " + shadow.lastFailure());
    }
    for (Sample each : samples) {
      out.println(
          "  %s %s %s%s"
              .formatted(
                  each.change().kind().words(),
                  PlanJson.resource(each.change()).get(0),
                  each.change().subject(),
                  each.change().student().map(id -> ", student " + id).orElse("")));
      out.println("    " + each.change().reason());
    }
  }
}

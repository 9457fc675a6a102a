package org.statecraft.app;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.statecraft.admin.Status;
import org.statecraft.admin.StatusDesk;
import org.statecraft.cli.Commands;
import org.statecraft.cli.Format;
import org.statecraft.cli.StatusOptions;
import org.statecraft.events.EventState;
import org.statecraft.events.QueueDepth;

/** Carries out {@code statecraft status}. Blocking. */
final class StatusRun {

  private final StatusOptions options;
  private final PrintWriter out;
  private final InstantSource clock;

  StatusRun(StatusOptions options, PrintWriter out, InstantSource clock) {
    this.options = options;
    this.out = out;
    this.clock = clock;
  }

  int run() {
    OpenedSetting setting = OpenedSetting.read(options.config(), options.settings());
    try (CommandDatabase database = CommandDatabase.open(setting.config().database(), clock)) {
      Status status =
          database.await(
              new StatusDesk(database.vertx(), database.database(), clock)
                  .status(setting.connections()));
      if (options.format() == Format.JSON) {
        out.println(status.json().toPrettyString());
      } else {
        status.connections().forEach(this::print);
        status.packs().forEach(this::print);
      }
      out.flush();
      return Commands.DONE;
    }
  }

  private void print(Status.OfConnection each) {
    out.println(each.connection().name() + ", pack " + each.connection().pack());
    new SendingText(out, clock).print(each.sending());
    out.println("  to be decided: " + words(each.events()));
    out.println(
        "  open errors: %,d of %,d root causes".formatted(each.entries(), each.errors().size()));
    each.shadow()
        .ifPresent(
            shadow ->
                out.println(
                    "  shadow: revision %s since %s, %,d students compared, %,d differ"
                        .formatted(
                            shadow.revision(),
                            shadow.startedAt(),
                            shadow.counts().students(),
                            shadow.counts().differing())));
    each.lastRun()
        .ifPresent(
            run ->
                out.println(
                    "  last run: %s %d, %s, by %s, begun %s%s"
                        .formatted(
                            run.kind().word(),
                            run.id(),
                            run.state().word(),
                            run.requestedBy(),
                            run.createdAt(),
                            run.problem().map(problem -> ": " + problem).orElse(""))));
  }

  private static String words(QueueDepth depth) {
    String words =
        Arrays.stream(EventState.values())
            .filter(state -> depth.entries().getOrDefault(state, 0L) > 0)
            .map(state -> "%s %,d".formatted(state.word(), depth.entries().get(state)))
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "nobody" : words;
  }

  private void print(Status.OfPack each) {
    out.println(
        "pack "
            + each.pack()
            + ": "
            + each.inForce()
                .map(it -> "revision " + it.revision() + " in force since " + it.liveAt())
                .orElse("no revision was in force yet"));
    each.refusal()
        .ifPresent(
            refusal -> {
              out.println("  the files on disk are not in force, since " + refusal.at() + ":");
              refusal.problems().forEach(line -> out.println("    " + line));
            });
  }
}

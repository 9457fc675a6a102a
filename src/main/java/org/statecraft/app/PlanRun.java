package org.statecraft.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.statecraft.admin.KeptRules;
import org.statecraft.admin.PackPlan;
import org.statecraft.cases.PackCheck;
import org.statecraft.cli.PlanOptions;
import org.statecraft.config.Problems;
import org.statecraft.connections.Connection;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.preview.Preview;
import org.statecraft.reload.KeptPack;
import org.statecraft.rules.RuleSet;

/** Carries out {@code statecraft plan}. Blocking. */
final class PlanRun {

  static final int NOTHING = 0;
  static final int SOMETHING = 1;
  static final int CANNOT_BE_TOLD = 2;

  /** How often a person at a screen is told how far it is. */
  private static final Duration TELL_EVERY = Duration.ofSeconds(2);

  private final PlanOptions options;
  private final PrintWriter out;
  private final PrintWriter err;
  private final InstantSource clock;

  PlanRun(PlanOptions options, PrintWriter out, PrintWriter err, InstantSource clock) {
    this.options = options;
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  int run() throws IOException {
    PackFolders folder = PackFolders.of(options.folder(), options.descriptors());
    String name = folder.pack();
    Problems problems = new Problems();
    ResourceSchemas schemas = ResourceSchemas.load(folder.rules().resolve("schema"), problems);
    Optional<RuleSet> edited =
        new PackCheck(new PackReader(folder.rules(), folder.descriptors()), schemas)
            .check(name, problems)
            .flatMap(PackCheck.Checked::rules);
    if (!problems.isEmpty() || edited.isEmpty()) {
      new ProblemReport().print(problems.list(), "", out);
      out.flush();
      return CANNOT_BE_TOLD;
    }
    OpenedSetting setting = OpenedSetting.read(options.config(), options.settings());
    List<Connection> connections = connections(setting, name);
    try (CommandDatabase database = CommandDatabase.open(setting.config().database(), clock)) {
      KeptPack kept =
          new KeptRules(database.database(), database::await)
              .find(name, Optional.empty(), () -> Rules.onDisk(name, setting.config().paths()));
      List<Preview> previews =
          new PackPlan(database.database(), database::await)
              .preview(kept, edited.get(), schemas, connections, this::progress);
      return tell(name, edited.get().revision(), previews);
    }
  }

  private List<Connection> connections(OpenedSetting setting, String pack) {
    List<Connection> chosen =
        options.connections().isEmpty()
            ? setting.connections().stream().filter(each -> each.pack().equals(pack)).toList()
            : options.connections().stream().map(setting::connection).toList();
    for (Connection each : chosen) {
      if (!each.pack().equals(pack)) {
        throw new StartFailure(
            "the connection " + each.name() + " uses the pack " + each.pack() + ", not " + pack);
      }
    }
    if (chosen.isEmpty()) {
      throw new StartFailure(
          "no connection in '"
              + setting.config().paths().connections()
              + "' uses the pack "
              + pack
              + "; --config names the settings of another server");
    }
    return chosen;
  }

  private BiConsumer<Long, Long> progress(Connection connection) {
    return new Progress(connection.name().value(), clock.instant())::tell;
  }

  /** Tells a person how far it is. */
  private final class Progress {

    private final String connection;
    private final Instant begun;
    private Instant told;

    Progress(String connection, Instant begun) {
      this.connection = connection;
      this.begun = begun;
      this.told = begun;
    }

    synchronized void tell(long done, long all) {
      if (done >= all || Duration.between(told, clock.instant()).compareTo(TELL_EVERY) > 0) {
        line(done, all);
      }
    }

    private void line(long done, long all) {
      told = clock.instant();
      double seconds = Math.max(0.001, Duration.between(begun, told).toMillis() / 1e3);
      err.println(
          "%s: %,d of %,d students, %.1f s, %,.0f/s"
              .formatted(connection, done, Math.max(done, all), seconds, done / seconds));
      err.flush();
    }
  }

  private int tell(String pack, String revision, List<Preview> previews) throws IOException {
    PlanText text = new PlanText(out, options.samples());
    previews.forEach(text::print);
    Path file = options.out().orElse(Path.of("plan-" + pack + "-" + revision + ".json"));
    Files.writeString(
        file, PlanText.json(pack, previews).toPrettyString() + "\n", StandardCharsets.UTF_8);
    out.println("All changes are in " + file);
    out.flush();
    return previews.stream().allMatch(Preview::isEmpty) ? NOTHING : SOMETHING;
  }
}

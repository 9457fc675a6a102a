package org.statecraft.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.statecraft.admin.PreferenceDesk;
import org.statecraft.admin.YamlJson;
import org.statecraft.cli.Commands;
import org.statecraft.cli.PreferenceTask;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;
import org.statecraft.connections.Author;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.PreferenceDiff;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.connections.SeedReader;
import org.statecraft.db.Database;
import org.statecraft.packs.Preference;
import org.statecraft.packs.RulePack;
import org.statecraft.preferences.CodeListing;
import org.statecraft.preferences.OutcomeReport;
import org.statecraft.preferences.PreferenceCopy;
import org.statecraft.preferences.PreferenceOutcome;
import org.statecraft.preferences.Report;
import org.statecraft.preferences.UnmappedValues;
import org.statecraft.rows.RowStore;

/** Carries out {@code statecraft preferences}. */
final class PreferenceCommands {

  private final PrintWriter out;
  private final InstantSource clock;

  PreferenceCommands(PrintWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /**
   * Does what is asked for; blocking.
   *
   * @return the exit code, see {@link Commands}
   * @throws RuntimeException with a message for a person
   */
  int run(PreferenceTask task) {
    PreferenceTask.Target target = task.target();
    ConnectionSetting setting =
        ConnectionSetting.read(target.config(), target.settings(), target.connection());
    if (task instanceof PreferenceTask.Codes codes) {
      return show(task, new CodeListing(chosen(setting.pack(), codes.preference())));
    }
    if (task instanceof PreferenceTask.Import asked) {
      return importFile(setting, asked);
    }
    if (task instanceof PreferenceTask.Copy asked) {
      return copy(setting, asked);
    }
    RulePack pack = setting.pack();
    return inDatabase(
        setting,
        database ->
            task instanceof PreferenceTask.Unmapped unmapped
                ? new UnmappedValues(database, new RowStore(), new PreferenceStore())
                    .report(setting.connection(), pack, unmapped.onlyInYear())
                    .map(report -> show(task, report))
                : new PreferenceDesk(database)
                    .choices(setting.connection(), pack)
                    .map(report -> show(task, report)));
  }

  private static List<Preference> chosen(RulePack pack, Optional<String> name) {
    if (name.isEmpty()) {
      return pack.preferences();
    }
    List<String> names = pack.preferences().stream().map(Preference::name).toList();
    return List.of(
        pack.preference(name.get())
            .orElseThrow(
                () ->
                    new StartFailure(
                        "the pack "
                            + pack.name()
                            + " has no preference '"
                            + name.get()
                            + "'"
                            + DidYouMean.hint(name.get(), names))));
  }

  private int importFile(ConnectionSetting setting, PreferenceTask.Import asked) {
    RulePack pack = setting.pack();
    Wanted wanted = read(asked.file(), pack);
    PreferenceDesk.Asked edit =
        PreferenceDesk.Asked.toward(
            setting.connection(),
            pack,
            wanted.asked(),
            wanted.seed(),
            asked.whole()
                ? PreferenceDiff.Removal.EVERYTHING
                : PreferenceDiff.Removal.WITHIN_PREFERENCES);
    try (CommandDatabase database = open(setting)) {
      return change(
          database, asked, edit, asked.plan(), new Author(asked.by(), Author.Origin.IMPORT));
    }
  }

  private int change(
      CommandDatabase database,
      PreferenceTask task,
      PreferenceDesk.Asked asked,
      boolean planOnly,
      Author author) {
    PreferenceDesk desk = new PreferenceDesk(database.database());
    PreferenceOutcome outcome =
        planOnly
            ? database.await(desk.plan(asked))
            : database.make(author.name(), desk.changing(asked, author));
    show(task, new OutcomeReport(outcome));
    return outcome.isRefused() ? Commands.FAILED : Commands.DONE;
  }

  /** What a file wants, as it stands there and as it is carried out. */
  private record Wanted(JsonNode asked, ConnectionSeed seed) {}

  /** A file to import; all that is wrong with it is told at once. */
  private static Wanted read(Path file, RulePack pack) {
    Problems problems = new Problems();
    if (!Files.exists(file)) {
      problems.add(Place.of(file.toString()), "there is no such file");
      problems.throwIfAny();
    }
    YamlNode root = YamlFile.read(file, problems);
    if (root.isEmpty() && problems.isEmpty()) {
      root.problem("there is nothing to import; write 'resources:' or 'mappings:'");
    }
    ConnectionSeed seed = SeedReader.readFile(root);
    seed.check(pack, problems);
    problems.throwIfAny();
    return new Wanted(YamlJson.tree(root), seed);
  }

  private int copy(ConnectionSetting setting, PreferenceTask.Copy asked) {
    Connection from = setting.connection();
    Connection to =
        asked.to().map(setting::other).orElseGet(() -> ofNextYear(setting.connections(), from));
    if (!to.district().equals(from.district()) || to.name().equals(from.name())) {
      throw new StartFailure(
          "copy to another connection of the same district; '"
              + to.name()
              + "' is of the district '"
              + to.district()
              + "'");
    }
    RulePack pack = setting.packOf(to);
    PreferenceCopy copy = new PreferenceCopy(setting.pack(), pack, asked.overwrite());
    JsonNode words =
        JsonNodeFactory.instance
            .objectNode()
            .put("from", from.name().value())
            .put("overwrite", asked.overwrite());
    try (CommandDatabase database = open(setting)) {
      ResourcePreferences source =
          database.await(new PreferenceStore().load(database.database(), from.name()));
      return change(
          database,
          asked,
          new PreferenceDesk.Asked(
              "copyPreferences", to, pack, words, current -> copy.edit(source, current)),
          asked.plan(),
          new Author(asked.by(), Author.Origin.COPY));
    }
  }

  private static Connection ofNextYear(List<Connection> connections, Connection from) {
    int next = from.schoolYear().endYear() + 1;
    List<Connection> found =
        connections.stream()
            .filter(each -> each.district().equals(from.district()))
            .filter(each -> each.schoolYear().endYear() == next)
            .toList();
    if (found.size() != 1) {
      throw new StartFailure(
          (found.isEmpty() ? "no connection" : "more than one connection")
              + " of the district '"
              + from.district()
              + "' is for the school year "
              + next
              + "; name the one to copy to");
    }
    return found.get(0);
  }

  private int inDatabase(ConnectionSetting setting, Function<Database, Future<Integer>> work) {
    try (CommandDatabase opened = open(setting)) {
      return opened.await(work.apply(opened.database()));
    }
  }

  private CommandDatabase open(ConnectionSetting setting) {
    return CommandDatabase.open(setting.config().database(), clock);
  }

  private int show(PreferenceTask task, Report report) {
    out.print(task.target().json() ? report.jsonText() : report.text());
    out.flush();
    return Commands.DONE;
  }
}

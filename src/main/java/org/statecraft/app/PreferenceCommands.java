package org.statecraft.app;

import io.vertx.core.Future;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
import org.statecraft.connections.ResyncDueStore;
import org.statecraft.connections.SeedReader;
import org.statecraft.db.Database;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.identity.IdentityStore;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.packs.Preference;
import org.statecraft.packs.RulePack;
import org.statecraft.preferences.CodeListing;
import org.statecraft.preferences.OutcomeReport;
import org.statecraft.preferences.PreferenceCopy;
import org.statecraft.preferences.PreferenceEdit;
import org.statecraft.preferences.PreferenceEditor;
import org.statecraft.preferences.PreferenceExport;
import org.statecraft.preferences.PreferenceOutcome;
import org.statecraft.preferences.Report;
import org.statecraft.preferences.UnmappedValues;
import org.statecraft.rows.RowStore;

/** Carries out {@code statecraft preferences}. */
final class PreferenceCommands {

  private final PrintWriter out;
  private final InstantSource clock;
  private final PreferenceStore preferences = new PreferenceStore();
  private final RowStore rows = new RowStore();

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
                ? new UnmappedValues(database, rows, preferences)
                    .report(setting.connection(), pack, unmapped.onlyInYear())
                    .map(report -> show(task, report))
                : export(database, setting.connection(), pack).map(report -> show(task, report)));
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

  private Future<PreferenceExport> export(Database database, Connection connection, RulePack pack) {
    return preferences
        .load(database, connection.name())
        .compose(
            chosen ->
                new ResyncDueStore()
                    .list(database, connection.name())
                    .map(waiting -> new PreferenceExport(connection, pack, chosen, waiting)));
  }

  private int importFile(ConnectionSetting setting, PreferenceTask.Import asked) {
    RulePack pack = setting.pack();
    ConnectionSeed wanted = read(asked.file(), pack);
    PreferenceDiff.Removal removal =
        asked.whole()
            ? PreferenceDiff.Removal.EVERYTHING
            : PreferenceDiff.Removal.WITHIN_PREFERENCES;
    Function<ResourcePreferences, PreferenceEdit> edit =
        current -> new PreferenceEdit(PreferenceDiff.toward(current, wanted, removal));
    return inDatabase(
        setting,
        database ->
            (asked.plan()
                    ? editor(database).plan(setting.connection(), pack, edit)
                    : editor(database)
                        .change(
                            setting.connection(),
                            pack,
                            edit,
                            new Author(asked.by(), Author.Origin.IMPORT)))
                .map(outcome -> show(asked, outcome)));
  }

  /** A file to import; all that is wrong with it is told at once. */
  private static ConnectionSeed read(Path file, RulePack pack) {
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
    return seed;
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
    return inDatabase(
        setting,
        database ->
            preferences
                .load(database, from.name())
                .compose(
                    source ->
                        asked.plan()
                            ? editor(database).plan(to, pack, current -> copy.edit(source, current))
                            : editor(database)
                                .change(
                                    to,
                                    pack,
                                    current -> copy.edit(source, current),
                                    new Author(asked.by(), Author.Origin.COPY)))
                .map(outcome -> show(asked, outcome)));
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

  private PreferenceEditor editor(Database database) {
    return new PreferenceEditor(
        database, preferences, new OutboxStore(new IdentityStore(), new ErrorStore()), rows);
  }

  private int inDatabase(ConnectionSetting setting, Function<Database, Future<Integer>> work) {
    try (CommandDatabase opened = CommandDatabase.open(setting.config().database(), clock)) {
      return opened.await(work.apply(opened.database()));
    }
  }

  private int show(PreferenceTask task, PreferenceOutcome outcome) {
    show(task, new OutcomeReport(outcome));
    return outcome.isRefused() ? Commands.FAILED : Commands.DONE;
  }

  private int show(PreferenceTask task, Report report) {
    out.print(task.target().json() ? report.jsonText() : report.text());
    out.flush();
    return Commands.DONE;
  }
}

package org.statecraft.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.statecraft.admin.RunChanges;
import org.statecraft.admin.TombstoneDesk;
import org.statecraft.cli.Commands;
import org.statecraft.cli.ResyncTask;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.resync.ResyncRun;
import org.statecraft.resync.ResyncRunner;
import org.statecraft.resync.ResyncScope;
import org.statecraft.resync.ResyncSubject;

/** Carries out {@code statecraft delete}. Blocking. */
final class DeleteCommands {

  private final BufferedReader in;
  private final PrintWriter out;
  private final PrintWriter err;
  private final InstantSource clock;

  DeleteCommands(BufferedReader in, PrintWriter out, PrintWriter err, InstantSource clock) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  /** Does what is asked for; the exit code is that of {@link Commands}. */
  int run(ResyncTask task) throws IOException {
    if (task instanceof ResyncTask.Tombstones asked) {
      return tombstones(asked);
    }
    return task instanceof ResyncTask.Lift asked ? lift(asked) : delete((ResyncTask.Delete) task);
  }

  private int delete(ResyncTask.Delete asked) throws IOException {
    ResyncScope scope = scope(asked);
    ConnectionSetting setting = setting(asked.place(), asked.connection()).withCredentials();
    try (CommandDatabase database = CommandDatabase.open(setting.config().database(), clock)) {
      ResyncSubject subject = RunParts.subject(setting, database, scope);
      ResyncRunner runner = RunParts.runner(database, clock, err);
      RunChanges.Asked words =
          new RunChanges.Asked(
              setting.connection().name(), scope, RunParts.most(asked.allowedDeletes()));
      ResyncRun run =
          RunParts.withClient(
              setting,
              database,
              clock,
              client ->
                  database.make(
                      asked.by(),
                      RunChanges.planningDelete(
                          words,
                          asked.tombstone(),
                          () ->
                              runner.planDelete(
                                  subject,
                                  scope,
                                  asked.tombstone(),
                                  asked.by(),
                                  words.allowedDeletes().orElse(null),
                                  client)),
                      RunParts.LIMIT));
      asked.out().ifPresent(file -> RunParts.write(file, database, runner, run));
      RunReport planned = RunParts.report(database, runner, run);
      if (asked.planOnly() || planned.isStopped() || planned.isEmpty()) {
        return RunParts.show(asked.place(), planned, out);
      }
      if (!confirmed(asked, planned)) {
        err.println("Not confirmed; nothing was done.");
        return Commands.FAILED;
      }
      ResyncRun done =
          database.make(
              asked.by(),
              RunChanges.applying(run, Optional.empty(), () -> runner.apply(run, subject, true)));
      return RunParts.show(asked.place(), RunParts.report(database, runner, done), out);
    }
  }

  /** The name of the connection, typed, is the word. */
  private boolean confirmed(ResyncTask.Delete asked, RunReport planned) throws IOException {
    err.print(planned.text());
    err.println(
        asked.tombstone()
            ? "They stay away until 'delete lift' lifts their tombstones."
            : "They are sent again when their student changes or is resynced and Campus still wants"
                + " them; --tombstone keeps them away.");
    err.print("Type the name of the connection to delete them: ");
    err.flush();
    String typed = in.readLine();
    return typed != null && typed.strip().equals(asked.connection());
  }

  private static ResyncScope scope(ResyncTask.Delete asked) {
    List<String> students = new ArrayList<>(asked.students());
    asked.studentsFile().ifPresent(file -> students.addAll(lines(file)));
    if (asked.studentsFile().isPresent() && students.isEmpty()) {
      throw new StartFailure(asked.studentsFile().get() + " names no student");
    }
    return ResyncScope.ofDelete(
        asked.resources().stream().map(ResourceName::new).toList(),
        students,
        asked.records().stream().map(DeleteCommands::key).toList(),
        new TreeMap<>(asked.filters()));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (NoSuchFileException e) {
      throw new StartFailure("there is no file " + file, e);
    } catch (IOException e) {
      throw new StartFailure(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** A natural key in its one form; anything else is an id. */
  private static String key(String typed) {
    return typed.startsWith("{") ? CanonicalJson.write(CanonicalJson.read(typed)) : typed;
  }

  private int tombstones(ResyncTask.Tombstones asked) {
    ConnectionSetting setting = setting(asked.place(), asked.connection());
    try (CommandDatabase database = CommandDatabase.open(setting.config().database(), clock)) {
      ConnectionName name = setting.connection().name();
      return RunParts.show(
          asked.place(),
          new TombstoneReport(
              name, database.await(new TombstoneDesk(database.database()).list(name))),
          out);
    }
  }

  private int lift(ResyncTask.Lift asked) {
    ConnectionSetting setting = setting(asked.place(), asked.connection());
    ConnectionName name = setting.connection().name();
    List<String> keys = asked.records().stream().map(DeleteCommands::key).toList();
    try (CommandDatabase database = CommandDatabase.open(setting.config().database(), clock)) {
      int lifted =
          database.make(
              asked.by(),
              new TombstoneDesk(database.database())
                  .lifting(name, asked.all(), keys, asked.students()));
      out.println("Tombstones lifted: %,d.".formatted(lifted));
      out.flush();
      return lifted == 0 ? Commands.FAILED : Commands.DONE;
    }
  }

  private static ConnectionSetting setting(ResyncTask.Place place, String connection) {
    return ConnectionSetting.read(place.config(), place.settings(), connection);
  }
}

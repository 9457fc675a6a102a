package org.statecraft.app;

import io.vertx.core.Future;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.statecraft.cli.Commands;
import org.statecraft.cli.ResyncTask;
import org.statecraft.deliver.DeliverConfig;
import org.statecraft.deliver.EdFiClient;
import org.statecraft.preferences.Report;
import org.statecraft.resync.ResyncRun;
import org.statecraft.resync.ResyncRunner;
import org.statecraft.resync.ResyncScope;
import org.statecraft.resync.ResyncSubject;

/** What the commands that make and do plans have in common. Blocking. */
final class RunParts {

  /** Reading an API with millions of records, slowly. */
  static final Duration LIMIT = Duration.ofDays(2);

  private RunParts() {}

  /** Does something with a client of the connection's API, and closes it. */
  static <T> T withClient(
      ConnectionSetting setting,
      CommandDatabase database,
      InstantSource clock,
      Function<EdFiClient, T> work) {
    EdFiClient client =
        EdFiClient.open(database.vertx(), setting.connection(), DeliverConfig.defaults(), clock);
    try {
      return work.apply(client);
    } finally {
      client.close();
    }
  }

  /** How many deletes a person allows; empty for the usual ceiling. */
  static Optional<Long> most(OptionalLong allowed) {
    return allowed.isPresent() ? Optional.of(allowed.getAsLong()) : Optional.empty();
  }

  static ResyncRunner runner(CommandDatabase database, InstantSource clock, PrintWriter err) {
    return new ResyncRunner(database.vertx(), database.database(), clock, new ResyncProgress(err));
  }

  static ResyncSubject subject(
      ConnectionSetting setting, CommandDatabase database, ResyncScope scope) {
    Rules rules = Rules.load(setting.config().paths(), List.of(setting.file())).await();
    ResyncSubject subject =
        database.await(
            ResyncSubject.of(
                database.database(),
                setting.connection(),
                rules.ruleSets().of(setting.connection()),
                rules.schemas(),
                scope));
    List<String> unknown = subject.unknown(scope);
    if (!unknown.isEmpty()) {
      throw new StartFailure(String.join("; ", unknown));
    }
    return subject;
  }

  static Future<RunReport> reportOf(ResyncRunner runner, ResyncRun run) {
    return runner.summary(run).map(lines -> new RunReport(run, lines));
  }

  static RunReport report(CommandDatabase database, ResyncRunner runner, ResyncRun run) {
    return database.await(reportOf(runner, run));
  }

  /** A file of its own, that only its owner reads: it holds student data. */
  static void write(Path file, CommandDatabase database, ResyncRunner runner, ResyncRun run) {
    try (BufferedWriter writer = new PlanOutput(file).open()) {
      database.await(
          runner.write(
              run,
              line -> {
                try {
                  writer.write(line);
                  writer.write('\n');
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }));
    } catch (UncheckedIOException | IOException e) {
      throw new StartFailure("the plan cannot be written to " + file + ": " + e.getMessage(), e);
    }
  }

  /** Shows a report; a run that needs a person counts as failed. */
  static int show(ResyncTask.Place place, Report report, PrintWriter out) {
    out.print(place.json() ? report.jsonText() : report.text());
    out.flush();
    return report instanceof RunReport run && run.isStopped() ? Commands.FAILED : Commands.DONE;
  }
}

package org.statecraft.app;

import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.statecraft.admin.RunChanges;
import org.statecraft.cli.Commands;
import org.statecraft.cli.ResyncTask;
import org.statecraft.config.Environment;
import org.statecraft.config.Problems;
import org.statecraft.config.ServerConfig;
import org.statecraft.deliver.ConnectionFault;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.preferences.Report;
import org.statecraft.resync.PlanFile;
import org.statecraft.resync.ReadRefused;
import org.statecraft.resync.ResyncRun;
import org.statecraft.resync.ResyncRunner;
import org.statecraft.resync.ResyncScope;
import org.statecraft.resync.ResyncSubject;
import org.statecraft.resync.RunState;
import org.statecraft.resync.ScopeUnknown;

/** Carries out {@code statecraft resync} and {@code statecraft apply}. Blocking. */
final class ResyncCommands {

  private final BufferedReader in;
  private final PrintWriter out;
  private final PrintWriter err;
  private final InstantSource clock;

  ResyncCommands(BufferedReader in, PrintWriter out, PrintWriter err, InstantSource clock) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  /**
   * Does what is asked for.
   *
   * @return the exit code, see {@link Commands}
   * @throws RuntimeException with a message for a person
   */
  int run(ResyncTask task) throws IOException {
    try {
      if (task instanceof ResyncTask.History history) {
        return history(history);
      }
      if (task instanceof ResyncTask.Apply apply) {
        return apply(apply);
      }
      return task instanceof ResyncTask.Resync resync
          ? resync(resync)
          : new DeleteCommands(in, out, err, clock).run(task);
    } catch (ScopeUnknown | ReadRefused | ConnectionFault e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }

  // --- resync

  private int resync(ResyncTask.Resync asked) {
    ConnectionSetting setting =
        ConnectionSetting.read(asked.place().config(), asked.place().settings(), asked.connection())
            .withCredentials();
    ResyncScope scope = scope(asked);
    try (CommandDatabase database = CommandDatabase.open(setting.config().database(), clock)) {
      ResyncSubject subject = RunParts.subject(setting, database, scope);
      ResyncRunner runner = RunParts.runner(database, clock, err);
      if (!subject.switchedOff(scope).isEmpty()) {
        throw new StartFailure("switched off, so nothing is sent of " + subject.switchedOff(scope));
      }
      if (!subject.waiting().isEmpty()) {
        err.println(
            "changed mappings that this run does not put into force: "
                + String.join(", ", subject.waiting())
                + "; that takes --all-schools with all resources that use them");
      }
      ResyncRun planned = plan(setting, asked, scope, database, runner, subject);
      asked.out().ifPresent(file -> RunParts.write(file, database, runner, planned));
      ResyncRun last =
          asked.planOnly()
              ? planned
              : database.make(
                  asked.by(),
                  RunChanges.applying(
                      planned, Optional.empty(), () -> runner.apply(planned, subject, false)),
                  RunParts.LIMIT);
      return show(asked.place(), RunParts.report(database, runner, last));
    }
  }

  private static ResyncScope scope(ResyncTask.Resync asked) {
    return new ResyncScope(
        asked.resources().stream().map(ResourceName::new).toList(),
        asked.schools(),
        asked.students(),
        asked.cause(),
        asked.allSchools());
  }

  private ResyncRun plan(
      ConnectionSetting setting,
      ResyncTask.Resync asked,
      ResyncScope scope,
      CommandDatabase database,
      ResyncRunner runner,
      ResyncSubject subject) {
    Duration pause =
        asked.pagesPerSecond() == 0
            ? Duration.ZERO
            : Duration.ofSeconds(1).dividedBy(asked.pagesPerSecond());
    RunChanges.Asked words =
        new RunChanges.Asked(
            setting.connection().name(), scope, RunParts.most(asked.allowedDeletes()));
    return RunParts.withClient(
        setting,
        database,
        clock,
        client ->
            database.make(
                asked.by(),
                RunChanges.planningResync(
                    words,
                    () ->
                        begun(asked, words, runner, subject)
                            .compose(run -> runner.plan(run, subject, client, pause))),
                RunParts.LIMIT));
  }

  /** A run that was stopped goes on, unless it is to be begun anew. */
  private Future<ResyncRun> begun(
      ResyncTask.Resync asked, RunChanges.Asked words, ResyncRunner runner, ResyncSubject subject) {
    return runner
        .stopped(subject, words.scope())
        .compose(
            stopped ->
                stopped
                    .filter(run -> !asked.fresh() || run.state() == RunState.APPLYING)
                    .map(run -> goneOnWith(run, asked.planOnly()))
                    .orElseGet(
                        () ->
                            runner.open(
                                subject,
                                words.scope(),
                                asked.by(),
                                words.allowedDeletes().orElse(null))));
  }

  private Future<ResyncRun> goneOnWith(ResyncRun run, boolean planOnly) {
    err.println(
        "going on with run "
            + run.id()
            + ", begun "
            + run.createdAt()
            + " by "
            + run.requestedBy());
    return run.state() == RunState.APPLYING && planOnly
        ? Future.failedFuture(
            new StartFailure(
                "run "
                    + run.id()
                    + " was stopped while it was handed to delivery; go on with it first, by the"
                    + " same command without --plan"))
        : Future.succeededFuture(run);
  }

  // --- apply

  private int apply(ResyncTask.Apply asked) throws IOException {
    PlanFile file = read(asked.file());
    ConnectionSetting setting =
        ConnectionSetting.read(
            asked.place().config(), asked.place().settings(), file.connection().value());
    try (CommandDatabase database = CommandDatabase.open(setting.config().database(), clock)) {
      ResyncRunner runner = RunParts.runner(database, clock, err);
      ResyncRun run =
          database
              .await(runner.find(file.run()))
              .filter(found -> found.connection().equals(file.connection()))
              .filter(found -> found.planHash().equals(Optional.of(file.hash())))
              .orElseThrow(
                  () ->
                      new StartFailure(
                          "this database has no such plan; it was made in another one, or anew"));
      ResyncSubject subject = RunParts.subject(setting, database, run.scope());
      Optional<Long> most = RunParts.most(asked.allowedDeletes());
      ResyncRun last =
          run.state() == RunState.DONE
              ? run
              : database.make(
                  asked.by(),
                  RunChanges.applying(
                      run,
                      most,
                      () ->
                          most.map(allowed -> runner.allow(run, allowed))
                              .orElseGet(() -> Future.succeededFuture(run))
                              .compose(ready -> runner.apply(ready, subject, true))),
                  RunParts.LIMIT);
      return show(asked.place(), RunParts.report(database, runner, last));
    }
  }

  private static PlanFile read(Path file) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return PlanFile.read(reader);
    } catch (NoSuchFileException e) {
      throw new StartFailure("there is no file " + file, e);
    } catch (IllegalArgumentException e) {
      throw new StartFailure(file + " cannot be used: " + e.getMessage(), e);
    }
  }

  // --- history

  private int history(ResyncTask.History asked) {
    Problems problems = new Problems();
    ServerConfig config =
        ServerConfig.read(
            asked.place().config(),
            asked.place().settings(),
            Environment.ofDatabaseWork(System.getenv()),
            problems);
    problems.throwIfAny();
    try (CommandDatabase database = CommandDatabase.open(config.database(), clock)) {
      List<ResyncRun> runs =
          database.await(
              RunParts.runner(database, clock, err)
                  .latest(
                      asked.connection().map(ConnectionName::new).map(List::of),
                      Optional.empty(),
                      asked.most()));
      return show(asked.place(), new HistoryReport(runs));
    }
  }

  private int show(ResyncTask.Place place, Report report) {
    return RunParts.show(place, report, out);
  }
}

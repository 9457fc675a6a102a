package org.statecraft.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code statecraft resync}. */
@Command(
    name = "resync",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Compares what Campus wants, what is known to be sent and what the Ed-Fi API holds, and puts"
          + " the difference right: missing records are sent again, records that nobody wants are"
          + " deleted, what is in order is left alone. Changed mappings take effect by it.",
      "Where several of --school, --student and --cause are given, all must hold."
    },
    footer = {
      "",
      "Exit codes: 0 planned, or handed to delivery; 1 failed, or refused: nothing was done; 2 wrong"
          + " command line."
    })
final class ResyncCommand implements Callable<Integer> {

  private final Commands commands;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CONNECTION",
      description = "The name of a connection, as its file in config/connections has it.")
  private @Nullable String connection;

  @Mixin private final DatabaseOptions database = new DatabaseOptions();
  @Mixin private final ChangeOptions change = new ChangeOptions();
  @Mixin private final PlanFileOptions plan = new PlanFileOptions();

  @Option(names = "--resource", paramLabel = "<name>", description = "Only this. May be repeated.")
  private final List<String> resources = new ArrayList<>();

  @Option(
      names = "--school",
      paramLabel = "<number>",
      description = "Only students with rows of this school. May be repeated.")
  private final List<String> schools = new ArrayList<>();

  @Option(
      names = "--student",
      paramLabel = "<id>",
      description = "Only this student, by Campus key or an id at the API. May be repeated.")
  private final List<String> students = new ArrayList<>();

  @Option(
      names = "--cause",
      paramLabel = "<cause>",
      description = "Only students with open errors of this root cause, by id or text.")
  private @Nullable String cause;

  @Option(
      names = "--all-schools",
      description = "All students, and records that students share are changed and deleted too.")
  private boolean allSchools;

  @Option(
      names = "--pages-per-second",
      paramLabel = "<n>",
      defaultValue = "20",
      description =
          "The most pages of 500 records read from the API in a second; 0 for no bound. Default:"
              + " ${DEFAULT-VALUE}")
  private int pagesPerSecond;

  @Option(
      names = "--fresh",
      description = "Begins anew where a run that was stopped would go on by itself.")
  private boolean fresh;

  private ResyncCommand(Commands commands) {
    this.commands = commands;
  }

  static CommandLine withSubcommands(Commands commands) {
    return new CommandLine(new ResyncCommand(commands)).addSubcommand(new History(commands));
  }

  @Override
  public Integer call() {
    if (connection == null) {
      throw WrongUse.of(spec, "Name a connection, or say 'history'");
    }
    if (allSchools && (!schools.isEmpty() || !students.isEmpty() || cause != null)) {
      throw WrongUse.of(spec, "--all-schools cannot be limited by --school, --student or --cause");
    }
    if (pagesPerSecond < 0 || pagesPerSecond > 1_000) {
      throw WrongUse.of(spec, "--pages-per-second takes 0 to 1000");
    }
    return commands.resync(
        new ResyncTask.Resync(
            database.place(),
            connection,
            List.copyOf(resources),
            List.copyOf(schools),
            List.copyOf(students),
            Optional.ofNullable(cause),
            allSchools,
            change.plan(),
            plan.out(),
            plan.allowedDeletes(),
            pagesPerSecond,
            fresh,
            change.by()));
  }

  /** {@code statecraft resync history}. */
  @Command(
      name = "history",
      mixinStandardHelpOptions = true,
      description = "Shows the latest runs: who, what, when, counts, and the hash of the plan.")
  static final class History implements Callable<Integer> {

    private final Commands commands;

    @Mixin private final DatabaseOptions database = new DatabaseOptions();

    @Option(names = "--connection", paramLabel = "<name>", description = "Only this connection.")
    private @Nullable String connection;

    @Option(
        names = "--most",
        paramLabel = "<n>",
        defaultValue = "20",
        description = "How many. Default: ${DEFAULT-VALUE}")
    private int most;

    History(Commands commands) {
      this.commands = commands;
    }

    @Override
    public Integer call() {
      return commands.resync(
          new ResyncTask.History(database.place(), Optional.ofNullable(connection), most));
    }
  }
}

package org.statecraft.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** {@code statecraft delete}. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Deletes records that were sent from the Ed-Fi API of a connection, and before them those of"
          + " ours that refer to them. Shows which in which order, and asks for a word.",
      "What is deleted is sent again when its student changes or is resynced and Campus still wants"
          + " it; --tombstone keeps it away.",
      "Where several kinds of options are given, all must hold."
    },
    footer = {
      "",
      "Exit codes: 0 planned, or handed to delivery; 1 failed, refused or not confirmed: nothing was"
          + " done; 2 wrong command line."
    })
final class DeleteCommand implements Callable<Integer> {

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

  @Option(
      names = "--record",
      paramLabel = "<key>",
      description =
          "A record by its id at the API, or its natural key as plans and 'errors' show it.")
  private final List<String> records = new ArrayList<>();

  @Option(
      names = "--student",
      paramLabel = "<id>",
      description = "Records of this student, by Campus key or an id at the API. May be repeated.")
  private final List<String> students = new ArrayList<>();

  @Option(
      names = "--students",
      paramLabel = "<file>",
      description = "Records of the students in a file, an id a line.")
  private @Nullable Path studentsFile;

  @Option(names = "--resource", paramLabel = "<name>", description = "Records of this resource.")
  private final List<String> resources = new ArrayList<>();

  @Option(
      names = "--where",
      paramLabel = "<path=value>",
      description =
          "Records as sent with this value, such as programReference.programName=Welding.")
  private final Map<String, String> filters = new LinkedHashMap<>();

  @Option(names = "--tombstone", description = "Keeps away what is deleted, until it is lifted.")
  private boolean tombstone;

  private DeleteCommand(Commands commands) {
    this.commands = commands;
  }

  static CommandLine withSubcommands(Commands commands) {
    return new CommandLine(new DeleteCommand(commands))
        .addSubcommand(new Tombstones(commands))
        .addSubcommand(new Lift(commands));
  }

  @Override
  public Integer call() {
    if (connection == null) {
      throw WrongUse.of(spec, "Name a connection");
    }
    if (records.isEmpty()
        && students.isEmpty()
        && studentsFile == null
        && resources.isEmpty()
        && filters.isEmpty()) {
      throw WrongUse.of(
          spec, "Say which records, by --record, --student, --students, --resource or --where");
    }
    return commands.resync(
        new ResyncTask.Delete(
            database.place(),
            connection,
            List.copyOf(records),
            List.copyOf(students),
            Optional.ofNullable(studentsFile),
            List.copyOf(resources),
            new LinkedHashMap<>(filters),
            tombstone,
            change.plan(),
            plan.out(),
            plan.allowedDeletes(),
            change.by()));
  }

  /** {@code statecraft delete tombstones}. */
  @Command(
      name = "tombstones",
      mixinStandardHelpOptions = true,
      description = "Shows what is kept away from the API of a connection. It names students.")
  static final class Tombstones implements Callable<Integer> {

    private final Commands commands;

    @Parameters(index = "0", paramLabel = "CONNECTION", description = "The connection.")
    private String connection = "";

    @Mixin private final DatabaseOptions database = new DatabaseOptions();

    Tombstones(Commands commands) {
      this.commands = commands;
    }

    @Override
    public Integer call() {
      return commands.resync(new ResyncTask.Tombstones(database.place(), connection));
    }
  }

  /** {@code statecraft delete lift}. */
  @Command(
      name = "lift",
      mixinStandardHelpOptions = true,
      description = {
        "Lifts tombstones. What Campus wants of the records is sent again with the next change of"
            + " the student, or by a resync."
      })
  static final class Lift implements Callable<Integer> {

    private final Commands commands;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "CONNECTION", description = "The connection.")
    private String connection = "";

    @Mixin private final DatabaseOptions database = new DatabaseOptions();

    @Option(
        names = "--record",
        paramLabel = "<key>",
        description = "Of a record, by its natural key as 'tombstones' shows it.")
    private final List<String> records = new ArrayList<>();

    @Option(
        names = "--student",
        paramLabel = "<key>",
        description = "Of all records of this student, by Campus key.")
    private final List<String> students = new ArrayList<>();

    @Option(names = "--all", description = "All of the connection.")
    private boolean all;

    @Mixin private final AuthorOption author = new AuthorOption();

    Lift(Commands commands) {
      this.commands = commands;
    }

    @Override
    public Integer call() {
      if (!all && records.isEmpty() && students.isEmpty()) {
        throw WrongUse.of(spec, "Say which, by --record or --student, or say --all");
      }
      return commands.resync(
          new ResyncTask.Lift(
              database.place(),
              connection,
              all,
              List.copyOf(records),
              List.copyOf(students),
              author.name()));
    }
  }
}

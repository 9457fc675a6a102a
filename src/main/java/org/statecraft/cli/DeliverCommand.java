package org.statecraft.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.statecraft.cli.DeliverOptions.Action;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code statecraft deliver}. */
@Command(
    name = "deliver",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Shows how the connections are sent on, and stops and resumes sending.",
    footer = {"", "Exit codes: 0 done, 1 the database cannot be used, 2 wrong command line."})
final class DeliverCommand implements Callable<Integer> {

  private final Commands commands;

  @Mixin private final DatabaseOptions database = new DatabaseOptions();

  private DeliverCommand(Commands commands) {
    this.commands = commands;
  }

  static CommandLine withSubcommands(Commands commands) {
    return new CommandLine(new DeliverCommand(commands))
        .addSubcommand(new Status(commands))
        .addSubcommand(new Pause(commands))
        .addSubcommand(new Resume(commands));
  }

  @Override
  public Integer call() {
    return commands.deliver(options(Action.STATUS, database, null, null, "", ""));
  }

  private static DeliverOptions options(
      Action action,
      DatabaseOptions database,
      @Nullable String connection,
      @Nullable String resource,
      String reason,
      String by) {
    return new DeliverOptions(
        action,
        database.config(),
        database.settings(),
        Optional.ofNullable(connection),
        Optional.ofNullable(resource),
        reason,
        by,
        database.format());
  }

  /** {@code statecraft deliver status}. */
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Shows for each connection which processes send, how, and what waits.")
  static final class Status implements Callable<Integer> {

    private final Commands commands;

    @Mixin private final DatabaseOptions database = new DatabaseOptions();

    @Option(names = "--connection", paramLabel = "<name>", description = "Only this connection.")
    private @Nullable String connection;

    Status(Commands commands) {
      this.commands = commands;
    }

    @Override
    public Integer call() {
      return commands.deliver(options(Action.STATUS, database, connection, null, "", ""));
    }
  }

  /** {@code statecraft deliver pause}. */
  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = {
        "Stops sending on a connection, or one resource of it, in all processes, until it is"
            + " resumed. Changes are taken and decided all the while; requests under way end."
      })
  static final class Pause implements Callable<Integer> {

    private final Commands commands;

    @Mixin private final DatabaseOptions database = new DatabaseOptions();

    @Mixin private final ConnectionOption connection = new ConnectionOption();
    @Mixin private final AuthorOption author = new AuthorOption();

    @Option(names = "--resource", paramLabel = "<name>", description = "Only this resource.")
    private @Nullable String resource;

    @Option(names = "--reason", paramLabel = "<text>", description = "For others who wonder why.")
    private String reason = "";

    Pause(Commands commands) {
      this.commands = commands;
    }

    @Override
    public Integer call() {
      return commands.deliver(
          options(Action.PAUSE, database, connection.name(), resource, reason, author.name()));
    }
  }

  /** {@code statecraft deliver resume}. */
  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Goes on with what was paused.")
  static final class Resume implements Callable<Integer> {

    private final Commands commands;

    @Mixin private final DatabaseOptions database = new DatabaseOptions();

    @Mixin private final ConnectionOption connection = new ConnectionOption();
    @Mixin private final AuthorOption author = new AuthorOption();

    @Option(names = "--resource", paramLabel = "<name>", description = "Only this resource.")
    private @Nullable String resource;

    Resume(Commands commands) {
      this.commands = commands;
    }

    @Override
    public Integer call() {
      return commands.deliver(
          options(Action.RESUME, database, connection.name(), resource, "", author.name()));
    }
  }
}

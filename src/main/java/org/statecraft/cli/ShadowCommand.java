package org.statecraft.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.statecraft.cli.PackCommands.ShadowOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code statecraft packs shadow}. */
@Command(
    name = "shadow",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Lets a second revision of a pack decide silently beside the one in force: a server decides by"
          + " both about what changes, and counts what the second would do otherwise. Nothing of it"
          + " is sent. Without a subcommand it shows what was found."
    })
final class ShadowCommand implements Callable<Integer> {

  private static final String CODES =
      "Exit codes: 0 done, 1 the database or the pack cannot be used, or there is no shadow, 2 wrong"
          + " command line.";

  private final PackCommands commands;

  @Mixin private final DatabaseOptions database = new DatabaseOptions();

  @Option(names = "--connection", paramLabel = "<name>", description = "Only of this connection.")
  private @Nullable String connection;

  @Option(
      names = "--samples",
      paramLabel = "<number>",
      defaultValue = "10",
      description = "How many of the latest differences to show. Default: ${DEFAULT-VALUE}")
  private int samples = 10;

  private ShadowCommand(PackCommands commands) {
    this.commands = commands;
  }

  static CommandLine withSubcommands(PackCommands commands) {
    return new CommandLine(new ShadowCommand(commands))
        .addSubcommand(new Start(commands))
        .addSubcommand(new Stop(commands));
  }

  @Override
  public Integer call() {
    return commands.shadow(
        options(ShadowOptions.Action.SHOW, connection, null, "", samples, database));
  }

  private static ShadowOptions options(
      ShadowOptions.Action action,
      @Nullable String connection,
      @Nullable Path folder,
      String by,
      int samples,
      DatabaseOptions database) {
    return new ShadowOptions(
        action,
        Optional.ofNullable(connection),
        Optional.ofNullable(folder),
        by,
        samples,
        database.config(),
        database.settings(),
        database.format());
  }

  /** {@code statecraft packs shadow start}. */
  @Command(
      name = "start",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = {
        "Begins, with the files of the folder as they are now. It takes the place of an earlier"
            + " shadow of the connection, whose differences are forgotten."
      },
      footer = {"", CODES})
  static final class Start implements Callable<Integer> {

    private final PackCommands commands;

    @Mixin private final DatabaseOptions database = new DatabaseOptions();

    @Parameters(index = "0", paramLabel = "<folder>", description = "The edited pack.")
    private Path folder = Path.of("");

    @Mixin private final ConnectionOption connection = new ConnectionOption();

    @Mixin private final AuthorOption author = new AuthorOption();

    Start(PackCommands commands) {
      this.commands = commands;
    }

    @Override
    public Integer call() {
      return commands.shadow(
          options(
              ShadowOptions.Action.START, connection.name(), folder, author.name(), 0, database));
    }
  }

  /** {@code statecraft packs shadow stop}. */
  @Command(
      name = "stop",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Ends it and forgets what it found.",
      footer = {"", CODES})
  static final class Stop implements Callable<Integer> {

    private final PackCommands commands;

    @Mixin private final DatabaseOptions database = new DatabaseOptions();

    @Mixin private final ConnectionOption connection = new ConnectionOption();

    @Mixin private final AuthorOption author = new AuthorOption();

    Stop(PackCommands commands) {
      this.commands = commands;
    }

    @Override
    public Integer call() {
      return commands.shadow(
          options(ShadowOptions.Action.STOP, connection.name(), null, author.name(), 0, database));
    }
  }
}

package org.statecraft.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code statecraft packs}. */
@Command(
    name = "packs",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shows the revisions of the packs that a server decided by, the newest first: when each came"
          + " into force, who wrote it, how many cases it passed, and which one is in force now. Tells"
          + " too why the files on disk are not, if they are not."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 the database cannot be used, or there is no such revision, 2 wrong"
          + " command line."
    })
final class PacksCommand implements Callable<Integer> {

  private final PackCommands commands;

  @Mixin private final DatabaseOptions database = new DatabaseOptions();

  @Option(names = "--pack", paramLabel = "<pack>", description = "Only this pack. May be repeated.")
  private final List<String> packs = new ArrayList<>();

  private PacksCommand(PackCommands commands) {
    this.commands = commands;
  }

  static CommandLine withSubcommands(PackCommands commands) {
    return new CommandLine(new PacksCommand(commands))
        .addSubcommand(new Rollback(commands))
        .addSubcommand(ShadowCommand.withSubcommands(commands));
  }

  @Override
  public Integer call() {
    return commands.packs(options(packs, Optional.empty(), "", "", database));
  }

  private static PackCommands.PacksOptions options(
      List<String> packs, Optional<String> to, String by, String reason, DatabaseOptions database) {
    return new PackCommands.PacksOptions(
        packs, to, by, reason, database.config(), database.settings(), database.format());
  }

  /** {@code statecraft packs rollback}. */
  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = {
        "Puts an earlier revision of a pack back in force, from the files that the database keeps."
            + " A running server does so within seconds. The revision that was in force does not"
            + " come back by itself: as soon as the files on disk say something else than it does,"
            + " they count again."
      },
      footer = {
        "",
        "Exit codes: 0 done, 1 the database cannot be used, or there is no such revision, 2 wrong"
            + " command line."
      })
  static final class Rollback implements Callable<Integer> {

    private final PackCommands commands;

    @Mixin private final DatabaseOptions database = new DatabaseOptions();

    @Parameters(index = "0", paramLabel = "<pack>", description = "The pack.")
    private String pack = "";

    @Parameters(
        index = "1",
        paramLabel = "<revision>",
        description = "The revision, or its beginning if that is one revision's alone.")
    private String revision = "";

    @Option(names = "--reason", paramLabel = "<text>", description = "For those who look later.")
    private String reason = "";

    @Mixin private final AuthorOption author = new AuthorOption();

    Rollback(PackCommands commands) {
      this.commands = commands;
    }

    @Override
    public Integer call() {
      return commands.packs(
          options(List.of(pack), Optional.of(revision), author.name(), reason, database));
    }
  }
}

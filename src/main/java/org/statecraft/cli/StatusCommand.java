package org.statecraft.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code statecraft status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shows how everything stands: of each connection who sends on it and how, what waits to be"
          + " decided and to be sent, open errors, the last run and the shadow; of each pack the"
          + " revision in force, and why the files on disk are not, if they are not."
    },
    footer = {"", "Exit codes: 0 done, 1 the database cannot be used, 2 wrong command line."})
final class StatusCommand implements Callable<Integer> {

  private final Commands commands;

  @Mixin private final DatabaseOptions database = new DatabaseOptions();

  StatusCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    return commands.status(
        new StatusOptions(database.config(), database.settings(), database.format()));
  }
}

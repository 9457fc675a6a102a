package org.statecraft.cli;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code statecraft apply}. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Does exactly the plan that 'resync --plan --out' or 'delete --plan --out' wrote, and goes on"
          + " with one that was stopped. It refuses when the file was changed, when rules or"
          + " preferences have changed, or when a record of the plan was touched since."
    },
    footer = {
      "",
      "Exit codes: 0 handed to delivery; 1 failed, or refused: nothing was done; 2 wrong command"
          + " line."
    })
final class ApplyCommand implements Callable<Integer> {

  private final Commands commands;

  @Parameters(index = "0", paramLabel = "FILE", description = "The file with the plan.")
  private Path file = Path.of("");

  @Mixin private final DatabaseOptions database = new DatabaseOptions();

  @Option(
      names = "--allow-deletes",
      paramLabel = "<n>",
      description = "Raises the ceiling on deletes to this, for this plan.")
  private @Nullable Long allowedDeletes;

  @Mixin private final AuthorOption author = new AuthorOption();

  ApplyCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    return commands.resync(
        new ResyncTask.Apply(
            database.place(),
            file,
            allowedDeletes == null ? OptionalLong.empty() : OptionalLong.of(allowedDeletes),
            author.name()));
  }
}

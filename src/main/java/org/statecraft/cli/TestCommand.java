package org.statecraft.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code statecraft test}. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Runs the cases of rule packs. Of a case that does not hold it shows what was expected beside"
          + " what came, and the rules that fired."
    },
    footer = {
      "",
      "Exit codes: 0 all cases hold, 1 one does not, or a pack cannot be read, 2 wrong command line"
          + " or no such pack."
    })
final class TestCommand implements Callable<Integer> {

  private final PackCommands commands;

  @Parameters(paramLabel = "<pack>", arity = "0..*", description = "Packs by name. Default: all")
  private final List<String> packs = new ArrayList<>();

  @Option(
      names = "--coverage",
      description = {
        "Tells of each rule in how many cases it fires and in how many it is silent, and of each of"
            + " its conditions in how many it is met once those before it are, and in how many not."
            + " What no case tries is marked."
      })
  private boolean coverage;

  @Option(
      names = "--watch",
      description = "Runs the cases again whenever a file changes, until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--junit",
      paramLabel = "<file>",
      description = "Writes the results as JUnit does, in XML.")
  private @Nullable Path junit;

  @Mixin private final FolderOptions folders = new FolderOptions();

  TestCommand(PackCommands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    return commands.test(
        new PackCommands.TestOptions(
            packs, coverage, watch, Optional.ofNullable(junit), folders.folders()));
  }
}

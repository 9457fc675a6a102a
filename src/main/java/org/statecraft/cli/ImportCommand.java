package org.statecraft.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code statecraft preferences import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Makes the choices of a connection those of a file with 'resources:' and 'mappings:', as"
          + " 'export' writes it, all together or not at all, and shows what changed.",
      "A preference that the file names is as the file says afterwards: a value that is not in it is"
          + " removed. Preferences and resources that the file does not name stay."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 failed: nothing was changed, and all problems of the file are told,"
          + " 2 wrong command line."
    })
final class ImportCommand implements Callable<Integer> {

  private final Commands commands;

  @Mixin private final TargetOptions options = new TargetOptions();

  @Parameters(index = "1", paramLabel = "FILE", description = "The file to import.")
  private Path file = Path.of("");

  @Mixin private final ChangeOptions change = new ChangeOptions();

  @Option(
      names = "--whole",
      description = "The file has everything: what it does not name is removed too.")
  private boolean whole;

  ImportCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    return commands.preferences(
        new PreferenceTask.Import(options.target(), file, whole, change.plan(), change.by()));
  }
}

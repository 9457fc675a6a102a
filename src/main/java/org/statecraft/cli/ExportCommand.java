package org.statecraft.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code statecraft preferences export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Writes what the district chose to standard output, in the form that the files of"
          + " config/connections have and 'import' takes."
    },
    footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong command line."})
final class ExportCommand implements Callable<Integer> {

  private final Commands commands;

  @Mixin private final TargetOptions options = new TargetOptions();

  ExportCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    return commands.preferences(new PreferenceTask.Export(options.target()));
  }
}

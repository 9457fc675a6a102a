package org.statecraft.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code statecraft preferences unmapped}. */
@Command(
    name = "unmapped",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Lists the Campus values in the kept rows that no mapping covers, before a record fails for"
          + " it: by preference, with the rows that have the value and their students."
    },
    footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong command line."})
final class UnmappedCommand implements Callable<Integer> {

  private final Commands commands;

  @Mixin private final TargetOptions options = new TargetOptions();

  @Option(
      names = "--in-year",
      description =
          "Leave out values that no row of the connection's school year has, where the days of the"
              + " rows are known.")
  private boolean onlyInYear;

  UnmappedCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    return commands.preferences(new PreferenceTask.Unmapped(options.target(), onlyInYear));
  }
}

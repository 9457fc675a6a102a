package org.statecraft.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code statecraft preferences codes}. */
@Command(
    name = "codes",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Lists the Ed-Fi codes that the values of a preference can be mapped to. It needs no database."
    },
    footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong command line."})
final class CodesCommand implements Callable<Integer> {

  private final Commands commands;

  @Mixin private final TargetOptions options = new TargetOptions();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PREFERENCE",
      description = "One preference. Default: all.")
  private @Nullable String preference;

  CodesCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    return commands.preferences(
        new PreferenceTask.Codes(options.target(), Optional.ofNullable(preference)));
  }
}

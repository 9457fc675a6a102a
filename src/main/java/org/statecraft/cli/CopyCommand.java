package org.statecraft.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code statecraft preferences copy}. */
@Command(
    name = "copy",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Copies the choices of a connection to another one of the same district, such as that of the"
          + " next school year, as far as the packs of both know them, and shows what was not copied"
          + " and why.",
      "What the other has besides stays. If it has chosen otherwise already, nothing is done, unless"
          + " --overwrite says so."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 failed or refused: nothing was changed, 2 wrong command line."
    })
final class CopyCommand implements Callable<Integer> {

  private final Commands commands;

  @Mixin private final TargetOptions options = new TargetOptions();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TO",
      description =
          "The connection to copy to. Default: that of the same district for the next school year.")
  private @Nullable String to;

  @Mixin private final ChangeOptions change = new ChangeOptions();

  @Option(names = "--overwrite", description = "Replace choices that differ.")
  private boolean overwrite;

  CopyCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    return commands.preferences(
        new PreferenceTask.Copy(
            options.target(), Optional.ofNullable(to), overwrite, change.plan(), change.by()));
  }
}

package org.statecraft.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code statecraft new-state}. */
@Command(
    name = "new-state",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Makes the folder of a pack for another state, which checks and tests well, and says what to"
          + " fill in."
    },
    footer = {"", "Exit codes: 0 made, 1 not made, 2 wrong command line."})
final class NewStateCommand implements Callable<Integer> {

  private final PackCommands commands;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "<state>",
      description = "The name of the folder: two to twenty small letters, digits and hyphens.")
  private String state = "";

  @Mixin private final FolderOptions folders = new FolderOptions();

  NewStateCommand(PackCommands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    if (spec != null && !state.matches("[a-z][a-z0-9-]{1,19}")) {
      throw new ParameterException(
          spec.commandLine(),
          "a state has two to twenty small letters, digits and hyphens, not '" + state + "'");
    }
    return commands.newState(state, folders.folders());
  }
}

package org.statecraft.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code statecraft preferences}, with a command for each thing that can be done. */
@Command(
    name = "preferences",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "The Resource Preferences of a connection: which resources are sent, and which Ed-Fi code a"
          + " Campus value becomes.",
      "A resource that is switched on or off is so at once. A changed mapping comes into force by a"
          + " resync with All Schools, and only by it; the commands say what waits for one."
    },
    footer = {"", "Exit codes: 0 done, 1 failed or refused, 2 wrong command line."})
final class PreferencesCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  private PreferencesCommand() {}

  /** The command with those below it. */
  static CommandLine with(Commands commands) {
    return new CommandLine(new PreferencesCommand())
        .addSubcommand(new ExportCommand(commands))
        .addSubcommand(new ImportCommand(commands))
        .addSubcommand(new CopyCommand(commands))
        .addSubcommand(new UnmappedCommand(commands))
        .addSubcommand(new CodesCommand(commands));
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("called by nobody");
    }
    throw new ParameterException(
        spec.commandLine(), "Say what to do: " + String.join(", ", spec.subcommands().keySet()));
  }
}

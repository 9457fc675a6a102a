package org.statecraft.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code statecraft serve}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {"Runs the server until it is told to stop. It logs JSON to standard error."},
    footer = {"", "Exit codes: 0 stopped when told to, 1 not started, 2 wrong command line."})
final class ServeCommand implements Callable<Integer> {

  private final Commands commands;

  @Mixin private final SettingOptions set = new SettingOptions();

  @Option(
      names = "--config",
      paramLabel = "<file>",
      defaultValue = "config/server.yaml",
      description = "The settings. Default: ${DEFAULT-VALUE}")
  private Path config = Path.of("");

  ServeCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    return commands.serve(config, set.settings());
  }
}

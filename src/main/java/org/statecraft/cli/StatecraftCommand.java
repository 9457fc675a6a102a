package org.statecraft.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The program without a command: the demo. */
@Command(
    name = "statecraft",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Turns Campus row changes into Ed-Fi records by rules that analysts edit.",
      "Without a command it runs the demo."
    },
    footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong command line."})
final class StatecraftCommand implements Callable<Integer> {

  private final Commands commands;

  StatecraftCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    return commands.demo(
        false,
        Path.of(DemoCommand.DEFAULT_DATA),
        Integer.parseInt(DemoCommand.DEFAULT_SANDBOX_PORT),
        Map.of());
  }
}

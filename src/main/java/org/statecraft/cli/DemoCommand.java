package org.statecraft.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code statecraft demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Runs everything with nothing configured: an embedded PostgreSQL, an Ed-Fi API to try things"
          + " out with for each of its districts, and the server. Plays a sample school year of"
          + " changes through the webhook, shows what was received, decided and sent, ends with a"
          + " table, and keeps serving until Ctrl-C.",
      "A second start goes on where the first one stopped; delete the folder to begin anew."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 not started, or not everything was sent in time, 2 wrong command line."
    })
final class DemoCommand implements Callable<Integer> {

  static final String DEFAULT_DATA = "data/demo";
  static final String DEFAULT_SANDBOX_PORT = "8767";

  private final Commands commands;

  @Mixin private final SettingOptions set = new SettingOptions();

  @Option(names = "--exit", description = "End after the result instead of serving on.")
  private boolean exit;

  @Option(
      names = "--data",
      paramLabel = "<folder>",
      defaultValue = DEFAULT_DATA,
      description = "Where everything is kept. Default: ${DEFAULT-VALUE}")
  private Path data = Path.of(DEFAULT_DATA);

  @Option(
      names = "--sandbox-port",
      paramLabel = "<port>",
      defaultValue = DEFAULT_SANDBOX_PORT,
      description =
          "Port of the first district's Ed-Fi API; the others take the next ones."
              + " Default: ${DEFAULT-VALUE}")
  private int sandboxPort;

  DemoCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    return commands.demo(exit, data, sandboxPort, set.settings());
  }
}

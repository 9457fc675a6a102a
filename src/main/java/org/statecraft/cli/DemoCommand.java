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
      "Runs everything with nothing configured, and plays a sample district-year through it."
    })
final class DemoCommand implements Callable<Integer> {

  static final String DEFAULT_DATA = "data";

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

  DemoCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    return commands.demo(exit, data, set.settings());
  }
}

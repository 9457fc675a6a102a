package org.statecraft.cli;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command about preferences takes. */
final class TargetOptions {

  private enum Format {
    TEXT,
    JSON
  }

  @Parameters(
      index = "0",
      paramLabel = "CONNECTION",
      description = "The name of a connection, as its file in config/connections has it.")
  private String connection = "";

  @Option(
      names = "--config",
      paramLabel = "<file>",
      defaultValue = "config/server.yaml",
      description =
          "The settings, where the database and the connections are found. Default:"
              + " ${DEFAULT-VALUE}")
  private Path config = Path.of("");

  @Mixin private final SettingOptions set = new SettingOptions();

  @Option(
      names = "--format",
      paramLabel = "<format>",
      defaultValue = "text",
      description = "text or json. Default: ${DEFAULT-VALUE}")
  private Format format = Format.TEXT;

  PreferenceTask.Target target() {
    return new PreferenceTask.Target(connection, config, set.settings(), format == Format.JSON);
  }
}

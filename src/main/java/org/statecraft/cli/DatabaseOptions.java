package org.statecraft.cli;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server's database a command looks into. */
final class DatabaseOptions {

  @Mixin private final SettingOptions set = new SettingOptions();

  @Option(
      names = "--config",
      paramLabel = "<file>",
      defaultValue = "config/server.yaml",
      description = "The settings of the server, for its database. Default: ${DEFAULT-VALUE}")
  private Path config = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "<format>",
      defaultValue = "text",
      description = "text for people, json for programs. Default: ${DEFAULT-VALUE}")
  private Format format = Format.TEXT;

  Path config() {
    return config;
  }

  Map<String, String> settings() {
    return set.settings();
  }

  Format format() {
    return format;
  }
}

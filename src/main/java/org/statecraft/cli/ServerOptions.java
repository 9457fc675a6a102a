package org.statecraft.cli;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server's settings a command goes by. */
final class ServerOptions {

  @Mixin private final SettingOptions set = new SettingOptions();

  @Option(
      names = "--config",
      paramLabel = "<file>",
      defaultValue = "config/server.yaml",
      description =
          "The settings of the server, where its database and connections are found. Default:"
              + " ${DEFAULT-VALUE}")
  private Path config = Path.of("");

  Path config() {
    return config;
  }

  Map<String, String> settings() {
    return set.settings();
  }
}

package org.statecraft.cli;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server's database a command looks into, and how it tells what is there. */
final class DatabaseOptions {

  @Mixin private final ServerOptions server = new ServerOptions();

  @Option(
      names = "--format",
      paramLabel = "<format>",
      defaultValue = "text",
      description = "text for people, json for programs. Default: ${DEFAULT-VALUE}")
  private Format format = Format.TEXT;

  Path config() {
    return server.config();
  }

  Map<String, String> settings() {
    return server.settings();
  }

  Format format() {
    return format;
  }

  ResyncTask.Place place() {
    return new ResyncTask.Place(config(), settings(), format == Format.JSON);
  }
}

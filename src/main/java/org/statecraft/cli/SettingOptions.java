package org.statecraft.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that set what config/server.yaml can set. */
final class SettingOptions {

  @Option(
      names = "--set",
      paramLabel = "<name=value>",
      description = {
        "A setting of config/server.yaml by its name, such as --set http.port=8080. It overrules"
            + " the environment (STATECRAFT_HTTP_PORT), which overrules the file. May be repeated."
      })
  private final Map<String, String> settings = new LinkedHashMap<>();

  Map<String, String> settings() {
    return settings;
  }
}

package org.statecraft.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What every command about preferences takes. */
final class TargetOptions {

  @Parameters(
      index = "0",
      paramLabel = "CONNECTION",
      description = "The name of a connection, as its file in config/connections has it.")
  private String connection = "";

  @Mixin private final DatabaseOptions database = new DatabaseOptions();

  PreferenceTask.Target target() {
    return new PreferenceTask.Target(
        connection, database.config(), database.settings(), database.format() == Format.JSON);
  }
}

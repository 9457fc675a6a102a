package org.statecraft.cli;

import picocli.CommandLine.Option;

/** The one connection that a command is about. */
final class ConnectionOption {

  @Option(
      names = "--connection",
      required = true,
      paramLabel = "<name>",
      description = "The connection.")
  private String name = "";

  String name() {
    return name;
  }
}

package org.statecraft.cli;

import picocli.CommandLine.Option;

/** Who makes a change; it is kept with the change. */
final class AuthorOption {

  @Option(
      names = "--by",
      paramLabel = "<name>",
      defaultValue = "${sys:user.name}",
      description = "Who does this. Default: the user of the machine, ${DEFAULT-VALUE}")
  private String name = "";

  String name() {
    return name;
  }
}

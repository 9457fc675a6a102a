package org.statecraft.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the packs stand. */
final class FolderOptions {

  @Option(
      names = "--rules",
      paramLabel = "<folder>",
      defaultValue = "rules",
      description = "The rule packs, one folder each. Default: ${DEFAULT-VALUE}")
  private Path rules = Path.of("rules");

  @Option(
      names = "--descriptors",
      paramLabel = "<folder>",
      defaultValue = "descriptors",
      description = "The tables of codes, one folder per pack. Default: ${DEFAULT-VALUE}")
  private Path descriptors = Path.of("descriptors");

  PackCommands.Folders folders() {
    return new PackCommands.Folders(rules, descriptors);
  }
}

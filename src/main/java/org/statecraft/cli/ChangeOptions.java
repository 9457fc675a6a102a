package org.statecraft.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command that changes preferences takes. */
final class ChangeOptions {

  @Option(names = "--plan", description = "Only show what would change; do nothing.")
  private boolean plan;

  @Mixin private final AuthorOption author = new AuthorOption();

  boolean plan() {
    return plan;
  }

  String by() {
    return author.name();
  }
}

package org.statecraft.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command that changes preferences takes. */
final class ChangeOptions {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(names = "--plan", description = "Only show what would change; do nothing.")
  private boolean plan;

  @Mixin private final AuthorOption author = new AuthorOption();

  boolean plan() {
    return plan;
  }

  String by() {
    if (author.name().isBlank()) {
      throw WrongUse.of(spec, "--by needs a name");
    }
    return author.name();
  }
}

package org.statecraft.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command that changes preferences takes. */
final class ChangeOptions {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(names = "--plan", description = "Only show what would change; do nothing.")
  private boolean plan;

  @Option(
      names = "--by",
      paramLabel = "<name>",
      defaultValue = "${sys:user.name}",
      description = "Who does it; kept with every change. Default: the user of this machine.")
  private String by = "";

  boolean plan() {
    return plan;
  }

  String by() {
    if (by.isBlank()) {
      throw WrongUse.of(spec, "--by needs a name");
    }
    return by;
  }
}

package org.statecraft.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code statecraft check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Tells everything that is wrong with rule packs at once: file, line and column, the line, the"
          + " reason, and what to write instead. Looks at rules, elements, tables of codes and"
          + " cases, but runs no case."
    },
    footer = {
      "",
      "Exit codes: 0 nothing is wrong, 1 something is, 2 wrong command line or no such pack."
    })
final class CheckCommand implements Callable<Integer> {

  private final PackCommands commands;

  @Parameters(paramLabel = "<pack>", arity = "0..*", description = "Packs by name. Default: all")
  private final List<String> packs = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "<format>",
      defaultValue = "text",
      description = "text for people, json for programs. Default: ${DEFAULT-VALUE}")
  private Format format = Format.TEXT;

  @Mixin private final FolderOptions folders = new FolderOptions();

  CheckCommand(PackCommands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    return commands.check(new PackCommands.CheckOptions(packs, format, folders.folders()));
  }
}

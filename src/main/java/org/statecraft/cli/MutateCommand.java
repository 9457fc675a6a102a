package org.statecraft.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code statecraft mutate}. */
@Command(
    name = "mutate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Breaks rule packs on purpose, one fault at a time, runs the cases beside the rules, and tells"
          + " every fault that no case notices: a case that is missing. A fault that nobody can"
          + " notice is listed in the pack's mutants.yaml, with the reason.",
      "A pack's own files are broken; those of the packs it extends have cases of their own."
    },
    footer = {
      "",
      "Exit codes: 0 every fault is noticed, 1 some are not or a pack cannot be used, 2 wrong command"
          + " line."
    })
final class MutateCommand implements Callable<Integer> {

  private final Commands commands;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "PACK",
      arity = "0..*",
      description = "The packs to break. Default: all.")
  private List<String> packs = List.of();

  @Option(
      names = "--operator",
      paramLabel = "<name>",
      description = "Make only faults of this kind, such as drop-condition. May be repeated.")
  private List<String> operators = List.of();

  @Option(
      names = "--only",
      paramLabel = "<rule or path>",
      description =
          "Break only this rule, by its id, or this file or folder of the pack. May be repeated.")
  private List<String> only = List.of();

  @Option(
      names = "--format",
      paramLabel = "<format>",
      defaultValue = "text",
      description = "text, or json with every fault and who noticed it. Default: ${DEFAULT-VALUE}")
  private Format format = Format.TEXT;

  @Option(
      names = "--threads",
      paramLabel = "<number>",
      defaultValue = "0",
      description = "How many faults are tried at once. Default: as many as there are processors.")
  private int threads;

  @Mixin private final FolderOptions folders = new FolderOptions();

  MutateCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    if (threads < 0) {
      throw WrongUse.of(spec, "--threads is a number of 1 or more, not " + threads);
    }
    return commands.mutate(
        new Commands.MutateOptions(
            List.copyOf(packs),
            List.copyOf(operators),
            List.copyOf(only),
            format == Format.JSON,
            threads,
            folders.folders()));
  }
}

package org.statecraft.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code statecraft plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Tells what an edited pack would do that the one in force does not, if all students were"
          + " decided by it now: requests, and what would be left out or would be left out no"
          + " longer, by resource, rule and school, with samples. Sends nothing and changes"
          + " nothing.",
      "All changes are written to a file, which holds student data."
    },
    footer = {
      "",
      "Exit codes, as those of diff: 0 nothing would change, 1 something would, 2 it cannot be told:"
          + " the pack has problems, the database cannot be used, or the command line is wrong."
    })
final class PlanCommand implements Callable<Integer> {

  private final PackCommands commands;

  @Parameters(
      index = "0",
      paramLabel = "<pack-folder>",
      description = "The folder of the edited pack, such as rules/core.")
  private Path folder = Path.of("");

  @Option(
      names = "--connection",
      paramLabel = "<name>",
      description = "May be repeated. Default: all that use the pack")
  private final List<String> connections = new ArrayList<>();

  @Option(
      names = "--descriptors",
      paramLabel = "<folder>",
      description = "The tables of codes. Default: 'descriptors' beside the folder of packs")
  private @Nullable Path descriptors;

  @Option(
      names = "--samples",
      paramLabel = "<number>",
      defaultValue = "5",
      description = "How many changes of each kind are shown. Default: ${DEFAULT-VALUE}")
  private int samples;

  @Option(
      names = "--out",
      paramLabel = "<file>",
      description = "Where all changes are written. Default: plan-<pack>-<revision>.json")
  private @Nullable Path out;

  @Mixin private final ServerOptions server = new ServerOptions();

  PlanCommand(PackCommands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    return commands.plan(
        new PlanOptions(
            folder,
            Optional.ofNullable(descriptors),
            connections,
            samples,
            Optional.ofNullable(out),
            server.config(),
            server.settings()));
  }
}

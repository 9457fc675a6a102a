package org.statecraft.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code statecraft sandbox}. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {"Runs a stand-in for an Ed-Fi API on this machine until it is told to stop."})
final class SandboxCommand implements Callable<Integer> {

  private static final int HIGHEST_PORT = 65_535;

  private final Commands commands;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--port",
      required = true,
      paramLabel = "<port>",
      description = "Where to listen on the loopback address; 0 takes any free port.")
  private int port;

  @Option(
      names = "--journal",
      paramLabel = "<file>",
      description = "Keeps the records for the next start. Without it they are forgotten.")
  private @Nullable Path journal;

  SandboxCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    if (spec != null && (port < 0 || port > HIGHEST_PORT)) {
      throw new ParameterException(
          spec.commandLine(), "--port is a number from 0 to 65535, not " + port);
    }
    return commands.sandbox(port, Optional.ofNullable(journal));
  }
}

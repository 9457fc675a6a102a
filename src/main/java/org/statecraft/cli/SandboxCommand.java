package org.statecraft.cli;

import java.nio.file.Path;
import java.time.Duration;
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
    description = {
      "Runs a stand-in for an Ed-Fi API on this machine until it is told to stop. It keeps records,"
          + " checks documents, references and descriptors, and answers as the real one does. The"
          + " one client has the key 'sandbox' and the secret 'sandbox-secret'.",
      "GET /sandbox/counts, /sandbox/state and /sandbox/requests show what it has;"
          + " POST /sandbox/seed loads records."
    },
    footer = {"", "Exit codes: 0 stopped when told to, 1 not started, 2 wrong command line."})
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

  @Option(
      names = "--family",
      paramLabel = "<version>",
      defaultValue = "7.3",
      description =
          "The version of the Ed-Fi API whose behaviour and words it has: 6.2, 7.2 or 7.3."
              + " Default: ${DEFAULT-VALUE}")
  private String family = "";

  @Option(
      names = "--data-standard",
      paramLabel = "<version>",
      defaultValue = "5.0",
      description = "The Ed-Fi Data Standard of its documents. Default: ${DEFAULT-VALUE}")
  private String dataStandard = "";

  @Option(
      names = "--latency",
      paramLabel = "<milliseconds>",
      defaultValue = "0",
      description =
          "How long every answer is held back, in milliseconds. Default: ${DEFAULT-VALUE}")
  private long latency;

  SandboxCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    if (spec != null && (port < 0 || port > HIGHEST_PORT)) {
      throw new ParameterException(
          spec.commandLine(), "--port is a number from 0 to 65535, not " + port);
    }
    if (spec != null && latency < 0) {
      throw new ParameterException(
          spec.commandLine(), "--latency is a number of milliseconds, not " + latency);
    }
    return commands.sandbox(
        new Commands.SandboxOptions(
            port, Optional.ofNullable(journal), family, dataStandard, Duration.ofMillis(latency)));
  }
}

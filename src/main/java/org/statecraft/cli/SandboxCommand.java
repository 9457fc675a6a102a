package org.statecraft.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
          + " POST /sandbox/seed loads records. POST /sandbox/faults with one of the words drawn,"
          + " quiet or down changes how it fails."
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
          "The version of the Ed-Fi API whose behaviour and words it has: 5.3, 6.2, 7.1, 7.2, 7.3"
              + " or 8. Default: ${DEFAULT-VALUE}")
  private String family = "";

  @Option(
      names = "--data-standard",
      paramLabel = "<version>",
      description =
          "The Ed-Fi Data Standard of its documents. Default: the usual one of the version")
  private @Nullable String dataStandard;

  @Option(
      names = "--latency",
      paramLabel = "<milliseconds>",
      defaultValue = "0",
      description =
          "How long every answer is held back, in milliseconds. Default: ${DEFAULT-VALUE}")
  private long latency;

  @Option(
      names = "--token-lifetime",
      paramLabel = "<seconds>",
      defaultValue = "1800",
      description = "How long a token is valid, in seconds. Default: ${DEFAULT-VALUE}")
  private long tokenLifetime;

  @Option(
      names = "--request-log",
      paramLabel = "<file>",
      description =
          "Where the older of the requests are kept that GET /sandbox/requests shows; the file is"
              + " made anew at the start. Without it a temporary file is used.")
  private @Nullable Path requestLog;

  @Option(
      names = "--faults",
      paramLabel = "<seed>",
      description =
          "Lets requests go wrong, drawn from this number: the same seed gives the request with the"
              + " same number the same fault.")
  private @Nullable Long faults;

  @Option(
      names = "--fault-rate",
      paramLabel = "<share|fault=share>",
      description = {
        "With --faults: the share of requests that go wrong, such as 0.2, or the share of one fault,"
            + " such as reset-after=0.05. May be repeated. Faults: throttled, throttled-seconds,"
            + " throttled-date, error-before, error-after, reset-before, reset-after, slow,"
            + " token-expired, too-many-tokens. Default: 0.1"
      })
  private final List<String> rates = new ArrayList<>();

  @Option(
      names = "--slow",
      paramLabel = "<milliseconds>",
      defaultValue = "5000",
      description =
          "With --faults: the longest a slow answer is held back. Default: ${DEFAULT-VALUE}")
  private long slow;

  @Option(
      names = "--late-authorization",
      paramLabel = "<milliseconds>",
      defaultValue = "30000",
      description =
          "With --faults: the longest it takes until an enrollment allows the student's other"
              + " records (403 before). Default: ${DEFAULT-VALUE}")
  private long lateAuthorization;

  SandboxCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    if (port < 0 || port > HIGHEST_PORT) {
      throw WrongUse.of(spec, "--port is a number from 0 to 65535, not " + port);
    }
    notNegative("--latency", latency);
    notNegative("--token-lifetime", tokenLifetime);
    notNegative("--slow", slow);
    notNegative("--late-authorization", lateAuthorization);
    if (faults == null && !rates.isEmpty()) {
      throw WrongUse.of(spec, "--fault-rate needs --faults <seed>");
    }
    Long seed = faults;
    return commands.sandbox(
        new Commands.SandboxOptions(
            port,
            Optional.ofNullable(journal),
            family,
            Optional.ofNullable(dataStandard),
            Duration.ofMillis(latency),
            seed == null
                ? Optional.empty()
                : Optional.of(
                    new Commands.FaultOptions(
                        seed,
                        List.copyOf(rates),
                        Duration.ofMillis(slow),
                        Duration.ofMillis(lateAuthorization))),
            Optional.ofNullable(requestLog),
            Duration.ofSeconds(tokenLifetime)));
  }

  private void notNegative(String option, long value) {
    if (value < 0) {
      throw WrongUse.of(spec, option + " is a number from 0 on, not " + value);
    }
  }
}

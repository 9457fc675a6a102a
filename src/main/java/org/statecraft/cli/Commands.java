package org.statecraft.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the commands do. Each runs until it is done or the process is told to stop. */
public interface Commands extends PackCommands {

  /** Done. */
  int DONE = 0;

  /** It failed; a message said why. */
  int FAILED = 1;

  /** The command line is wrong. */
  int WRONG_USAGE = 2;

  /**
   * The server.
   *
   * @param settings by name, such as {@code http.port}; they overrule environment and file
   */
  int serve(Path config, Map<String, String> settings);

  /**
   * The server with nothing configured, and sample data played through it.
   *
   * @param exit end after the result instead of serving on
   * @param data the folder where everything is kept
   * @param sandboxPort of the first sandbox; the others take the ports after it
   */
  int demo(boolean exit, Path data, int sandboxPort, Map<String, String> settings);

  /** The stand-in for an Ed-Fi API. */
  int sandbox(SandboxOptions options);

  /** Faults in rule packs, and which of them no case notices. */
  int mutate(MutateOptions options);

  /**
   * Which faults are made.
   *
   * @param packs by name; empty for all
   * @param operators kinds of faults; empty for all
   * @param only ids of rules, or paths within the pack; empty for all
   * @param json whether the report is for programs
   * @param threads how many faults are tried at once; 0 for as many as there are processors
   */
  record MutateOptions(
      List<String> packs,
      List<String> operators,
      List<String> only,
      boolean json,
      int threads,
      PackCommands.Folders folders) {}

  /** Shows or changes Resource Preferences. */
  int preferences(PreferenceTask task);

  /**
   * What a sandbox is like.
   *
   * @param port 0 takes any free one
   * @param journal a file that keeps its records for the next start
   * @param family the version of the Ed-Fi API it behaves like
   * @param dataStandard of the documents it takes; empty for the family's usual one
   * @param latency how long every answer is held back
   * @param faults what is to go wrong on purpose, if anything
   * @param requestLog a file for the older of the requests it was sent
   * @param tokenLifetime how long a token is valid
   */
  record SandboxOptions(
      int port,
      Optional<Path> journal,
      String family,
      Optional<String> dataStandard,
      Duration latency,
      Optional<FaultOptions> faults,
      Optional<Path> requestLog,
      Duration tokenLifetime) {}

  /**
   * Faults of a sandbox.
   *
   * @param rates a share of the requests, or {@code fault=share}
   * @param slow the longest an answer is held back
   * @param lateAuthorization the longest until an enrollment relates its student to the client
   */
  record FaultOptions(long seed, List<String> rates, Duration slow, Duration lateAuthorization) {}

  /** The root causes of what is not sent, or something done about them. */
  int errors(ErrorsOptions options);

  /** Compares with an Ed-Fi API and puts the difference right, or shows what was done so. */
  int resync(ResyncTask task);

  /** How everything stands. */
  int status(StatusOptions options);

  /** How is sent, or a pause. */
  int deliver(DeliverOptions options);
}

package org.statecraft.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the commands do. Each runs until it is done or the process is told to stop. */
public interface Commands {

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
      Path rules,
      Path descriptors) {}

  /**
   * What a sandbox is like.
   *
   * @param port 0 takes any free one
   * @param journal a file that keeps its records for the next start
   * @param family the version of the Ed-Fi API it behaves like
   * @param dataStandard of the documents it takes
   * @param latency how long every answer is held back
   */
  record SandboxOptions(
      int port, Optional<Path> journal, String family, String dataStandard, Duration latency) {}
}

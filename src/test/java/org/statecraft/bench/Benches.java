package org.statecraft.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Runs the benches named as arguments, separated by commas, or all but the long ones. The working
 * folder is the one of the project.
 */
public final class Benches {

  private Benches() {}

  private static List<Bench> all() {
    return List.of(
        new DecideBench(),
        new IngestBench(),
        new RoadBench(),
        new DistrictBench(),
        new DeliverBench(),
        new FaultsBench(),
        new OutageBench(),
        new ResyncBench(),
        new CheckBench(),
        new PlanBench(),
        new ReloadBench(),
        new StartBench());
  }

  /** Runs benches one after the other; nothing else should run on the machine. */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Report report = new Report(out);
    // The build passes "-" and the names, for it cannot pass an empty argument.
    String names = args.length == 0 ? "" : args[0].replaceFirst("^-", "");
    Set<String> wanted = names.isBlank() ? Set.of() : Set.of(names.split(","));
    Runtime runtime = Runtime.getRuntime();
    report.line(
        "Java %s, %d processors, %d MiB most heap here"
            .formatted(
                Runtime.version(), runtime.availableProcessors(), runtime.maxMemory() >> 20));
    for (Bench bench : all()) {
      if (wanted.isEmpty() ? !bench.isLong() : wanted.contains(bench.name())) {
        bench.run(report);
      }
    }
    System.exit(0);
  }
}

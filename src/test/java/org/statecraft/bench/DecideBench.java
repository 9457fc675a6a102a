package org.statecraft.bench;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link DecideBenchmark} in JVMs of its own and shows both sides of one run together. */
final class DecideBench implements Bench {

  @Override
  public String name() {
    return "decide";
  }

  @Override
  public void run(Report report) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(DecideBenchmark.class.getName())
                    .forks(Integer.getInteger("bench.forks", 1))
                    .warmupIterations(6)
                    .warmupTime(TimeValue.seconds(2))
                    .measurementIterations(5)
                    .measurementTime(TimeValue.seconds(2))
                    .jvmArgsAppend("-Xmx1g", "-Ddrools.dateformat=yyyy-MM-dd")
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    Map<String, double[]> measured = new TreeMap<>();
    for (RunResult each : results) {
      String method = each.getParams().getBenchmark().replaceAll(".*\\.", "");
      measured.put(
          each.getParams().getParam("otherPacks") + " " + method,
          new double[] {
            each.getPrimaryResult().getScore(),
            each.getSecondaryResults().get("gc.alloc.rate.norm").getScore()
          });
    }
    for (String packs : new String[] {"0", "4"}) {
      double[] floor = measured.get(packs + " plain");
      Report.Table table =
          report.table(
              "Decide one student, " + packs + " other packs loaded",
              "what",
              "µs",
              "bytes",
              "times plain Java");
      row(table, "floor: plain Java", floor, floor);
      row(table, "core pack, no trace written", measured.get(packs + " pack"), floor);
      row(table, "core pack, tracing on", measured.get(packs + " packTraced"), floor);
      row(table, "core pack, no programs", measured.get(packs + " packNothingToReport"), floor);
      table.print();
    }
  }

  private static void row(Report.Table table, String what, double[] measured, double[] floor) {
    table.row(
        what,
        "%.1f".formatted(measured[0]),
        "%,.0f".formatted(measured[1]),
        "%.1f".formatted(measured[0] / floor[0]));
  }
}

package org.statecraft.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.statecraft.admin.EditedPacks;

/** Everything that is wrong with all packs, as {@code statecraft check} does it, in one process. */
final class CheckBench implements Bench {

  private static final int ROUNDS = Integer.getInteger("bench.checks", 10);

  @Override
  public String name() {
    return "check";
  }

  @Override
  public void run(Report report) throws Exception {
    double cold = round();
    double[] warm = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      warm[i] = round();
    }
    double first = warm[0];
    Arrays.sort(warm);
    Report.Table table =
        report.table("Check of all packs in one process", "which", "goal", "seconds", "worst");
    table.row("the first", "", "%.1f".formatted(cold), "");
    table.row("the second", "", "%.1f".formatted(first), "");
    table.row(
        "warm, median of " + ROUNDS,
        "3.0",
        "%.1f".formatted(warm[ROUNDS / 2]),
        "%.1f".formatted(warm[ROUNDS - 1]));
    table.print();
  }

  private static double round() throws InterruptedException {
    long begun = System.nanoTime();
    EditedPacks packs = new EditedPacks(Path.of("rules"), Path.of("descriptors"));
    List<EditedPacks.Result> results = packs.check(packs.names(List.of()));
    if (!packs.problems(results).isEmpty()) {
      throw new IllegalStateException("the packs have problems");
    }
    return (System.nanoTime() - begun) / 1e9;
  }
}

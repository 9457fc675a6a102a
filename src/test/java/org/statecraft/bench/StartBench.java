package org.statecraft.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** From the start of the process to ready: embedded PostgreSQL with a warm folder, five packs. */
final class StartBench implements Bench {

  private static final int STARTS = 5;

  /** Each pack with the data standard of its API. */
  private static final Map<String, String> PACKS =
      Map.of("core", "4.0", "mo", "3.3", "tx", "4.0", "in", "3.1", "ga", "4.0");

  @Override
  public String name() {
    return "start";
  }

  @Override
  public void run(Report report) throws Exception {
    Path folder = Files.createTempDirectory("statecraft-bench-start");
    Path connections = Files.createDirectories(folder.resolve("connections"));
    for (Map.Entry<String, String> pack : PACKS.entrySet()) {
      Files.writeString(
          connections.resolve(pack.getKey() + ".yaml"),
          BenchConnection.yaml(
              "start-" + pack.getKey(),
              "start",
              pack.getKey(),
              pack.getValue(),
              "http://127.0.0.1:1"));
    }
    String database =
        "{url: embedded, embedded: {folder: %s, port: %d}}"
            .formatted(folder.resolve("database"), ServerProcess.freePort());
    long[] millis = new long[STARTS];
    long[] cpu = new long[STARTS];
    for (int start = -1; start < STARTS; start++) {
      // The first start unpacks and prepares the database and is not counted.
      try (ServerProcess server =
          ServerProcess.start(folder, connections, database, "start", "-Xmx512m")) {
        if (start >= 0) {
          cpu[start] = server.cpuMillis();
          millis[start] = server.tookMillis();
        }
      }
    }
    Arrays.sort(millis);
    Arrays.sort(cpu);
    Report.Table table =
        report.table(
            "Start to ready, warm data folder, five packs",
            "starts",
            "goal",
            "median",
            "worst",
            "median CPU");
    table.row(
        Integer.toString(STARTS),
        "6.0 s",
        "%.1f s".formatted(millis[STARTS / 2] / 1e3),
        "%.1f s".formatted(millis[STARTS - 1] / 1e3),
        "%.1f s".formatted(cpu[STARTS / 2] / 1e3));
    table.print();
  }
}

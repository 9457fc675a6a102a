package org.statecraft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * From the start of the process to the first answer that it is ready: embedded PostgreSQL with a
 * warm folder; with two packs and with all, and with a class archive as docs/operations.md makes
 * it.
 */
final class StartBench implements Bench {

  private static final int STARTS = 5;
  private static final Path JAR = Path.of("target", "statecraft.jar");

  /** Each pack with the data standard of its API. */
  private static final Map<String, String> TWO = Map.of("core", "4.0", "mo", "3.3");

  private static final Map<String, String> FIVE =
      Map.of("core", "4.0", "mo", "3.3", "tx", "4.0", "in", "3.1", "ga", "4.0");

  @Override
  public String name() {
    return "start";
  }

  @Override
  public void run(Report report) throws Exception {
    Report.Table table =
        report.table(
            "Start to ready, warm data folder",
            "packs",
            "class archive",
            "starts",
            "goal",
            "median",
            "worst",
            "median CPU");
    for (Map<String, String> packs : List.of(TWO, FIVE)) {
      Installation installed = Installation.of(packs);
      // The first start unpacks and prepares the database and is not counted.
      installed.start("-Xmx512m");
      row(table, installed, "no", "-Xmx512m");
      if (Files.exists(JAR)) {
        Path archive = installed.archive();
        row(table, installed, "yes", "-Xmx512m", "-XX:SharedArchiveFile=" + archive);
      }
    }
    table.print();
  }

  private static void row(
      Report.Table table, Installation installed, String archive, String... options)
      throws IOException, InterruptedException {
    long[] millis = new long[STARTS];
    long[] cpu = new long[STARTS];
    for (int start = 0; start < STARTS; start++) {
      Took took = installed.start(options);
      millis[start] = took.millis();
      cpu[start] = took.cpuMillis();
    }
    Arrays.sort(millis);
    Arrays.sort(cpu);
    table.row(
        Integer.toString(installed.packs()),
        archive,
        Integer.toString(STARTS),
        "6.0 s",
        "%.1f s".formatted(millis[STARTS / 2] / 1e3),
        "%.1f s".formatted(millis[STARTS - 1] / 1e3),
        "%.1f s".formatted(cpu[STARTS / 2] / 1e3));
  }

  private record Took(long millis, long cpuMillis) {}

  /** A folder with connections and a database. */
  private record Installation(Path folder, Path connections, String database, int packs) {

    static Installation of(Map<String, String> packs) throws IOException {
      Path folder = Files.createTempDirectory("statecraft-bench-start");
      Path connections = Files.createDirectories(folder.resolve("connections"));
      for (Map.Entry<String, String> pack : packs.entrySet()) {
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
      return new Installation(folder, connections, database, packs.size());
    }

    Took start(String... options) throws IOException, InterruptedException {
      long began = System.nanoTime();
      try (ServerProcess server =
          ServerProcess.start(folder, connections, database, "start", options)) {
        return new Took((System.nanoTime() - began) / 1_000_000, server.cpuMillis());
      }
    }

    /** The classes that a start loads, ready to be mapped into memory. */
    Path archive() throws IOException, InterruptedException {
      Path list = folder.resolve("classes.lst");
      Path archive = folder.resolve("statecraft.jsa");
      start("-Xmx512m", "-XX:DumpLoadedClassList=" + list);
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of(
              "-Xshare:dump",
              "-XX:SharedClassListFile=" + list,
              "-XX:SharedArchiveFile=" + archive,
              "-cp",
              JAR.toString()));
      Path log = folder.resolve("archive.log");
      Process dump =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (dump.waitFor() != 0) {
        throw new IOException("no archive was made:\n" + Files.readString(log));
      }
      return archive;
    }
  }
}

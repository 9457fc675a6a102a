package org.statecraft.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whole districts from kept rows to an outbox ready to send, in a JVM of 512 MiB beside a
 * PostgreSQL on the same two cores.
 */
final class DistrictBench implements Bench {

  private static final String SCHEMA = "district";
  private static final int SMALL = 10_000;
  private static final int LARGE = 100_000;

  @Override
  public String name() {
    return "district";
  }

  @Override
  public void run(Report report) throws Exception {
    Map<String, Integer> districts = new LinkedHashMap<>();
    districts.put("cold-10000", SMALL);
    districts.put("warm-10000", SMALL);
    districts.put("warm-100000", LARGE);
    districts.put("warmer-10000", SMALL);
    try (BenchPostgres postgres = BenchPostgres.start()) {
      postgres.schema(SCHEMA);
      for (Map.Entry<String, Integer> each : districts.entrySet()) {
        postgres.run(SCHEMA, DistrictRows.statements(each.getKey(), each.getValue()));
      }
      postgres.run(SCHEMA, "CHECKPOINT");
      Report.Table table =
          report.table(
              "Whole district: from rows to an outbox ready to send, heap limit 512 MiB",
              "students",
              "decided before by this JVM",
              "seconds",
              "students/s",
              "our CPU µs/student",
              "PostgreSQL's",
              "so two free cores do/s",
              "actions",
              "excluded",
              "peak heap MiB");
      table.row("goal", "", "", "5,000", "", "", "5,000", "", "", "512");
      int before = 0;
      for (String line : fork(postgres.port(), districts)) {
        String[] told = line.split(" ");
        double students = districts.get(told[0]);
        double millis = Double.parseDouble(told[1]);
        double own = Double.parseDouble(told[2]) * 1_000 / students;
        double server = Double.parseDouble(told[3]) * 1_000 / students;
        table.row(
            "%,.0f".formatted(students),
            "%,d".formatted(before),
            "%.1f".formatted(millis / 1_000),
            "%,.0f".formatted(students * 1_000 / millis),
            "%.0f".formatted(own),
            "%.0f".formatted(server),
            "%,.0f".formatted(2e6 / (own + server)),
            told[4],
            told[5],
            told[6]);
        before += districts.get(told[0]);
      }
      table.print();
    }
  }

  private static List<String> fork(int port, Map<String, Integer> districts)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-Ddrools.dateformat=yyyy-MM-dd"));
    String more = System.getProperty("bench.jvm", "");
    if (!more.isBlank()) {
      command.addAll(List.of(more.split(" ")));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(DistrictRun.class.getName(), Integer.toString(port), SCHEMA));
    districts.forEach((name, students) -> command.add(name + "=" + students));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.matches("(cold|warm|warmer)-\\d+ [\\d ]+")) {
          lines.add(line);
        } else {
          System.err.println(line);
        }
      }
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the forked run failed, see above");
    }
    return lines;
  }
}

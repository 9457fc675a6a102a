package org.statecraft.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The floor of ingest: the same rows and queue entries written by pgbench, a commit each, with as
 * many clients as there are senders. No HTTP, no reading of JSON, no comparing with what is kept.
 */
final class Pgbench {

  /** With a space after each colon of the JSON: pgbench takes ":word" for a variable. */
  private static final String SCRIPT =
      """
      \\set from random(1, 1000000000)
      BEGIN;
      INSERT INTO campus_row
        (district, table_name, row_key, student_id, columns, position_kind, position, position_rank,
         changed_at)
      SELECT (:client_id::integer)::text, 'Enrollment', n::text, (n / 3)::text,
             ('{"calendarID": 5,"enrollmentID": ' || n || ',"noShow": false,"personID": ' || n / 3
               || ',"serviceType": "P","startDate": "2025-08-15","stateExclude": false}')::jsonb,
             'lsn', lpad(n::text, 20, '0'), 2, now()
        FROM generate_series(:from::bigint, :from::bigint + %1$d - 1) AS n
      ON CONFLICT ON CONSTRAINT campus_row_pk DO UPDATE
         SET student_id = excluded.student_id, columns = excluded.columns,
             position = excluded.position, changed_at = excluded.changed_at, received_at = now();
      INSERT INTO event_queue AS e (connection, student_id, cause, changed_at)
      SELECT DISTINCT (:client_id::integer)::text, (n / 3)::text, 'Enrollment', now()
        FROM generate_series(:from::bigint, :from::bigint + %1$d - 1) AS n
      ON CONFLICT ON CONSTRAINT event_queue_pk DO UPDATE
         SET version = e.version + 1, cause = excluded.cause, queued_at = now();
      COMMIT;
      """;

  private Pgbench() {}

  static boolean isPresent() {
    try {
      return new ProcessBuilder("pgbench", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Rows a second; empty if there is no pgbench. */
  static OptionalDouble rowsPerSecond(
      int port, String schema, int clients, int rowsTogether, int seconds)
      throws IOException, InterruptedException {
    if (!isPresent()) {
      return OptionalDouble.empty();
    }
    Path script = Files.createTempFile("statecraft-bench", ".sql");
    Files.writeString(script, SCRIPT.formatted(rowsTogether));
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    "pgbench",
                    "--no-vacuum",
                    "--host=127.0.0.1",
                    "--port=" + port,
                    "--username=postgres",
                    "--client=" + clients,
                    "--jobs=" + Math.min(2, clients),
                    "--time=" + seconds,
                    "--protocol=prepared",
                    "--file=" + script,
                    "postgres"))
            .redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", "postgres");
    builder.environment().put("PGOPTIONS", "-c search_path=" + schema);
    Process process = builder.start();
    OptionalDouble rows = OptionalDouble.empty();
    StringBuilder said = new StringBuilder();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said.append(line).append('\n');
        if (line.startsWith("tps = ")) {
          rows = OptionalDouble.of(Double.parseDouble(line.split(" ")[2]) * rowsTogether);
        }
      }
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException("pgbench failed:\n" + said);
    }
    Files.delete(script);
    return rows;
  }
}

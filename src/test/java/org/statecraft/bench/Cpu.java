package org.statecraft.bench;

import static org.statecraft.testing.TestDatabase.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;
import org.statecraft.db.Database;

/** Processor time, in milliseconds. */
final class Cpu {

  private static final String POSTMASTER =
      "SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)::bigint AS pid";

  private Cpu() {}

  /** Of this process so far. */
  static long own() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1_000_000;
  }

  /** The process id of a PostgreSQL on this machine. */
  static long postmaster(Database database) {
    return await(database.run(POSTMASTER)).iterator().next().getLong("pid");
  }

  /** Of a PostgreSQL and its processes that live; our connections live as long as we do. */
  static long ofServer(long postmaster) {
    return ProcessHandle.of(postmaster).stream()
        .flatMap(server -> Stream.concat(Stream.of(server), server.children()))
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .mapToLong(Duration::toMillis)
        .sum();
  }
}

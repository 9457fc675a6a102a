package org.statecraft.crash;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL that keeps what it acknowledges, to be killed and started again. */
final class CrashDatabase implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Path data;
  private final int port;
  private long pid;

  private CrashDatabase(Path data, int port) throws IOException {
    this.data = data;
    this.port = port;
    this.pid = postmaster();
  }

  static CrashDatabase start(Path folder) throws IOException {
    Path data = folder.resolve("pg");
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(folder.toFile())
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setOutputRedirector(
                ProcessBuilder.Redirect.to(folder.resolve("postgres.log").toFile()))
            .start();
    return new CrashDatabase(data, postgres.getPort());
  }

  String url() {
    return "postgresql://127.0.0.1:" + port + "/postgres";
  }

  private long postmaster() throws IOException {
    return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
  }

  /** As kill -9 does to the first of its processes; the others notice and end. */
  void kill() {
    ProcessHandle.of(pid)
        .ifPresent(
            process -> {
              List<ProcessHandle> all = new ArrayList<>(process.children().toList());
              process.destroyForcibly();
              process.onExit().join();
              all.forEach(child -> child.onExit().join());
            });
  }

  /** Starts it again with the options it had; it recovers from its log. */
  void startAgain() throws IOException, InterruptedException {
    String command =
        "exec "
            + Files.readString(data.resolve("postmaster.opts")).strip()
            + " >> "
            + data.resolveSibling("postgres.log")
            + " 2>&1";
    List<String> line = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      line.addAll(List.of("unshare", "-U"));
    }
    line.addAll(List.of("sh", "-c", command));
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      Process process = new ProcessBuilder(line).start();
      pid = process.pid();
      while (process.isAlive() && System.nanoTime() < end) {
        if (answers()) {
          return;
        }
        process.waitFor(100, TimeUnit.MILLISECONDS);
      }
    }
    throw new IllegalStateException("the database does not start again");
  }

  boolean answers() {
    try (Connection connection = connect()) {
      return connection.isValid(5);
    } catch (SQLException notYet) {
      return false;
    }
  }

  /**
   * Sets the largest size a file may be written to, for all its processes; what goes beyond fails,
   * as on a full disk. PostgreSQL cannot write its log then and restarts itself, over and over.
   *
   * @return false where the system has no {@code prlimit}
   */
  boolean limitFiles(String bytes) throws IOException, InterruptedException {
    List<Long> all = new ArrayList<>(List.of(pid));
    ProcessHandle.of(pid).ifPresent(process -> process.children().forEach(c -> all.add(c.pid())));
    boolean limited = false;
    for (long each : all) {
      try {
        int exit =
            new ProcessBuilder("prlimit", "--pid", "" + each, "--fsize=" + bytes + ":unlimited")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        limited |= exit == 0;
      } catch (IOException noSuchProgram) {
        return false;
      }
    }
    return limited;
  }

  /** The first column of the first row; -1 while it cannot be asked. */
  long ask(String schema, String query) {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("SET search_path TO " + schema);
      try (var rows = statement.executeQuery(query)) {
        rows.next();
        return rows.getLong(1);
      }
    } catch (SQLException e) {
      return -1;
    }
  }

  /** All rows of a query of one text. */
  List<String> list(String schema, String query) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("SET search_path TO " + schema);
      List<String> texts = new ArrayList<>();
      try (var rows = statement.executeQuery(query)) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
      return texts;
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:" + url(), "postgres", "postgres");
  }

  static void pause(long millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    kill();
  }
}

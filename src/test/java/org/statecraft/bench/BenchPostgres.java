package org.statecraft.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.statecraft.config.Secret;
import org.statecraft.db.DatabaseUrl;
import org.statecraft.db.Migrations;

/**
 * The PostgreSQL of the benches: a server process of its own that keeps what it acknowledges, with
 * a migrated schema for each bench.
 */
final class BenchPostgres implements AutoCloseable {

  private static final String WAITING =
      """
      SELECT (SELECT count(*) FROM event_queue)
        + (SELECT count(*) FROM outbox WHERE state NOT IN ('done', 'cancelled'))
      """;

  private final EmbeddedPostgres postgres;

  private BenchPostgres(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  static BenchPostgres start() throws IOException {
    Path folder = Files.createTempDirectory("statecraft-bench");
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(folder.toFile())
            .setDataDirectory(folder.resolve("data"))
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "512MB")
            .setServerConfig("max_wal_size", "4GB")
            .setServerConfig("jit", "off")
            .start();
    return new BenchPostgres(postgres);
  }

  int port() {
    return postgres.getPort();
  }

  /** A fresh, migrated schema. */
  DatabaseUrl schema(String name) {
    DatabaseUrl url = url(port(), name);
    Migrations.migrate(url);
    return url;
  }

  /** A schema of a server that another process started. */
  static DatabaseUrl url(int port, String schema) {
    return DatabaseUrl.parse(
        "postgresql://localhost:" + port + "/postgres", "postgres", new Secret("postgres"), schema);
  }

  /** Runs statements in a schema. */
  void run(String schema, String... statements) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path TO " + schema);
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** The first column of the first row, as text. */
  String ask(String schema, String query) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path TO " + schema);
      try (var rows = statement.executeQuery(query)) {
        rows.next();
        return String.valueOf(rows.getString(1));
      }
    }
  }

  /** Waits until the server of a schema has decided and sent everything. */
  void awaitNothingWaiting(String schema, Duration limit)
      throws SQLException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!ask(schema, WAITING).equals("0")) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "still waiting: "
                + ask(schema, "SELECT string_agg(DISTINCT state || ' ' || verb, ',') FROM outbox")
                + ask(schema, "SELECT max(detail) || max(answer) FROM error_log"));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}

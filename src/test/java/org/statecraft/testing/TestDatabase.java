package org.statecraft.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.statecraft.config.Secret;
import org.statecraft.db.Database;
import org.statecraft.db.DatabasePool;
import org.statecraft.db.DatabaseUrl;
import org.statecraft.db.Migrations;

/**
 * A migrated schema of its own for a test class, on one PostgreSQL server per JVM: the one that the
 * environment variable PG_URL names (user postgres), else an embedded one. Close it after the
 * class.
 */
public final class TestDatabase implements AutoCloseable {

  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static DatabaseUrl server;

  private final Vertx vertx = Vertx.vertx();
  private final DatabaseUrl url;
  private final Database database;

  private TestDatabase(DatabaseUrl url) {
    this.url = url;
    this.database = DatabasePool.open(vertx, url, 8);
  }

  /** Opens a fresh, migrated schema. */
  public static TestDatabase open() {
    DatabaseUrl server = server();
    String schema = "t" + ProcessHandle.current().pid() + "_" + SCHEMAS.incrementAndGet();
    DatabaseUrl url =
        new DatabaseUrl(
            server.host(),
            server.port(),
            server.database(),
            server.user(),
            server.password(),
            schema);
    Migrations.migrate(url);
    return new TestDatabase(url);
  }

  private static synchronized DatabaseUrl server() {
    if (server == null) {
      String address = System.getenv("PG_URL");
      server =
          DatabaseUrl.parse(
              address == null ? startEmbedded() : address,
              "postgres",
              new Secret("postgres"),
              "public");
    }
    return server;
  }

  private static String startEmbedded() {
    try {
      Path folder = Files.createTempDirectory("statecraft-test-pg");
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(folder.toFile())
              .setDataDirectory(folder.resolve("data"))
              .setServerConfig("unix_socket_directories", "")
              .setServerConfig("synchronous_commit", "on")
              // Else what nobody waits for would be on disk before a test can look.
              .setServerConfig("wal_writer_delay", "10s")
              .setServerConfig("timezone", "Asia/Kolkata")
              .setServerConfig("max_connections", "200")
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres)));
      return "postgresql://localhost:" + postgres.getPort() + "/postgres";
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL does not start", e);
    }
  }

  private static void stop(EmbeddedPostgres postgres) {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Vertx vertx() {
    return vertx;
  }

  public DatabaseUrl url() {
    return url;
  }

  public Database database() {
    return database;
  }

  /** Waits for a future, at most 30 seconds. */
  /** Where the log of the server ends, written or not. */
  public String endOfLog() {
    return text("SELECT pg_current_wal_insert_lsn()::text");
  }

  /** Whether the log is on disk up to a place, as far as the server was told to care. */
  public boolean isOnDisk(String place) {
    return text("SELECT (pg_current_wal_flush_lsn() >= '" + place + "')::text").equals("true");
  }

  private String text(String query) {
    return await(database.run(query)).iterator().next().getString(0);
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("no result within 30 seconds", e);
    }
  }

  @Override
  public void close() {
    await(database.run("DROP SCHEMA " + url.schema() + " CASCADE"));
    await(database.close());
    await(vertx.close());
  }
}

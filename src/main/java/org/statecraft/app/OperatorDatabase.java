package org.statecraft.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.statecraft.config.DatabaseConfig;
import org.statecraft.config.Environment;
import org.statecraft.config.Problems;
import org.statecraft.config.ServerConfig;
import org.statecraft.db.Database;
import org.statecraft.db.DatabasePool;
import org.statecraft.db.DatabaseUnavailable;
import org.statecraft.db.DatabaseUrl;
import org.statecraft.db.EmbeddedDatabase;
import org.statecraft.db.PgErrors;

/** The database of a server that runs, or does not, for a command of an operator. Blocking. */
final class OperatorDatabase implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final Database database;
  private final DatabaseUrl url;

  private OperatorDatabase(Vertx vertx, Database database, DatabaseUrl url) {
    this.vertx = vertx;
    this.database = database;
    this.url = url;
  }

  /**
   * Opens the database that a server's settings name.
   *
   * @throws org.statecraft.config.InvalidFiles when they name none
   */
  static OperatorDatabase open(Path config, Map<String, String> settings) {
    Problems problems = new Problems();
    DatabaseConfig named =
        ServerConfig.readDatabase(config, settings, new Environment(System.getenv()), problems);
    problems.throwIfAny();
    DatabaseUrl url =
        named.isEmbedded()
            ? EmbeddedDatabase.ofAnother(named.embedded(), named.schema())
            : DatabaseUrl.parse(named.url(), named.user(), named.password(), named.schema());
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    return new OperatorDatabase(vertx, DatabasePool.open(vertx, url, 2), url);
  }

  Database database() {
    return database;
  }

  /**
   * Waits for an answer of the database.
   *
   * @throws DatabaseUnavailable when it gives none
   */
  <T> T await(Future<T> future) {
    try {
      return future
          .recover(error -> Future.failedFuture(unavailable(error)))
          .await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new DatabaseUnavailable("the database at " + place() + " does not answer", e);
    }
  }

  private Throwable unavailable(Throwable error) {
    return new DatabaseUnavailable(
        "the database at "
            + place()
            + " cannot be used ("
            + PgErrors.describe(error)
            + "); is it the right one, does it run, and was a server of this version started on it?",
        error);
  }

  private String place() {
    return url.host() + ":" + url.port() + "/" + url.database() + ", schema " + url.schema();
  }

  /** One after the other: who waits for the pool on an event loop that ends waits for ever. */
  @Override
  public void close() {
    try {
      database.close().await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      vertx.close().await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new DatabaseUnavailable("the database at " + place() + " does not let go", e);
    }
  }
}

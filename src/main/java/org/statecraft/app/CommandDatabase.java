package org.statecraft.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.statecraft.admin.Audit;
import org.statecraft.admin.AuditedChange;
import org.statecraft.admin.NotThere;
import org.statecraft.config.DatabaseConfig;
import org.statecraft.config.Environment;
import org.statecraft.config.Problems;
import org.statecraft.config.ServerConfig;
import org.statecraft.db.Database;
import org.statecraft.db.DatabasePool;
import org.statecraft.db.DatabaseStart;
import org.statecraft.db.DatabaseUnavailable;
import org.statecraft.db.DatabaseUrl;
import org.statecraft.db.EmbeddedDatabase;
import org.statecraft.db.Migrations;
import org.statecraft.db.PgErrors;
import org.statecraft.db.SchemaMark;
import org.statecraft.deliver.ConnectionFault;
import org.statecraft.resync.ReadRefused;
import org.statecraft.resync.ScopeUnknown;

/**
 * The database for a command that does one thing and ends, mostly beside a running server. It makes
 * and changes no table.
 */
final class CommandDatabase implements AutoCloseable {

  /** Who waits at a screen wants to know soon. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  /** More than the largest district takes. */
  private static final Duration WORK_LIMIT = Duration.ofMinutes(10);

  private static final int CONNECTIONS = 2;

  private final Vertx vertx;
  private final @Nullable EmbeddedDatabase own;
  private final Database database;

  private CommandDatabase(Vertx vertx, @Nullable EmbeddedDatabase own, Database database) {
    this.vertx = vertx;
    this.own = own;
    this.database = database;
  }

  /**
   * Opens the database that a server's settings name; nothing else of the settings is looked at.
   *
   * @throws org.statecraft.config.InvalidFiles when they name none
   * @throws DatabaseUnavailable when it cannot be used
   */
  static CommandDatabase open(Path settings, Map<String, String> set, InstantSource clock) {
    Problems problems = new Problems();
    DatabaseConfig named =
        ServerConfig.readDatabase(settings, set, new Environment(System.getenv()), problems);
    problems.throwIfAny();
    return open(named, clock);
  }

  /**
   * Opens the database. An embedded one that no server has running is started for the time being.
   *
   * @throws DatabaseUnavailable when it cannot be used
   */
  static CommandDatabase open(DatabaseConfig config, InstantSource clock) {
    EmbeddedDatabase own = null;
    DatabaseUrl url;
    if (config.isEmbedded()) {
      Optional<DatabaseUrl> running = EmbeddedDatabase.running(config.embedded(), config.schema());
      if (running.isEmpty()) {
        own = EmbeddedDatabase.start(config.embedded(), ignored -> {});
      }
      url = own == null ? running.orElseThrow() : own.url(config.schema());
    } else {
      url = DatabaseUrl.parse(config.url(), config.user(), config.password(), config.schema());
    }
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    CommandDatabase opened =
        new CommandDatabase(vertx, own, DatabasePool.open(vertx, url, CONNECTIONS));
    try {
      Duration limit =
          config.startTimeout().compareTo(ANSWER_LIMIT) < 0 ? config.startTimeout() : ANSWER_LIMIT;
      opened.await(
          new DatabaseStart(vertx, url, limit, clock, ignored -> {}).awaitAnswer(opened.database));
      if (!opened.await(SchemaMark.isOn(opened.database))) {
        Migrations.check(url);
      }
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  Database database() {
    return database;
  }

  Vertx vertx() {
    return vertx;
  }

  /** Waits for work; blocking. */
  <T> T await(Future<T> work) {
    return await(work, WORK_LIMIT);
  }

  /** Waits for work that may take that long; blocking. */
  <T> T await(Future<T> work, Duration limit) {
    try {
      return work.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new StartFailure("it took longer than " + limit.toMinutes() + " minutes");
    } catch (RuntimeException e) {
      if (PgErrors.isUnavailable(e)) {
        throw new DatabaseUnavailable(
            "the database went away (" + PgErrors.describe(e) + "); nothing was changed", e);
      }
      throw e;
    }
  }

  /** Makes a change that somebody asks for, with its entry in the audit log; blocking. */
  <T> T make(String by, AuditedChange<T> change) {
    return make(by, change, WORK_LIMIT);
  }

  /** The same for a change that may take that long; blocking. */
  <T> T make(String by, AuditedChange<T> change, Duration limit) {
    return await(
        new Audit(database, CommandDatabase::isTold).make(Audit.By.commandLine(by), change), limit);
  }

  /** Failures that a person is told of; any other is a fault of ours. */
  private static boolean isTold(Throwable error) {
    return error instanceof NotThere
        || error instanceof StartFailure
        || error instanceof ScopeUnknown
        || error instanceof ReadRefused
        || error instanceof ConnectionFault;
  }

  @Override
  public void close() {
    try {
      database.close().await(1, TimeUnit.MINUTES);
      vertx.close().await(1, TimeUnit.MINUTES);
    } catch (TimeoutException e) {
      throw new StartFailure("the database's connections do not close", e);
    } finally {
      if (own != null) {
        own.close();
      }
    }
  }
}

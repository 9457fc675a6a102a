package org.statecraft.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.DatabaseConfig;
import org.statecraft.db.Database;
import org.statecraft.db.DatabasePool;
import org.statecraft.db.DatabaseStart;
import org.statecraft.db.DatabaseUrl;
import org.statecraft.db.EmbeddedDatabase;
import org.statecraft.db.Migrations;
import org.statecraft.db.SchemaMark;

/**
 * The database of a server: it answers, and its schema is up to date.
 *
 * @param url where it is
 */
record OpenedDatabase(DatabaseUrl url, Database database) {

  private static final Logger LOG = LoggerFactory.getLogger(OpenedDatabase.class);

  /**
   * Starts the embedded database or finds the other one, and waits until it answers; blocking.
   *
   * @throws RuntimeException with a message for a person
   */
  static OpenedDatabase open(
      DatabaseConfig config,
      Vertx vertx,
      Parts parts,
      InstantSource clock,
      Consumer<String> progress) {
    DatabaseUrl url = url(config, parts, progress);
    Database database = DatabasePool.open(vertx, url, config.poolSize());
    parts.add("pool", database::close);
    StartStep.await(
        new DatabaseStart(vertx, url, config.startTimeout(), clock, progress).awaitAnswer(database),
        config.startTimeout().plus(StartStep.LIMIT));
    LOG.info("database answers host={} port={}", url.host(), url.port());
    LOG.info("schema is up to date applied={}", bringUpToDate(database, url));
    return new OpenedDatabase(url, database);
  }

  private static int bringUpToDate(Database database, DatabaseUrl url) {
    if (StartStep.await(SchemaMark.isOn(database), StartStep.LIMIT)) {
      return 0;
    }
    int applied = Migrations.migrate(url);
    StartStep.await(SchemaMark.put(database), StartStep.LIMIT);
    return applied;
  }

  private static DatabaseUrl url(DatabaseConfig config, Parts parts, Consumer<String> progress) {
    if (!config.isEmbedded()) {
      return DatabaseUrl.parse(config.url(), config.user(), config.password(), config.schema());
    }
    EmbeddedDatabase embedded = EmbeddedDatabase.start(config.embedded(), progress);
    parts.add(
        "embedded database",
        () -> {
          embedded.close();
          return Future.succeededFuture();
        });
    LOG.info("embedded database runs folder={}", config.embedded().folder());
    return embedded.url(config.schema());
  }
}

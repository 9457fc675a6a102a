package org.statecraft.db;

import org.flywaydb.core.Flyway;

/** Brings the schema to the newest version. Blocking; called once at start. */
public final class Migrations {

  private Migrations() {}

  /**
   * Applies the migrations the database lacks; a database that is up to date is left alone.
   *
   * @return how many were applied
   */
  public static int migrate(DatabaseUrl url) {
    return Flyway.configure()
        .dataSource(url.jdbc(), url.user(), url.password().reveal())
        .schemas(url.schema())
        .locations("classpath:db/migration")
        .loggers("slf4j")
        .load()
        .migrate()
        .migrationsExecuted;
  }
}

package org.statecraft.db;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema to the newest version. Blocking; called once at start. */
public final class Migrations {

  private Migrations() {}

  /**
   * Applies the migrations the database lacks; a database that is up to date is left alone.
   *
   * @return how many were applied
   * @throws DatabaseUnavailable when one fails, or those applied are not ours
   */
  public static int migrate(DatabaseUrl url) {
    try {
      return apply(url);
    } catch (FlywayException e) {
      throw new DatabaseUnavailable(
          "the schema '" + url.schema() + "' cannot be brought up to date: " + e.getMessage(), e);
    }
  }

  private static int apply(DatabaseUrl url) {
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

package org.statecraft.db;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;

/** Brings the schema to the newest version. Blocking. */
public final class Migrations {

  /** Where they are in the program. */
  static final String FOLDER = "db/migration";

  /** Where it is kept which of them a schema has. */
  static final String TABLE = "flyway_schema_history";

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

  /**
   * Makes sure that the schema has what this program needs, and changes nothing. For those who work
   * beside a server, whose business the schema is.
   *
   * @throws DatabaseUnavailable with what to do, when it has not
   */
  public static void check(DatabaseUrl url) {
    MigrationInfoService info;
    try {
      info = flyway(url).info();
    } catch (FlywayException e) {
      throw new DatabaseUnavailable(
          "the schema '" + url.schema() + "' cannot be looked at: " + e.getMessage(), e);
    }
    String where = "the schema '" + url.schema() + "' at " + url.host() + ":" + url.port();
    if (info.current() == null) {
      throw new DatabaseUnavailable(
          where + " has no tables of Statecraft; the server makes them when it starts");
    }
    if (info.pending().length > 0) {
      throw new DatabaseUnavailable(
          where + " is older than this program; start the server of this version first");
    }
  }

  private static int apply(DatabaseUrl url) {
    return flyway(url).migrate().migrationsExecuted;
  }

  private static Flyway flyway(DatabaseUrl url) {
    return Flyway.configure()
        .dataSource(url.jdbc(), url.user(), url.password().reveal())
        .schemas(url.schema())
        .locations("classpath:" + FOLDER)
        .table(TABLE)
        .loggers("slf4j")
        .load();
  }
}

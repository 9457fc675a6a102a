package org.statecraft.db;

import io.vertx.core.Future;

/** Tells whether the database takes what we want to keep. */
public final class DatabaseHealth {

  private static final String IS_READ_ONLY =
      """
      SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean
      """;

  private DatabaseHealth() {}

  /** Fails when the database does not answer, or is a standby or switched to read-only. */
  public static Future<Void> checkWritable(Database database) {
    return database
        .run(IS_READ_ONLY)
        .compose(
            rows ->
                rows.iterator().next().getBoolean(0)
                    ? Future.failedFuture(new DatabaseUnavailable("the database is read-only"))
                    : Future.succeededFuture());
  }
}

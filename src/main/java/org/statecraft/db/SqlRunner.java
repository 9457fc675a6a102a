package org.statecraft.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import org.jspecify.annotations.Nullable;

/** Runs statements: within a transaction, or each on its own. For reads that need neither. */
public interface SqlRunner {

  /** Runs one prepared statement with its parameters in order. */
  Future<RowSet<Row>> run(String sql, @Nullable Object... parameters);
}

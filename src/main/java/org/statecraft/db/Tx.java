package org.statecraft.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/** An open transaction. What is done through it holds together or not at all. */
public final class Tx implements SqlRunner {

  private final SqlConnection connection;

  Tx(SqlConnection connection) {
    this.connection = connection;
  }

  @Override
  public Future<RowSet<Row>> run(String sql, @Nullable Object... parameters) {
    return connection.preparedQuery(sql).execute(Tuple.from(parameters));
  }
}

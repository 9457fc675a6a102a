package org.statecraft.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The pool of connections, and the one way to open a transaction. */
public final class Database implements SqlRunner {

  private static final int MOST_RUNS = 5;

  /** A commit of its own, which PostgreSQL puts on disk with all that were before it. */
  private static final String ON_DISK = "SELECT pg_logical_emit_message(true, 'statecraft', '')";

  private final Pool pool;

  public Database(Pool pool) {
    this.pool = pool;
  }

  /**
   * Runs {@code work} in one transaction: committed when its future succeeds, rolled back when it
   * fails. A transaction that lost a race with another is run again, so {@code work} must not have
   * effects outside of it.
   */
  public <T> Future<T> inTransaction(Function<Tx, Future<T>> work) {
    return attempt(connection -> Tx.run(connection, work), 1);
  }

  /**
   * As {@link #inTransaction}, but only one at a time of those with the same name, in this process
   * or another. All that {@code work} reads is what the one before has committed.
   */
  public <T> Future<T> aloneInTransaction(
      String name, Commit commit, Function<Tx, Future<T>> work) {
    return attempt(connection -> Tx.runAlone(connection, name, commit, work), 1);
  }

  /** Succeeds when all that was committed until now is on disk. */
  public Future<Void> onDisk() {
    return run(ON_DISK).mapEmpty();
  }

  /** Runs one statement on its own. */
  @Override
  public Future<RowSet<Row>> run(String sql, @Nullable Object... parameters) {
    return pool.preparedQuery(sql).execute(Tuple.from(parameters));
  }

  private <T> Future<T> attempt(Function<SqlConnection, Future<T>> transaction, int run) {
    return pool.withConnection(transaction)
        .recover(
            error ->
                PgErrors.mayRunAgain(error) && run < MOST_RUNS
                    ? attempt(transaction, run + 1)
                    : Future.failedFuture(error));
  }

  public Future<Void> close() {
    return pool.close();
  }
}

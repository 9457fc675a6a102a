package org.statecraft.db;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An open transaction. What is done through it holds together or not at all.
 *
 * <p>Nothing waits for the answer to BEGIN, and who knows which statements are the last ones can
 * have COMMIT sent right behind them: each saves a round trip.
 */
public final class Tx implements SqlRunner {

  private final SqlConnection connection;
  private boolean ended;

  private Tx(SqlConnection connection) {
    this.connection = connection;
  }

  /** Runs work between BEGIN and COMMIT, or ROLLBACK when it fails. */
  static <T> Future<T> run(SqlConnection connection, Function<Tx, Future<T>> work) {
    return run(connection, "BEGIN", work);
  }

  /**
   * Runs work in a transaction that waits until it alone has a name, in this process or another.
   * The lock goes with the BEGIN; it is gone after the COMMIT.
   */
  static <T> Future<T> runAlone(
      SqlConnection connection, String name, Commit commit, Function<Tx, Future<T>> work) {
    String begin = commit == Commit.VISIBLE ? "BEGIN; SET LOCAL synchronous_commit = off" : "BEGIN";
    return run(
        connection, "%s; SELECT pg_advisory_xact_lock(%d)".formatted(begin, lockOf(name)), work);
  }

  private static long lockOf(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
  }

  private static <T> Future<T> run(
      SqlConnection connection, String begin, Function<Tx, Future<T>> work) {
    Tx tx = new Tx(connection);
    Future<Void> begun = tx.control(begin);
    Future<T> done;
    try {
      done = work.apply(tx);
    } catch (RuntimeException e) {
      done = Future.failedFuture(e);
    }
    Future<T> worked = done;
    return begun
        .compose(nothing -> worked)
        .transform(result -> result.succeeded() ? tx.commit(result.result()) : tx.fail(result));
  }

  /**
   * Sends COMMIT behind statements whose answers are still to come; nothing may be sent after them.
   *
   * @param last succeeds if and only if every statement of the transaction did: PostgreSQL answers
   *     the COMMIT of a failed transaction, which is a rollback, as if all were well
   * @return succeeds when {@code last} did and is committed
   */
  public <T> Future<T> commitBehind(Future<T> last) {
    ended = true;
    Future<Void> committed = control("COMMIT");
    return Future.join(last, committed)
        .transform(
            both ->
                last.failed() ? Future.failedFuture(last.cause()) : committed.map(last.result()));
  }

  private <T> Future<T> commit(T result) {
    return ended ? Future.succeededFuture(result) : control("COMMIT").map(result);
  }

  /** The failure of the work counts, whatever becomes of the rollback. */
  private <T> Future<T> fail(AsyncResult<T> failed) {
    Future<T> failure = Future.failedFuture(failed.cause());
    return ended ? failure : control("ROLLBACK").transform(rolledBack -> failure);
  }

  private Future<Void> control(String statement) {
    return connection.query(statement).execute().mapEmpty();
  }

  @Override
  public Future<RowSet<Row>> run(String sql, @Nullable Object... parameters) {
    return connection.preparedQuery(sql).execute(Tuple.from(parameters));
  }
}

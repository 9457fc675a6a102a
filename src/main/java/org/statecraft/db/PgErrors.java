package org.statecraft.db;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Classes of PostgreSQL errors by SQLSTATE; messages are never parsed. */
public final class PgErrors {

  private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "55P03");
  private static final Set<String> FULL = Set.of("53100", "53200");

  private PgErrors() {}

  /** The transaction lost a race (serialization, deadlock, lock) and may simply run again. */
  public static boolean mayRunAgain(Throwable error) {
    return error instanceof PgException pg && TRY_AGAIN.contains(pg.getSqlState());
  }

  /** The server has no disk or memory left. */
  public static boolean isFull(Throwable error) {
    return error instanceof PgException pg && FULL.contains(pg.getSqlState());
  }

  /**
   * The server cannot be reached, is starting or stopping, or has no connection left; the same
   * request may succeed later.
   */
  public static boolean isUnavailable(Throwable error) {
    if (error instanceof PgException pg) {
      String state = String.valueOf(pg.getSqlState());
      return state.startsWith("08") || state.startsWith("57P") || state.equals("53300");
    }
    return error instanceof IOException
        || error instanceof ClosedConnectionException
        || error instanceof TimeoutException
        || error instanceof VertxException
        || isMessageOnly(error);
  }

  /** The client fails with a bare message where a connection was closed under its hands. */
  private static boolean isMessageOnly(Throwable error) {
    return !(error instanceof Exception) && !(error instanceof Error);
  }

  /**
   * The error for a log: its class and SQLSTATE. Never its message, which may show a row's values.
   */
  public static String describe(Throwable error) {
    String name = error.getClass().getSimpleName();
    return error instanceof PgException pg ? name + "/" + pg.getSqlState() : name;
  }

  /** Whether the named constraint was violated. */
  public static boolean violates(Throwable error, String constraint) {
    return error instanceof PgException pg && constraint.equals(pg.getConstraint());
  }
}

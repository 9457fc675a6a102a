package org.statecraft.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Waits at start for a database that cannot be reached yet, as when both start together. What
 * waiting cannot cure, such as a wrong password, is told at once.
 */
public final class DatabaseStart {

  private static final long PAUSE_MILLIS = 500;
  private static final Duration BETWEEN_MESSAGES = Duration.ofSeconds(5);

  /** Starting up or going down; too many connections. Anything else the server says is final. */
  private static final Set<String> PASSING = Set.of("57P01", "57P02", "57P03", "53300");

  private final Vertx vertx;
  private final DatabaseUrl url;
  private final InstantSource clock;
  private final Consumer<String> progress;
  private final Instant deadline;
  private final Duration limit;
  private Instant nextMessage;

  /**
   * @param limit how long to try
   * @param progress is told from time to time that we are still waiting
   */
  public DatabaseStart(
      Vertx vertx,
      DatabaseUrl url,
      Duration limit,
      InstantSource clock,
      Consumer<String> progress) {
    this.vertx = vertx;
    this.url = url;
    this.clock = clock;
    this.progress = progress;
    this.limit = limit;
    this.deadline = clock.instant().plus(limit);
    this.nextMessage = clock.instant();
  }

  /** Succeeds when the database answers; fails with {@link DatabaseUnavailable}. */
  public Future<Void> awaitAnswer(Database database) {
    return database
        .run("SELECT 1")
        .<Void>mapEmpty()
        .recover(
            error ->
                mayPass(error) && clock.instant().isBefore(deadline)
                    ? again(database, error)
                    : Future.failedFuture(unavailable(error)));
  }

  private Future<Void> again(Database database, Throwable error) {
    if (!clock.instant().isBefore(nextMessage)) {
      nextMessage = clock.instant().plus(BETWEEN_MESSAGES);
      progress.accept("Waiting for the database at " + address() + " (" + words(error) + ")");
    }
    return vertx
        .timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
        .compose(passed -> awaitAnswer(database));
  }

  private static boolean mayPass(Throwable error) {
    return !(error instanceof PgException pg) || PASSING.contains(pg.getSqlState());
  }

  private DatabaseUnavailable unavailable(Throwable error) {
    String waited =
        mayPass(error) ? " within " + limit.toSeconds() + " seconds (database.start-timeout)" : "";
    return new DatabaseUnavailable(
        "the database at " + address() + " cannot be used" + waited + ": " + words(error), error);
  }

  private String address() {
    return url.host() + ":" + url.port() + "/" + url.database();
  }

  private static String words(Throwable error) {
    return error instanceof PgException pg
        ? pg.getErrorMessage()
        : String.valueOf(error.getMessage());
  }
}

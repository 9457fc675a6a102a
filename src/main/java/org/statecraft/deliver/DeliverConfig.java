package org.statecraft.deliver;

import java.time.Duration;

/**
 * How delivery behaves, for all connections. What differs between connections (time-out,
 * concurrency) stands in the connection.
 *
 * @param poll how long an idle worker waits before it looks for work again; a wake-up shortens it.
 *     Defaults to 1 s.
 * @param retryBase the longest wait after a first failure; doubles with each attempt. Defaults to 1
 *     s.
 * @param retryCap the longest wait after any failure. Defaults to 10 min.
 * @param longestPause how long a connection that fails as a whole is left alone at most. Defaults
 *     to 1 min.
 * @param slowClock how long an action waits that needs something we do not send ourselves. Defaults
 *     to 5 min.
 * @param patience how long actions wait for which another one finds out, should it fail to.
 *     Defaults to 1 h.
 * @param attemptsBeforeError after how many failures of the API's own an error log entry is raised;
 *     trying goes on. Defaults to 5.
 * @param attemptsUnrelated how often an action is tried, on the slow clock, whose person the API
 *     does not connect with us, before it waits for a person. Defaults to 3.
 * @param attemptsUnseen how often an action is tried whose key is in use by a record that cannot be
 *     found. Defaults to 4.
 * @param connectTimeout how long opening a connection to the API may take. Defaults to 10 s.
 * @param tokenMargin how long before its end a token is renewed. Defaults to 60 s.
 * @param stopDeadline how long requests under way are waited for when stopping. Defaults to 15 s.
 */
public record DeliverConfig(
    Duration poll,
    Duration retryBase,
    Duration retryCap,
    Duration longestPause,
    Duration slowClock,
    Duration patience,
    int attemptsBeforeError,
    int attemptsUnrelated,
    int attemptsUnseen,
    Duration connectTimeout,
    Duration tokenMargin,
    Duration stopDeadline) {

  /** Everything as described. */
  public static DeliverConfig defaults() {
    return new DeliverConfig(
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofMinutes(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofHours(1),
        5,
        3,
        4,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofSeconds(15));
  }

  /** The same with another deadline for stopping. */
  public DeliverConfig stoppingWithin(Duration deadline) {
    return new DeliverConfig(
        poll,
        retryBase,
        retryCap,
        longestPause,
        slowClock,
        patience,
        attemptsBeforeError,
        attemptsUnrelated,
        attemptsUnseen,
        connectTimeout,
        tokenMargin,
        deadline);
  }
}

package org.statecraft.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.statecraft.db.Database;

/** What the road still has to do: events, fan-outs and actions that are not finished. */
public final class WorkLeft {

  private static final String OPEN =
      """
      SELECT (SELECT count(*) FROM event_queue WHERE state <> 'discarded')
        + (SELECT count(*) FROM fan_out WHERE state <> 'done')
        + (SELECT count(*) FROM outbox WHERE state NOT IN ('done', 'cancelled', 'discarded'))
        AS open
      """;

  private static final String LEFT =
      """
      SELECT concat_ws(' ', 'event', connection, student_id, state, attempt, worker) AS text
        FROM event_queue
      UNION ALL
      SELECT concat_ws(' ', 'action', connection, id, verb, resource, state, status, cause, worker)
        FROM outbox WHERE state NOT IN ('done', 'cancelled')
      UNION ALL
      SELECT concat_ws(' ', 'fan-out', district, state) FROM fan_out WHERE state <> 'done'
      """;

  private WorkLeft() {}

  /** Whether there is something to do, by itself and without a person. */
  public static boolean any(Database database) {
    return TestDatabase.await(database.run(OPEN)).iterator().next().getLong("open") > 0;
  }

  /** All that is not done, for people: what needs a person too. */
  public static List<String> texts(Database database) {
    List<String> texts = new ArrayList<>();
    TestDatabase.await(database.run(LEFT)).forEach(row -> texts.add(row.getString("text")));
    return texts;
  }

  /** Waits until there is nothing to do, no longer than this. */
  public static void awaitNone(Database database, Duration limit) {
    Instant end = Instant.now().plus(limit);
    while (any(database) && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}

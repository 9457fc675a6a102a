package org.statecraft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.statecraft.testing.TestDatabase.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statecraft.config.HistoryConfig;
import org.statecraft.testing.TestDatabase;

/** What is over goes when its time has come, and not before. */
class HistoryCleanupPgTest {

  private static final Instant NOW = Instant.parse("2025-06-01T00:00:00Z");

  private static TestDatabase test;

  @BeforeAll
  static void open() {
    test = TestDatabase.open();
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @Test
  void clean_dropsEachKindAfterItsOwnTime() {
    // Of each kind one row more than a step takes that is too old, and two that are not.
    run(
        """
        INSERT INTO audit_log (who, role, action, asked, correlation_id, at)
        SELECT 'me', 'operator', 'a', '{}', 'c', t.at
        FROM (SELECT timestamptz '2025-05-26T23:00Z' AS at FROM generate_series(1, 1001)
              UNION ALL SELECT timestamptz '2025-05-27T01:00Z' FROM generate_series(1, 2)) AS t
        """);
    run(
        """
        INSERT INTO error_log (connection, kind, type, cause, detail, how_to_fix, state, last_at)
        VALUES ('c', 'campus', 'finding', 'a', '', '', 'closed', '2025-05-25T23:00Z'),
          ('c', 'campus', 'finding', 'b', '', '', 'closed', '2025-05-26T01:00Z'),
          ('c', 'campus', 'finding', 'c', '', '', 'open', '2020-01-01T00:00Z')
        """);
    run(
        """
        WITH runs AS (
          INSERT INTO resync_run (connection, kind, scope, requested_by, revision, preferences, state,
            finished_at)
          VALUES ('c', 'resync', '{}', 'me', 'r', 'p', 'done', '2025-05-24T23:00Z'),
            ('c', 'resync', '{}', 'me', 'r', 'p', 'done', '2025-05-25T01:00Z'),
            ('c', 'resync', '{}', 'me', 'r', 'p', 'planned', NULL)
          RETURNING id)
        INSERT INTO resync_action (run, phase, action, resource, key_hash, natural_key, reason, correct)
        SELECT id, 1, 'POST', 'records', gen_random_uuid(), '{}', '', false FROM runs
        """);
    run(
        """
        INSERT INTO shadow_difference (connection, found_at, change, subject, schools, rules, reason)
        VALUES ('c', '2025-05-23T23:00Z', 'PUT', 's', '{}', '{}', ''),
          ('c', '2025-05-24T01:00Z', 'PUT', 's', '{}', '{}', '')
        """);
    HistoryConfig keep =
        new HistoryConfig(
            Duration.ofDays(5), Duration.ofDays(6), Duration.ofDays(7), Duration.ofDays(8));
    await(
        new HistoryCleanup(test.vertx(), test.database(), keep, InstantSource.fixed(NOW)).clean());
    assertEquals(2, count("audit_log"));
    assertEquals(2, count("error_log"));
    assertEquals(3, count("resync_run"));
    assertEquals(2, count("resync_action"));
    assertEquals(1, count("shadow_difference"));
  }

  private static void run(String sql) {
    await(test.database().run(sql));
  }

  private static long count(String table) {
    return await(test.database().run("SELECT count(*) FROM " + table)).iterator().next().getLong(0);
  }
}

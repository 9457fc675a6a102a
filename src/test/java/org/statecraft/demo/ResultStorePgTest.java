package org.statecraft.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.testing.TestDatabase;

class ResultStorePgTest {

  private static final TestDatabase DATABASE = TestDatabase.open();

  private final ResultStore store = new ResultStore();

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @Test
  void result_countsWhatWasSent_andDeletesThatPostsFollowed() throws Exception {
    run(
        """
        INSERT INTO outbox (connection, resource, key_hash, student_id, verb, body, state,
          revision, changed_at, created_at, finished_at, sent_verb)
        SELECT 'a', 'records', gen_random_uuid(), n.student, n.verb,
          CASE WHEN n.verb = 'DELETE' THEN NULL ELSE '{}' END, n.state, 'r', now(),
          now() + n.plan * interval '1 second',
          CASE WHEN n.state IN ('done', 'discarded', 'cancelled') THEN now() END, n.sent
        FROM (VALUES
          ('1', 'DELETE', 'done', 1, 'DELETE'),
          ('1', 'POST', 'done', 1, 'POST'),
          ('2', 'DELETE', 'done', 1, 'DELETE'),
          ('3', 'POST', 'done', 1, 'POST'),
          ('1', 'PUT', 'done', 2, 'PUT'),
          ('2', 'DELETE', 'done', 3, NULL),
          ('4', 'POST', 'discarded', 1, 'POST'),
          ('5', 'POST', 'available', 1, NULL)) AS n (student, verb, state, plan, sent)
        """);
    ResultStore.Result result = await(store.result(DATABASE.database(), new ConnectionName("a")));
    assertEquals(
        List.of(new ResultStore.Sent("records", 2, 1, 2, 1, 1, 1, 0)),
        result.sent(),
        "what was sent in vain does not count");
    assertEquals(1L, await(store.open(DATABASE.database(), List.of(new ConnectionName("a")))));
  }

  @Test
  void open_whatIsTriedAgainInMinutes_isNotWaitedFor() throws Exception {
    run(
        """
        INSERT INTO outbox (connection, resource, key_hash, verb, body, state, revision,
          changed_at, next_at)
        SELECT 'b', 'records', gen_random_uuid(), 'POST', '{}', 'retryable', 'r', now(),
          now() + n.minutes * interval '1 minute'
        FROM (VALUES (0), (5)) AS n (minutes)
        """);
    run(
        """
        INSERT INTO event_queue (connection, student_id, state, cause, changed_at)
        VALUES ('b', '1', 'available', 'x', now()), ('b', '2', 'discarded', 'x', now())
        """);
    assertEquals(2L, await(store.open(DATABASE.database(), List.of(new ConnectionName("b")))));
    assertEquals(0L, await(store.open(DATABASE.database(), List.of(new ConnectionName("none")))));
  }

  @Test
  void result_groupsExclusionsAndErrors() throws Exception {
    run(
        """
        INSERT INTO decision (connection, student_id, revision, exclusions)
        VALUES ('c', '1', 'r', '[{"resource": "records", "reason": "No Show"}]'),
          ('c', '2', 'r', '[{"resource": "records", "reason": "No Show"}]'),
          ('d', '2', 'r', '[{"resource": "records", "reason": "Elsewhere"}]')
        """);
    run(
        """
        INSERT INTO error_log (connection, kind, type, resource, student_id, cause, detail,
          how_to_fix, state)
        VALUES ('c', 'campus', 'finding', 'records', '1', 'too long', 'd', 'h', 'open'),
          ('c', 'campus', 'finding', 'records', '2', 'too long', 'd', 'h', 'open'),
          ('c', 'campus', 'finding', 'records', '3', 'gone', 'd', 'h', 'closed')
        """);
    ResultStore.Result result = await(store.result(DATABASE.database(), new ConnectionName("c")));
    assertEquals(List.of(new ResultStore.Excluded("records", "No Show", 2)), result.excluded());
    assertEquals(
        List.of(new ResultStore.Failed("records", "finding", "too long", "d", "h", 2)),
        result.failed());
  }

  private static void run(String sql) throws Exception {
    await(DATABASE.database().run(sql));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(20, TimeUnit.SECONDS);
  }
}

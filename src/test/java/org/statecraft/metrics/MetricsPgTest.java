package org.statecraft.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.testing.TestDatabase;

class MetricsPgTest {

  private static final ConnectionName SPRINGFIELD = new ConnectionName("springfield");
  private static final ResourceName PROGRAMS = new ResourceName("programs");

  @Test
  void text_hasWhatHappened_inBaseUnitsWithBoundedLabels() {
    try (Metrics metrics = new Metrics()) {
      metrics.webhookAnswered(202, Duration.ofMillis(7));
      metrics.changesTaken(5, 2, 1, 0);
      metrics.decided(SPRINGFIELD, 4, Duration.ofMillis(8));
      metrics.excluded(SPRINGFIELD, PROGRAMS, 3);
      metrics.actionsPlanned(SPRINGFIELD, PROGRAMS, "POST", 6);
      metrics.delivered(SPRINGFIELD, PROGRAMS, "POST", "created", Duration.ofMillis(20));
      metrics.changeReachedOds(SPRINGFIELD, Duration.ofSeconds(2));
      String text = metrics.text();
      assertLine(text, "statecraft_webhook_seconds_count{status=\"202\"} 1");
      assertLine(text, "statecraft_changes_total{outcome=\"kept\"} 5.0");
      assertLine(text, "statecraft_changes_total{outcome=\"duplicate\"} 2.0");
      assertLine(text, "statecraft_changes_total{outcome=\"unwatched\"} 1.0");
      assertLine(text, "statecraft_decisions_total{connection=\"springfield\"} 4.0");
      assertLine(text, "statecraft_decision_seconds_sum{connection=\"springfield\"} 0.002");
      assertLine(
          text,
          "statecraft_exclusions_total{connection=\"springfield\",resource=\"programs\"} 3.0");
      assertLine(
          text,
          "statecraft_actions_planned_total{connection=\"springfield\",resource=\"programs\","
              + "verb=\"POST\"} 6.0");
      assertLine(
          text,
          "statecraft_deliveries_total{connection=\"springfield\",outcome=\"created\","
              + "resource=\"programs\",verb=\"POST\"} 1.0");
      assertLine(
          text, "statecraft_change_to_ods_seconds_bucket{connection=\"springfield\",le=\"1.0\"} 0");
      assertLine(
          text, "statecraft_change_to_ods_seconds_bucket{connection=\"springfield\",le=\"5.0\"} 1");
      assertTrue(text.contains("jvm_memory_used_bytes{"), "the JVM's own numbers");
    }
  }

  @Test
  void look_countsWhatWaitsPerConnectionAndState() {
    try (TestDatabase test = TestDatabase.open();
        Metrics metrics = new Metrics()) {
      add(test, "springfield", "available", 60);
      add(test, "springfield", "retryable", 600);
      add(test, "springfield", "discarded", 7200);
      add(test, "springfield", "done", 9000);
      add(test, "shelbyville", "available", 3600);
      await(
          test.database()
              .run(
                  "INSERT INTO event_queue (connection, student_id, cause, changed_at)"
                      + " VALUES ('springfield', '1', 'x', now()), ('springfield', '2', 'x', now())"));
      ConnectionName idle = new ConnectionName("idle");
      BacklogWatch watch =
          new BacklogWatch(test.vertx(), test.database(), List.of(SPRINGFIELD, idle), metrics);
      await(watch.start());
      watch.stop();
      String text = metrics.text();
      assertLine(text, outbox("springfield", "available", 1));
      assertLine(text, outbox("springfield", "retryable", 1));
      assertLine(text, outbox("springfield", "discarded", 1));
      assertLine(text, outbox("springfield", "waiting", 0));
      assertLine(text, outbox("idle", "available", 0));
      assertLine(
          text,
          "statecraft_event_queue_entries{connection=\"springfield\",state=\"available\"} 2.0");
      assertEquals(600, age(text, "springfield"), 30);
      assertEquals(0, age(text, "idle"));
      assertFalse(text.contains("shelbyville"), "only the connections we serve");
    }
  }

  @Test
  void look_whatHasGone_showsAsZero() {
    try (TestDatabase test = TestDatabase.open();
        Metrics metrics = new Metrics()) {
      add(test, "springfield", "available", 60);
      BacklogWatch watch =
          new BacklogWatch(test.vertx(), test.database(), List.of(SPRINGFIELD), metrics);
      await(watch.look());
      await(test.database().run("DELETE FROM outbox"));
      await(watch.look());
      assertLine(metrics.text(), outbox("springfield", "available", 0));
      assertEquals(0, age(metrics.text(), "springfield"));
    }
  }

  private static void add(TestDatabase test, String connection, String state, int ageSeconds) {
    await(
        test.database()
            .run(
                """
                INSERT INTO outbox
                  (connection, resource, key_hash, verb, state, revision, changed_at, created_at,
                   finished_at)
                VALUES
                  ($1, 'programs', gen_random_uuid(), 'DELETE', $2, 'r', now(),
                   now() - make_interval(secs => $3),
                   CASE WHEN $2 IN ('done', 'discarded') THEN now() END)
                """,
                connection,
                state,
                (double) ageSeconds));
  }

  private static String outbox(String connection, String state, int entries) {
    return "statecraft_outbox_entries{connection=\""
        + connection
        + "\",state=\""
        + state
        + "\"} "
        + entries
        + ".0";
  }

  private static double age(String text, String connection) {
    String start =
        "statecraft_oldest_unsent_action_age_seconds{connection=\"" + connection + "\"} ";
    return text.lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
        .findFirst()
        .orElseThrow();
  }

  private static void assertLine(String text, String line) {
    assertTrue(
        text.lines().anyMatch(line::equals),
        () ->
            line
                + " is not in:\n"
                + String.join(
                    "\n", text.lines().filter(each -> each.startsWith("statecraft_")).toList()));
  }
}

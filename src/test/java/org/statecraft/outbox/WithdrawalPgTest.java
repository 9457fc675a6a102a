package org.statecraft.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.statecraft.testing.Plans.CONNECTION;
import static org.statecraft.testing.Plans.delete;
import static org.statecraft.testing.Plans.plan;
import static org.statecraft.testing.Plans.post;
import static org.statecraft.testing.Plans.program;
import static org.statecraft.testing.Plans.put;
import static org.statecraft.testing.Plans.shared;
import static org.statecraft.testing.TestDatabase.await;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.ErrorEntry;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.identity.IdentityStore;
import org.statecraft.plan.Action;
import org.statecraft.plan.StudentPlan;
import org.statecraft.plan.Verb;
import org.statecraft.testing.TestDatabase;

/** What becomes of unsent actions when their resource is switched off. */
class WithdrawalPgTest {

  private static final long WORKER = 7;
  private static final Instant NOW = Instant.parse("2025-01-02T03:04:05Z");
  private static final String DAY = "2024-08-20";
  private static final ResourceName PROGRAMS = new ResourceName("programs");
  private static final ResourceName ASSOCIATIONS =
      new ResourceName("studentCTEProgramAssociations");

  private static TestDatabase test;

  private final OutboxStore outbox = new OutboxStore(new IdentityStore(), new ErrorStore());

  @BeforeAll
  static void open() {
    test = TestDatabase.open();
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @BeforeEach
  void empty() {
    await(
        test.database()
            .run(
                "TRUNCATE outbox, outbox_blocker, identity_mapping, error_log,"
                    + " resource_preference"));
  }

  @Test
  void withdraw_neverSent_isAsIfItHadNotBeenPlanned() {
    add(plan("1", post("1", DAY)), plan("2", post("2", DAY)));
    switchOff(ASSOCIATIONS);
    assertEquals(2, withdraw(ASSOCIATIONS));
    assertEquals(List.of("1 POST cancelled", "2 POST cancelled"), entries());
    assertEquals(List.of(), records());
    assertEquals(0, withdraw(ASSOCIATIONS), "nothing is left");
  }

  @Test
  void withdraw_sentBefore_staysAsTheApiHasIt() {
    sent("1");
    sent("2");
    add(plan("1", put("1", DAY, true)), plan("2", delete("2", DAY)));
    switchOff(ASSOCIATIONS);
    assertEquals(2, withdraw(ASSOCIATIONS));
    assertEquals(List.of("1 planned as sent", "2 planned as sent"), records());
    add(plan("2", delete("2", DAY)));
    assertEquals(1, claim().size(), "and can be planned anew");
  }

  @Test
  void withdraw_resourceThatIsOn_isLeftAlone() {
    add(plan("1", shared("CTE"), post("1", DAY, program("CTE"))));
    assertEquals(0, withdraw(PROGRAMS));
    assertEquals(0, withdraw());
    assertEquals(1, claim().size());
  }

  @Test
  void withdraw_freesWhatWaitedForIt() {
    add(plan("1", shared("CTE"), post("1", DAY, program("CTE"))));
    switchOff(PROGRAMS);
    assertEquals(1, withdraw(PROGRAMS));
    List<OutboxEntry> claimed = claim();
    assertEquals(List.of(ASSOCIATIONS), claimed.stream().map(e -> e.record().resource()).toList());
    assertEquals(0, count("SELECT count(*) FROM outbox_blocker"));
    assertEquals(List.of("1 planned, not sent"), records(), "the program is forgotten");
  }

  @Test
  void withdraw_inTheHandsOfAWorker_isSettledAndNotTriedAgain() {
    add(plan("1", post("1", DAY)), plan("2", post("2", DAY)));
    List<OutboxEntry> claimed = claim();
    switchOff(ASSOCIATIONS);
    assertEquals(0, withdraw(ASSOCIATIONS));
    settle(settlement(claimed.get(0), OutboxState.DONE, claimed.get(0).body()));
    settle(settlement(claimed.get(1), OutboxState.RETRYABLE, null));
    assertEquals(List.of("1 POST done", "2 POST cancelled"), entries());
    assertEquals(List.of("1 planned as sent"), records());
  }

  @Test
  void withdraw_behindOneInTheHandsOfAWorker_leavesThatOnesPlan() {
    add(plan("1", post("1", DAY)));
    OutboxEntry running = claim().get(0);
    add(plan("1", put("1", DAY, true)));
    switchOff(ASSOCIATIONS);
    assertEquals(1, withdraw(ASSOCIATIONS));
    settle(settlement(running, OutboxState.DONE, running.body()));
    assertEquals(List.of("1 POST done", "1 PUT cancelled"), entries());
    assertEquals(List.of("1 planned as sent"), records());
  }

  @Test
  void withdraw_aReplacementThatHasBegun_isCompleted() {
    sent("1");
    sent("2");
    add(
        plan("1", delete("1", DAY), post("1", "2024-08-21")),
        plan("2", delete("2", DAY), post("2", "2024-08-21")));
    OutboxEntry first =
        claim().stream()
            .filter(each -> new StudentId("1").equals(each.student()))
            .findFirst()
            .orElseThrow();
    await(
        test.database()
            .run(
                "UPDATE outbox SET state = 'available', worker = NULL WHERE id <> $1"
                    + " AND state = 'running'",
                first.id()));
    settle(settlement(first, OutboxState.DONE, null));
    switchOff(ASSOCIATIONS);
    assertEquals(2, withdraw(ASSOCIATIONS), "the one that has not begun");
    assertEquals(
        List.of(
            "1 POST done",
            "2 POST done",
            "1 DELETE done",
            "1 POST available",
            "2 DELETE cancelled",
            "2 POST cancelled"),
        entries());
    OutboxEntry second = claim().get(0);
    settle(settlement(second, OutboxState.RETRYABLE, null));
    assertEquals("1 POST retryable", entries().get(3), "it goes on until it is through");
    assertEquals(List.of("1 planned, not sent", "2 planned as sent"), records());
  }

  @Test
  void withdraw_whatNeededAPerson_needsNoneAnyMore() {
    add(plan("1", post("1", DAY)));
    OutboxEntry entry = claim().get(0);
    ErrorEntry error =
        new ErrorEntry(
            ErrorType.REJECTED,
            entry.record().resource(),
            entry.record().key(),
            entry.student(),
            entry.id(),
            "rejected",
            400,
            "refused",
            "{}");
    settle(
        new Settlement(
            entry,
            OutboxState.DISCARDED,
            NOW,
            true,
            error.cause(),
            entry.verb(),
            400,
            "{}",
            null,
            null,
            false,
            List.of(),
            false,
            null,
            List.of(error)));
    assertEquals(1, count("SELECT count(*) FROM error_log WHERE state = 'open'"));
    switchOff(ASSOCIATIONS);
    assertEquals(1, withdraw(ASSOCIATIONS));
    assertEquals(0, count("SELECT count(*) FROM error_log WHERE state = 'open'"));
    assertEquals(List.of(), records());
  }

  // --- what the tests are made of

  private void add(StudentPlan... plans) {
    await(test.database().inTransaction(tx -> outbox.add(tx, CONNECTION, List.of(plans))));
  }

  private void sent(String student) {
    Action action = post(student, DAY);
    add(plan(student, action));
    OutboxEntry entry = claim().get(0);
    settle(settlement(entry, OutboxState.DONE, entry.body()));
  }

  private static void switchOff(ResourceName resource) {
    await(
        test.database()
            .run(
                "INSERT INTO resource_preference (connection, resource, enabled)"
                    + " VALUES ($1, $2, false)",
                CONNECTION.value(),
                resource.value()));
  }

  private int withdraw(ResourceName... resources) {
    return await(
        test.database().inTransaction(tx -> outbox.withdraw(tx, CONNECTION, List.of(resources))));
  }

  private List<OutboxEntry> claim() {
    return await(outbox.claim(test.database(), CONNECTION, WORKER, 100, NOW)).entries();
  }

  private void settle(Settlement settlement) {
    int settled =
        await(
            test.database()
                .inTransaction(tx -> outbox.settle(tx, CONNECTION, List.of(settlement))));
    assertEquals(1, settled);
  }

  private static Settlement settlement(
      OutboxEntry entry, OutboxState state, @Nullable ResourceBody sent) {
    return new Settlement(
        entry,
        state,
        NOW,
        true,
        null,
        Verb.POST,
        sent == null ? 500 : 201,
        null,
        sent,
        sent == null ? null : new OdsId("a" + entry.id()),
        false,
        List.of(),
        false,
        null,
        List.of());
  }

  private static List<String> entries() {
    return texts(
        "SELECT coalesce(student_id, '-') || ' ' || verb || ' ' || state FROM outbox"
            + " ORDER BY id");
  }

  private static List<String> records() {
    return texts(
        "SELECT coalesce(student_id, '-') || CASE"
            + " WHEN planned_body IS NULL THEN ' not planned'"
            + " WHEN sent_body IS NULL THEN ' planned, not sent'"
            + " WHEN planned_body = sent_body THEN ' planned as sent'"
            + " ELSE ' planned otherwise' END"
            + " FROM identity_mapping ORDER BY student_id, planned_at");
  }

  private static List<String> texts(String sql) {
    List<String> texts = new ArrayList<>();
    for (Row row : await(test.database().run(sql))) {
      texts.add(row.getString(0));
    }
    return texts;
  }

  private static long count(String sql) {
    return await(test.database().run(sql)).iterator().next().getLong(0);
  }
}

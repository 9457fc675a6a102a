package org.statecraft.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.outbox.Settlements.LATE;
import static org.statecraft.outbox.Settlements.NOW;
import static org.statecraft.outbox.Settlements.SOON;
import static org.statecraft.testing.Plans.CONNECTION;
import static org.statecraft.testing.Plans.association;
import static org.statecraft.testing.Plans.delete;
import static org.statecraft.testing.Plans.plan;
import static org.statecraft.testing.Plans.post;
import static org.statecraft.testing.Plans.program;
import static org.statecraft.testing.Plans.put;
import static org.statecraft.testing.Plans.shared;
import static org.statecraft.testing.TestDatabase.await;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.identity.IdentityStore;
import org.statecraft.plan.Action;
import org.statecraft.plan.StudentPlan;
import org.statecraft.plan.Verb;
import org.statecraft.testing.TestDatabase;

/** What waits for what: pauses, deletes that come first, absent records, people. */
class OutboxWaitingPgTest {

  private static final long WORKER = 7;
  private static final ResourceName ASSOCIATIONS = association("1", "2024-08-20").resource();

  private static TestDatabase test;

  private final ErrorStore errors = new ErrorStore();
  private final OutboxStore outbox = new OutboxStore(new IdentityStore(), errors);
  private final PauseStore pauses = new PauseStore();
  private final HeldUpStore heldUp = new HeldUpStore();

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
                "TRUNCATE outbox, outbox_blocker, identity_mapping, error_log, worker,"
                    + " delivery_pause"));
  }

  // --- pauses

  @Test
  void pause_ofAResourceLetsTheOthersPassAndLosesNothing() {
    add(plan("1", post("1", "2024-08-20")), plan("2", post("2", "2024-08-20"), shared("CTE")));
    assertTrue(pause(Optional.of(ASSOCIATIONS)));
    assertFalse(pause(Optional.of(ASSOCIATIONS)), "it was paused before");
    Claim claim = claimAll();
    assertEquals(
        List.of(program("CTE")), claim.entries().stream().map(OutboxEntry::record).toList());
    assertEquals(2, claim.passedOver());
    assertEquals(0, claimAll().seen(), "what is paused is not looked at again");
    assertEquals(
        "a reason", await(pauses.pauses(test.database(), Optional.empty())).get(0).reason());
    assertTrue(resume(Optional.of(ASSOCIATIONS)));
    assertEquals(2, claimAll().entries().size());
    assertFalse(resume(Optional.of(ASSOCIATIONS)));
  }

  @Test
  void pause_ofAConnectionStopsAllOfIt() {
    add(plan("1", post("1", "2024-08-20"), shared("CTE")));
    pause(Optional.empty());
    assertEquals(0, claimAll().seen());
    resume(Optional.empty());
    assertEquals(2, claimAll().entries().size());
  }

  @Test
  void resume_whileOthersClaimLeavesNothingBehind() {
    for (int round = 0; round < 20; round++) {
      String student = "s" + round;
      pause(Optional.of(ASSOCIATIONS));
      add(plan(student, post(student, "2024-08-20")));
      List<Future<Claim>> claims = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        claims.add(outbox.claim(test.database(), CONNECTION, WORKER, 10, NOW));
      }
      Future<Boolean> resumed =
          test.database()
              .inTransaction(tx -> pauses.resume(tx, CONNECTION, Optional.of(ASSOCIATIONS)));
      List<OutboxEntry> got = new ArrayList<>();
      claims.forEach(claim -> got.addAll(await(claim).entries()));
      await(resumed);
      got.addAll(claimAll().entries());
      assertEquals(1, got.size(), "round " + round);
      settle(Settlements.done(got.get(0)));
    }
  }

  // --- delete, then post

  @Test
  void add_aNewerPlanDoesNotSkipADeleteThatComesFirst() {
    sent("1");
    add(plan("1", delete("1", "2024-08-20"), post("1", "2024-08-20")));
    add(plan("1", put("1", "2024-08-20", true)));
    add(plan("1", put("1", "2024-08-20", false)));
    OutboxEntry first = only(claimAll());
    assertEquals(Verb.DELETE, first.verb());
    settle(Settlements.done(first));
    OutboxEntry then = only(claimAll());
    assertEquals(put("1", "2024-08-20", false).body(), then.body());
    assertEquals(null, then.odsId());
  }

  @Test
  void add_aPlanThatDeletesOnlyTakesThePlaceOfADeleteThatCameFirst() {
    sent("1");
    add(plan("1", delete("1", "2024-08-20"), post("1", "2024-08-20")));
    add(plan("1", delete("1", "2024-08-20")));
    settle(Settlements.done(only(claimAll())));
    assertEquals(0, claimAll().seen());
    assertEquals(0, count("SELECT count(*) FROM identity_mapping"));
  }

  @Test
  void add_aPlainDeleteIsGivenUpWhenTheRecordIsWantedAgain() {
    sent("1");
    add(plan("1", delete("1", "2024-08-20")));
    add(plan("1", post("1", "2024-08-20")));
    assertEquals(Verb.POST, only(claimAll()).verb());
  }

  @Test
  void settle_aDeleteThatComesFirstIsTriedAgainAndNotGivenUp() {
    sent("1");
    add(plan("1", delete("1", "2024-08-20"), post("1", "2024-08-20")));
    OutboxEntry delete = only(claimAll());
    settle(Settlements.retryable(delete));
    assertEquals("retryable", state(delete));
    OutboxEntry again = only(claim(SOON));
    assertEquals(delete.id(), again.id());
    settle(Settlements.done(again));
    assertEquals(Verb.POST, only(claimAll()).verb());
  }

  @Test
  void settle_aDeleteThatNeedsAPersonLetsThePostBehindItGo() {
    sent("1");
    add(plan("1", delete("1", "2024-08-20"), post("1", "2024-08-20")));
    OutboxEntry delete = only(claimAll());
    settle(Settlements.failed(delete, OutboxState.DISCARDED, ErrorType.REJECTED));
    assertEquals("cancelled", state(delete));
    assertEquals(Verb.POST, only(claimAll()).verb());
  }

  // --- what the API lacks

  @Test
  void settle_ofManyThatLackOneRecordOneIsTriedForAll() {
    StudentPlan[] plans = new StudentPlan[6];
    Arrays.setAll(plans, i -> plan("s" + i, post("s" + i, "2024-08-20")));
    add(plans);
    List<OutboxEntry> all = claimAll().entries();
    settle(
        Settlements.programMissing(all.get(0)),
        Settlements.programMissing(all.get(1)),
        Settlements.programMissing(all.get(2)));
    settle(Settlements.programMissing(all.get(3)));
    settle(Settlements.programMissing(all.get(4)), Settlements.programMissing(all.get(5)));
    assertEquals(1, count("SELECT count(*) FROM error_log WHERE state = 'open'"));
    List<OutboxEntry> probe = claim(SOON).entries();
    assertEquals(1, probe.size());
    assertEquals(1, probe.get(0).attempt(), "waiting spends no attempt");
    // Still absent: one of them stays the one that is tried.
    settle(Settlements.programMissing(probe.get(0)));
    OutboxEntry again = only(claim(SOON));
    settle(Settlements.done(again));
    assertEquals(5, claimAll().entries().size(), "the others need not wait any longer");
  }

  @Test
  void settle_ifNobodyFindsOutAllAreTriedInTheEnd() {
    add(plan("1", post("1", "2024-08-20")), plan("2", post("2", "2024-08-20")));
    List<OutboxEntry> both = claimAll().entries();
    settle(Settlements.programMissing(both.get(0)), Settlements.programMissing(both.get(1)));
    add(plan("1", delete("1", "2024-08-20")));
    claimAll().entries().forEach(entry -> settle(Settlements.done(entry)));
    assertEquals(0, claim(SOON).seen());
    assertEquals(1, claim(LATE).seen());
  }

  @Test
  void settle_aRecordThatComesLaterWakesThoseThatLackedIt() {
    add(plan("1", post("1", "2024-08-20")));
    settle(Settlements.programMissing(only(claimAll())));
    assertEquals(0, claimAll().seen());
    add(plan("2", shared("CTE")));
    settle(Settlements.done(only(claimAll())));
    assertEquals(association("1", "2024-08-20"), only(claimAll()).record());
  }

  @Test
  void settle_aRecordOfTheStudentWakesThoseTheApiDidNotRelateToUs() {
    add(
        plan("1", post("1", "2024-08-20"), post("1", "2024-09-20")),
        plan("2", post("2", "2024-08-20")));
    List<OutboxEntry> all = claimAll().entries();
    settle(
        Settlements.failed(all.get(0), OutboxState.DISCARDED, ErrorType.NOT_RELATED),
        Settlements.failed(all.get(2), OutboxState.RETRYABLE, ErrorType.NOT_RELATED));
    settle(Settlements.done(all.get(1)));
    OutboxEntry woken = only(claimAll());
    assertEquals(all.get(0).id(), woken.id());
    assertEquals(1, woken.attempt());
    settle(Settlements.done(woken));
    assertEquals(1, count("SELECT count(*) FROM error_log WHERE state = 'open'"));
  }

  @Test
  void settle_aRecordStillReferredToWaitsForTheDeletesOfThoseThatDo() {
    add(plan("1", shared("CTE"), post("1", "2024-08-20", program("CTE"))));
    settle(Settlements.done(only(claimAll())));
    settle(Settlements.done(only(claimAll())));
    Action deleteProgram =
        new Action(Verb.DELETE, program("CTE"), null, true, List.of(), List.of(), List.of());
    add(plan("resync", deleteProgram));
    OutboxEntry early = only(claimAll());
    add(plan("1", delete("1", "2024-08-20")));
    settle(Settlements.referenced(early));
    assertEquals("waiting", state(early));
    assertEquals(0, count("SELECT count(*) FROM error_log"), "nobody needs to act");
    settle(Settlements.done(only(claimAll())));
    OutboxEntry now = only(claimAll());
    assertEquals(early.id(), now.id());
    settle(Settlements.referenced(now));
    assertEquals("discarded", state(now), "what else refers to it is not ours");
    assertEquals(1, count("SELECT count(*) FROM error_log WHERE type = 'still-referenced'"));
  }

  // --- what people see

  @Test
  void heldUp_countsAllThatWaitsBehindOneRefusedRecord() {
    StudentPlan[] plans = new StudentPlan[50];
    Arrays.setAll(
        plans, i -> plan("s" + i, shared("CTE"), post("s" + i, "2024-08-20", program("CTE"))));
    add(plans);
    OutboxEntry refused = only(claimAll());
    settle(Settlements.failed(refused, OutboxState.DISCARDED, ErrorType.REJECTED));
    assertEquals(
        List.of(
            new HeldUp(CONNECTION, "rejected programs", Map.of(program("CTE").resource(), 1L), 50)),
        await(heldUp.heldUp(test.database(), Optional.of(CONNECTION))));
    assertEquals(1, retry("rejected programs"));
    settle(Settlements.done(only(claimAll())));
    assertEquals(50, claimAll().entries().size());
    assertEquals(0, count("SELECT count(*) FROM error_log WHERE state = 'open'"));
    assertEquals(List.of(), await(heldUp.heldUp(test.database(), Optional.empty())));
  }

  @Test
  void retry_takesOnlyTheCausesAndTheResourceNamed() {
    add(plan("1", post("1", "2024-08-20"), shared("CTE")));
    List<OutboxEntry> all = claimAll().entries();
    settle(
        Settlements.failed(all.get(0), OutboxState.DISCARDED, ErrorType.REJECTED),
        Settlements.failed(all.get(1), OutboxState.DISCARDED, ErrorType.REJECTED));
    assertEquals(0, retry("something else"));
    assertEquals(
        0,
        await(
            heldUp.retry(
                test.database(),
                CONNECTION,
                List.of("rejected programs"),
                Optional.of(ASSOCIATIONS))));
    assertEquals(1, retry("rejected programs"));
    assertEquals(program("CTE"), only(claimAll()).record());
  }

  // --- helpers

  private void sent(String student) {
    add(plan(student, post(student, "2024-08-20")));
    settle(Settlements.done(only(claimAll())));
  }

  private int retry(String cause) {
    return await(heldUp.retry(test.database(), CONNECTION, List.of(cause), Optional.empty()));
  }

  private boolean pause(Optional<ResourceName> resource) {
    return await(
        test.database()
            .inTransaction(tx -> pauses.pause(tx, CONNECTION, resource, "a reason", "somebody")));
  }

  private boolean resume(Optional<ResourceName> resource) {
    return await(test.database().inTransaction(tx -> pauses.resume(tx, CONNECTION, resource)));
  }

  private void add(StudentPlan... plans) {
    await(test.database().inTransaction(tx -> outbox.add(tx, CONNECTION, List.of(plans))));
  }

  private Claim claimAll() {
    return claim(NOW);
  }

  private Claim claim(Instant now) {
    return await(outbox.claim(test.database(), CONNECTION, WORKER, 100, now));
  }

  private static OutboxEntry only(Claim claim) {
    assertEquals(1, claim.entries().size(), () -> "claimed: " + claim.entries());
    return claim.entries().get(0);
  }

  private void settle(Settlement... settlements) {
    int written =
        await(
            test.database()
                .inTransaction(tx -> outbox.settle(tx, CONNECTION, List.of(settlements))));
    assertEquals(settlements.length, written);
  }

  private static String state(OutboxEntry entry) {
    return await(test.database().run("SELECT state FROM outbox WHERE id = $1", entry.id()))
        .iterator()
        .next()
        .getString(0);
  }

  private static long count(String sql) {
    return await(test.database().run(sql)).iterator().next().getLong(0);
  }
}

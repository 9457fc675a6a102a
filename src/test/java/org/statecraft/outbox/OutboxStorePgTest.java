package org.statecraft.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
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
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statecraft.campus.StudentId;
import org.statecraft.db.WorkerRegistry;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.ErrorEntry;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.identity.IdentityMapping;
import org.statecraft.identity.IdentityStore;
import org.statecraft.plan.StudentPlan;
import org.statecraft.plan.Verb;
import org.statecraft.testing.TestDatabase;

class OutboxStorePgTest {

  private static final long WORKER = 7;
  private static final Instant NOW = Instant.parse("2025-01-02T03:04:05Z");
  private static final Instant LATER = Instant.parse("2999-01-01T00:00:00Z");

  private static TestDatabase test;

  private final IdentityStore identity = new IdentityStore();
  private final ErrorStore errors = new ErrorStore();
  private final OutboxStore outbox = new OutboxStore(identity, errors);
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
            .run("TRUNCATE outbox, outbox_blocker, identity_mapping, error_log, worker"));
  }

  @Test
  void claim_tellsWhatIsKnownOfTheRecord() {
    add(plan("1", post("1", "2024-08-20")));
    OutboxEntry entry = claim().get(0);
    assertEquals(association("1", "2024-08-20"), entry.record());
    assertEquals(Verb.POST, entry.verb());
    assertEquals(new StudentId("1"), entry.student());
    assertEquals(post("1", "2024-08-20").body(), entry.body());
    assertEquals(1, entry.attempt());
    assertNull(entry.odsId());
    assertFalse(entry.uncertain());
    assertEquals(NOW, entry.changedAt());
    settle(done(entry, "a1"));
    add(plan("1", put("1", "2024-08-20", true)));
    OutboxEntry next = claim().get(0);
    assertEquals(new OdsId("a1"), next.odsId());
    assertEquals(entry.body(), next.sent());
  }

  @Test
  void claim_twoWorkersAtOnceNeverShareAnAction() {
    List<StudentPlan> plans = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      plans.add(plan("s" + i, post("s" + i, "2024-08-20")));
    }
    add(plans.toArray(StudentPlan[]::new));
    List<Future<Claim>> claims = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      claims.add(outbox.claim(test.database(), CONNECTION, i % 2 + 1, 30, NOW));
    }
    List<Long> ids = new ArrayList<>();
    claims.forEach(claim -> await(claim).entries().forEach(entry -> ids.add(entry.id())));
    assertEquals(new HashSet<>(ids).size(), ids.size());
    List<OutboxEntry> rest =
        await(outbox.claim(test.database(), CONNECTION, 3, 200, NOW)).entries();
    assertEquals(200, ids.size() + rest.size());
  }

  @Test
  void add_aProgramComesBeforeTheAssociationsThatReferToIt() {
    AddedActions added =
        add(
            plan("1", shared("CTE"), post("1", "2024-08-20", program("CTE"))),
            plan("2", shared("CTE"), post("2", "2024-08-20", program("CTE"))));
    assertEquals(new AddedActions(3, 2, 0, Map.of(new ResourceName("programs"), 1)), added);
    List<OutboxEntry> first = claim();
    assertEquals(List.of(program("CTE")), first.stream().map(OutboxEntry::record).toList());
    assertNull(first.get(0).student());
    settle(done(first.get(0), "p1"));
    assertEquals(
        List.of(association("1", "2024-08-20"), association("2", "2024-08-20")),
        claim().stream().map(OutboxEntry::record).toList());
    assertEquals(0, count("SELECT count(*) FROM outbox_blocker"));
  }

  @Test
  void add_aSharedRecordThatIsPlannedIsNotAddedAgainButStillWaitedFor() {
    add(plan("1", shared("CTE")));
    AddedActions added = add(plan("2", shared("CTE"), post("2", "2024-08-20", program("CTE"))));
    assertEquals(new AddedActions(1, 1, 0, Map.of(new ResourceName("programs"), 1)), added);
    settle(done(claim().get(0), "p1"));
    assertEquals(
        new AddedActions(1, 0, 0, Map.of(new ResourceName("programs"), 1)),
        add(plan("3", shared("CTE"), post("3", "2024-08-20", program("CTE")))));
  }

  @Test
  void add_ofTwoPlansAtOnceLeadsToOneProgramThatBothWaitFor() {
    for (int round = 0; round < 20; round++) {
      String name = "P" + round;
      List<Future<AddedActions>> adds = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String student = round + "-" + i;
        adds.add(
            addFuture(plan(student, shared(name), post(student, "2024-08-20", program(name)))));
      }
      int skipped = adds.stream().mapToInt(add -> await(add).skipped()).sum();
      assertEquals(3, skipped, "round " + round);
    }
    assertEquals(20, count("SELECT count(*) FROM outbox WHERE resource = 'programs'"));
    assertEquals(80, count("SELECT count(*) FROM outbox_blocker"));
    assertEquals(20, claim().size());
  }

  @Test
  void add_whileTheProgramIsSettledLeavesNobodyWaitingForever() {
    for (int round = 0; round < 30; round++) {
      String name = "P" + round;
      add(plan("first" + round, shared(name)));
      OutboxEntry program = claim().get(0);
      Future<Integer> settling = settleFuture(done(program, "p" + round));
      String student = "second" + round;
      Future<AddedActions> adding =
          addFuture(plan(student, shared(name), post(student, "2024-08-20", program(name))));
      await(settling);
      await(adding);
      List<OutboxEntry> next = claim();
      assertEquals(1, next.size(), "round " + round);
      settle(done(next.get(0), "a" + round));
    }
  }

  @Test
  void add_aNewerPlanTakesThePlaceOfWhatWasNotSent() {
    add(plan("1", post("1", "2024-08-20")));
    AddedActions added = add(plan("1", put("1", "2024-08-20", true)));
    assertEquals(new AddedActions(1, 0, 1, Map.of()), added);
    List<OutboxEntry> claimed = claim();
    assertEquals(1, claimed.size());
    assertEquals(put("1", "2024-08-20", true).body(), claimed.get(0).body());
    assertNull(claimed.get(0).sent());
  }

  @Test
  void add_waitsForTheActionOfTheSameRecordThatIsBeingSent() {
    add(plan("1", post("1", "2024-08-20")));
    OutboxEntry running = claim().get(0);
    assertEquals(new AddedActions(1, 1, 0, Map.of()), add(plan("1", put("1", "2024-08-20", true))));
    assertTrue(claim().isEmpty());
    settle(done(running, "a1"));
    OutboxEntry next = claim().get(0);
    assertEquals(Verb.PUT, next.verb());
    assertEquals(new OdsId("a1"), next.odsId());
  }

  /** More than are freed by one statement. */
  @Test
  void settle_whatThousandsWaitFor_freesAllOfThem() {
    int students = 2_500;
    StudentPlan[] plans = new StudentPlan[students];
    for (int i = 0; i < students; i++) {
      plans[i] = plan("s" + i, shared("Welding"), post("s" + i, "2024-08-20", program("Welding")));
    }
    add(plans);
    assertEquals(students, in("waiting"));
    settle(done(claim().get(0), "p1"));
    assertEquals(0, in("waiting"));
    assertEquals(students, in("available"));
  }

  @Test
  void settle_aFailedActionWithANewerPlanBehindItGivesWay() {
    add(plan("1", post("1", "2024-08-20")));
    OutboxEntry running = claim().get(0);
    add(plan("1", put("1", "2024-08-20", true)));
    settle(discarded(running));
    assertEquals("cancelled", state(running.id()));
    assertEquals(0, await(errors.open(test.database(), CONNECTION, 10)).size());
    assertEquals(1, claim().size());
  }

  @Test
  void add_deleteThenPostOfAChangedKeyIsInOrder() {
    add(plan("1", post("1", "2024-08-20")));
    settle(done(claim().get(0), "a1"));
    add(
        plan(
            "1",
            delete("1", "2024-08-20"),
            post("1", "2024-09-01", association("1", "2024-08-20"))));
    OutboxEntry deletion = claim().get(0);
    assertEquals(Verb.DELETE, deletion.verb());
    assertTrue(claim().isEmpty());
    settle(settlement(deletion, OutboxState.DONE, null));
    assertEquals(association("1", "2024-09-01"), claim().get(0).record());
    assertEquals(
        List.of(association("1", "2024-09-01")),
        mappings("1").stream().map(IdentityMapping::record).toList());
  }

  @Test
  void add_deleteThenPostOfTheSameKeyIsInOrder() {
    add(plan("1", post("1", "2024-08-20")));
    settle(done(claim().get(0), "a1"));
    add(plan("1", delete("1", "2024-08-20"), post("1", "2024-08-20")));
    OutboxEntry deletion = claim().get(0);
    assertEquals(Verb.DELETE, deletion.verb());
    assertTrue(claim().isEmpty());
    settle(settlement(deletion, OutboxState.DONE, null));
    OutboxEntry again = claim().get(0);
    assertEquals(Verb.POST, again.verb());
    assertNull(again.odsId());
    assertEquals(1, mappings("1").size());
  }

  @Test
  void add_whoWaitedForACancelledActionWaitsForItsSuccessor() {
    add(plan("1", shared("CTE"), post("1", "2024-08-20", program("CTE"))));
    OutboxEntry program = claim().get(0);
    settle(discarded(program));
    assertEquals(1, await(errors.open(test.database(), CONNECTION, 10)).size());
    assertTrue(claim().isEmpty());
    // A resync decides the program anew.
    org.statecraft.plan.Action again =
        new org.statecraft.plan.Action(
            Verb.PUT, program("CTE"), shared("CTE").body(), true, List.of(), List.of(), List.of());
    add(plan("resync", again));
    assertEquals(0, await(errors.open(test.database(), CONNECTION, 10)).size());
    assertEquals("cancelled", state(program.id()));
    List<OutboxEntry> next = claim();
    assertEquals(List.of(program("CTE")), next.stream().map(OutboxEntry::record).toList());
    settle(done(next.get(0), "p1"));
    assertEquals(association("1", "2024-08-20"), claim().get(0).record());
  }

  @Test
  void settle_aRetryComesBackWhenItsTimeHasComeAndCountsAttempts() {
    add(plan("1", post("1", "2024-08-20")));
    OutboxEntry entry = claim().get(0);
    settle(settlement(entry, OutboxState.RETRYABLE, LATER));
    assertTrue(claim().isEmpty());
    OutboxEntry again = claimLater().get(0);
    assertEquals(2, again.attempt());
  }

  @Test
  void settle_anAbsentRecordOfOursOnItsWayIsWaitedForWithoutAnError() {
    add(plan("1", post("1", "2024-08-20")));
    OutboxEntry association = claim().get(0);
    add(plan("2", shared("CTE")));
    settle(missing(association));
    assertEquals(0, await(errors.open(test.database(), CONNECTION, 10)).size());
    List<OutboxEntry> next = claimLater();
    assertEquals(List.of(program("CTE")), next.stream().map(OutboxEntry::record).toList());
    settle(done(next.get(0), "p1"));
    OutboxEntry again = claim().get(0);
    assertEquals(association.record(), again.record());
    assertEquals(1, again.attempt());
  }

  @Test
  void settle_anAbsentRecordOfOthersIsOneErrorAndTriedAgainSlowly() {
    add(plan("1", post("1", "2024-08-20")), plan("2", post("2", "2024-08-20")));
    List<OutboxEntry> both = claim();
    settle(missing(both.get(0)), missing(both.get(1)));
    assertEquals("waiting", state(both.get(0).id()));
    assertEquals(1, await(errors.open(test.database(), CONNECTION, 10)).size());
    assertEquals(2, await(errors.open(test.database(), CONNECTION, 10)).get(0).occurrences());
    assertTrue(claim().isEmpty());
    List<OutboxEntry> again = claimLater();
    assertEquals(2, again.size());
    assertEquals(1, again.get(0).attempt());
    settle(done(again.get(0), "a1"));
    assertEquals(1, await(errors.open(test.database(), CONNECTION, 10)).size());
    settle(done(again.get(1), "a2"));
    assertEquals(0, await(errors.open(test.database(), CONNECTION, 10)).size());
  }

  @Test
  void settle_ofWhatAnotherWorkerHasIsLeftAlone() {
    add(plan("1", post("1", "2024-08-20")));
    OutboxEntry entry = claim().get(0);
    assertEquals(0, await(settleFuture(done(takenOver(entry), "a1"))));
    assertEquals("running", state(entry.id()));
    assertNull(mappings("1").get(0).odsId());
  }

  @Test
  void settle_aDeletedRecordIsForgottenUnlessItIsPlannedAgain() {
    add(plan("1", post("1", "2024-08-20")));
    settle(done(claim().get(0), "a1"));
    add(plan("1", delete("1", "2024-08-20")));
    OutboxEntry deletion = claim().get(0);
    add(plan("1", post("1", "2024-08-20")));
    settle(settlement(deletion, OutboxState.DONE, null));
    assertEquals(1, mappings("1").size());
    settle(done(claim().get(0), "a2"));
    add(plan("1", delete("1", "2024-08-20")));
    settle(settlement(claim().get(0), OutboxState.DONE, null));
    assertEquals(0, mappings("1").size());
  }

  @Test
  void release_freesWhatADeadWorkerHadAndMarksItUncertain() {
    WorkerRegistry dead =
        await(WorkerRegistry.register(test.vertx(), test.url(), test.database(), "dead"));
    WorkerRegistry living =
        await(WorkerRegistry.register(test.vertx(), test.url(), test.database(), "living"));
    add(plan("1", post("1", "2024-08-20")), plan("2", post("2", "2024-08-20")));
    await(outbox.claim(test.database(), CONNECTION, dead.id(), 1, NOW));
    await(outbox.claim(test.database(), CONNECTION, living.id(), 1, NOW));
    assertEquals(Set.of(), await(living.deadWorkers()));
    await(dead.close());
    Set<Long> found = untilDead(living);
    assertEquals(Set.of(dead.id()), found);
    await(living.forget(found));
    Set<Long> still = await(living.deadWorkers());
    assertEquals(Set.of(dead.id()), still, "its work is not yet free");
    int freed = await(test.database().inTransaction(tx -> outbox.release(tx, found)));
    assertEquals(1, freed);
    List<OutboxEntry> again = claim();
    assertEquals(1, again.size());
    assertTrue(again.get(0).uncertain());
    assertEquals(2, again.get(0).attempt());
    await(living.close());
  }

  @Test
  void giveBack_freesWhatItsWorkerDoesNotKnowOf() {
    add(plan("1", post("1", "2024-08-20")), plan("2", post("2", "2024-08-20")));
    List<OutboxEntry> claimed = claim();
    long known = claimed.get(0).id();
    long worker = claimed.get(0).worker();
    assertEquals(0, giveBack(worker + 1, Set.of()), "others' claims are left alone");
    assertEquals(1, giveBack(worker, Set.of(known)));
    assertEquals("running", state(known));
    OutboxEntry again = claim().get(0);
    assertEquals(claimed.get(1).id(), again.id());
    assertEquals(1, again.attempt(), "nothing was attempted");
    assertFalse(again.uncertain(), "nothing was sent");
  }

  private int giveBack(long worker, Set<Long> inHand) {
    return await(outbox.giveBack(test.database(), CONNECTION, List.of(worker), inHand));
  }

  @Test
  void retry_sendsADiscardedActionAgain() {
    add(plan("1", post("1", "2024-08-20")));
    OutboxEntry entry = claim().get(0);
    settle(discarded(entry));
    assertTrue(claim().isEmpty());
    assertEquals(
        1, await(heldUp.retry(test.database(), CONNECTION, List.of("rejected"), Optional.empty())));
    assertEquals(1, claim().get(0).attempt());
  }

  /** PostgreSQL frees the lock a moment after the client has gone. */
  private static Set<Long> untilDead(WorkerRegistry living) {
    Set<Long> dead = Set.of();
    for (int i = 0; i < 1000 && dead.isEmpty(); i++) {
      dead = await(living.deadWorkers());
    }
    return dead;
  }

  /** As if it were claimed by a worker that others took for dead. */
  private static OutboxEntry takenOver(OutboxEntry entry) {
    return new OutboxEntry(
        entry.id(),
        entry.worker() + 1,
        entry.connection(),
        entry.record(),
        entry.student(),
        entry.verb(),
        entry.body(),
        entry.attempt(),
        entry.cause(),
        entry.changedAt(),
        entry.sent(),
        entry.odsId(),
        entry.uncertain());
  }

  private long in(String state) {
    return count("SELECT count(*) FROM outbox WHERE state = '" + state + "'");
  }

  private AddedActions add(StudentPlan... plans) {
    return await(addFuture(plans));
  }

  private Future<AddedActions> addFuture(StudentPlan... plans) {
    return test.database().inTransaction(tx -> outbox.add(tx, CONNECTION, List.of(plans)));
  }

  private List<OutboxEntry> claim() {
    return await(outbox.claim(test.database(), CONNECTION, WORKER, 100, NOW)).entries();
  }

  private List<OutboxEntry> claimLater() {
    return await(outbox.claim(test.database(), CONNECTION, WORKER, 5, LATER.plusSeconds(1)))
        .entries();
  }

  private void settle(Settlement... settlements) {
    int written = await(settleFuture(settlements));
    assertEquals(settlements.length, written);
  }

  private Future<Integer> settleFuture(Settlement... settlements) {
    return test.database().inTransaction(tx -> outbox.settle(tx, CONNECTION, List.of(settlements)));
  }

  private List<IdentityMapping> mappings(String student) {
    Map<StudentId, List<IdentityMapping>> all =
        await(identity.ofStudents(test.database(), CONNECTION, List.of(new StudentId(student))));
    return all.getOrDefault(new StudentId(student), List.of());
  }

  private static Settlement done(OutboxEntry entry, String odsId) {
    return new Settlement(
        entry,
        OutboxState.DONE,
        NOW,
        true,
        null,
        Verb.POST,
        201,
        null,
        entry.body(),
        new OdsId(odsId),
        false,
        List.of(),
        false,
        null,
        List.of());
  }

  private static Settlement settlement(
      OutboxEntry entry, OutboxState state, @org.jspecify.annotations.Nullable Instant nextAt) {
    return new Settlement(
        entry,
        state,
        nextAt == null ? NOW : nextAt,
        true,
        null,
        entry.verb(),
        500,
        "trouble \0",
        null,
        null,
        false,
        List.of(),
        false,
        null,
        List.of());
  }

  private static Settlement discarded(OutboxEntry entry) {
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
    return new Settlement(
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
        List.of(error));
  }

  private static Settlement missing(OutboxEntry entry) {
    String reference =
        "{\"educationOrganizationId\":255901,\"programName\":\"CTE\","
            + "\"programTypeDescriptor\":\"uri://x/ProgramTypeDescriptor#CTE\"}";
    ErrorEntry error =
        new ErrorEntry(
            ErrorType.DEPENDENCY_MISSING,
            null,
            null,
            null,
            null,
            "missing program",
            409,
            "absent",
            "{}");
    return new Settlement(
        entry,
        OutboxState.WAITING,
        LATER,
        false,
        error.cause(),
        entry.verb(),
        409,
        "{}",
        null,
        null,
        false,
        List.of(new AbsentRecord("program", reference)),
        false,
        null,
        List.of(error));
  }

  private static String state(long id) {
    return row("SELECT state FROM outbox WHERE id = " + id).getString(0);
  }

  private static long count(String sql) {
    return row(sql).getLong(0);
  }

  private static Row row(String sql) {
    return await(test.database().run(sql)).iterator().next();
  }
}

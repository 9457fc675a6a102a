package org.statecraft.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.Plans.CONNECTION;
import static org.statecraft.testing.Plans.delete;
import static org.statecraft.testing.Plans.plan;
import static org.statecraft.testing.Plans.post;
import static org.statecraft.testing.Plans.program;
import static org.statecraft.testing.Plans.put;
import static org.statecraft.testing.Plans.shared;
import static org.statecraft.testing.TestDatabase.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.statecraft.connections.Connection;
import org.statecraft.db.WorkerRegistry;
import org.statecraft.deliver.ScriptedApi.Misbehaviour;
import org.statecraft.deliver.ScriptedApi.Seen;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.outbox.PauseStore;
import org.statecraft.plan.StudentPlan;

/** Delivery when people, the API or the network stand in the way. */
class DeliverOutagePgTest extends DeliverFixture {

  private static final String ASSOCIATIONS = "studentCTEProgramAssociations";
  private static final Misbehaviour FAULT = Misbehaviour.answer(500, "{\"message\":\"oops\"}");

  private final PauseStore pauses = new PauseStore();

  // --- pauses

  @Test
  void pause_ofAResourceHoldsItBackInAllProcessesAndAfterARestart() {
    pause(Optional.of(new ResourceName(ASSOCIATIONS)));
    DeliverWorker first = start(4);
    start(4);
    add(plan("1", shared("CTE"), post("1", "2024-08-20", program("CTE"))));
    awaitUntil(() -> outcomes.size() == 1);
    await(first.stop());
    start(4);
    add(plan("2", shared("Other"), post("2", "2024-08-20")));
    awaitUntil(() -> outcomes.size() == 2);
    assertEquals(List.of(), api.documents(ASSOCIATIONS));
    resume(Optional.of(new ResourceName(ASSOCIATIONS)));
    awaitEmpty();
    assertEquals(2, api.documents(ASSOCIATIONS).size());
  }

  @Test
  void pause_ofAConnectionGivesBackWhatIsClaimed() {
    restartApi(200);
    start(2);
    add(plans(40));
    awaitUntil(() -> outcomes.size() >= 2);
    pause(Optional.empty());
    awaitUntil(() -> count("SELECT count(*) FROM outbox WHERE state = 'running'") == 0);
    int sent = api.seen().size();
    assertTrue(sent < 35, "sent in spite of the pause: " + sent);
    assertEquals(sent, count("SELECT count(*) FROM outbox WHERE state = 'done'"));
    awaitUntil(() -> word().equals("paused"));
    resume(Optional.empty());
    awaitEmpty();
    assertEquals(40, api.seen().size(), "each once");
  }

  // --- outages

  @Test
  void outage_isNoticedLeftAloneAndOverByItself() {
    api.script(seen -> FAULT);
    start(8);
    add(plans(200));
    awaitUntil(() -> openErrors().stream().anyMatch(e -> e.entry().type() == ErrorType.API_FAULT));
    awaitUntil(() -> Set.of("down", "probing").contains(word()));
    int during = api.seen().size();
    assertTrue(during < 120, "an API that is down was asked " + during + " times");
    api.script(seen -> null);
    awaitEmpty();
    assertEquals(200, api.documents(ASSOCIATIONS).size());
    api.effects().forEach((record, effects) -> assertEquals(List.of("created"), effects, record));
    awaitUntil(() -> openErrors().isEmpty());
  }

  @Test
  void outage_oneRecordThatAlwaysFailsStopsOnlyItselfAndWhatWaitsForIt() {
    api.script(seen -> seen.key().startsWith("bad") || seen.key().equals("CTE") ? FAULT : null);
    start(4);
    add(
        plan("bad", post("bad", "2024-08-20")),
        plan("x", shared("CTE"), post("x", "2024-08-20", program("CTE"))));
    awaitUntil(() -> outcomes.size() > 12);
    add(plans(50));
    awaitUntil(() -> api.documents(ASSOCIATIONS).size() == 50);
    awaitUntil(
        () -> count("SELECT count(*) FROM outbox WHERE state IN ('retryable', 'running')") == 2);
    assertEquals(1, count("SELECT count(*) FROM outbox WHERE state = 'waiting'"));
    api.script(seen -> null);
    awaitEmpty();
    assertEquals(52, api.documents(ASSOCIATIONS).size());
  }

  @Test
  void throttle_holdsBackTheDependantsToo() {
    AtomicInteger left = new AtomicInteger(2);
    api.script(
        seen ->
            seen.resource().equals("programs") && left.getAndDecrement() > 0
                ? Misbehaviour.retryAfter(429, 1)
                : null);
    api.checkReferences();
    start(4);
    add(plan("1", shared("CTE"), post("1", "2024-08-20", program("CTE"))));
    awaitEmpty();
    assertOutcomes("throttled", "throttled", "created", "created");
    assertEquals(
        List.of("programs", "programs", "programs", ASSOCIATIONS),
        api.seen().stream().map(Seen::resource).toList());
  }

  @Test
  void page_forPeopleIsNeverTakenForSuccess() {
    AtomicInteger left = new AtomicInteger(3);
    api.script(
        seen ->
            left.getAndDecrement() > 0
                ? Misbehaviour.answer(200, "<!DOCTYPE html><html>Down for maintenance</html>")
                : null);
    start(1);
    add(plan("1", post("1", "2024-08-20")));
    awaitEmpty();
    assertEquals(1, api.documents(ASSOCIATIONS).size());
    assertTrue(outcomes.contains("not-the-api"), "" + outcomes);
  }

  @Test
  void notPermitted_isAskedForOnceInAWhileAndGoesOnWhenPermitted() {
    AtomicBoolean permitted = new AtomicBoolean();
    api.script(
        seen ->
            seen.resource().equals(ASSOCIATIONS) && !permitted.get()
                ? Misbehaviour.answer(
                    403, "{\"type\":\"urn:ed-fi:api:security:authorization:access-denied:action\"}")
                : null);
    start(2);
    add(plans(100));
    add(plan("p", shared("CTE")));
    awaitUntil(() -> api.documents("programs").size() == 1);
    awaitUntil(() -> outcomes.stream().filter("not-permitted"::equals).count() >= 4);
    long refused = count("SELECT count(*) FROM outbox WHERE status = 403");
    assertTrue(refused < 60, "refused one by one: " + refused);
    assertEquals(1, openErrors().size());
    assertEquals(ErrorType.NOT_PERMITTED, openErrors().get(0).entry().type());
    permitted.set(true);
    awaitEmpty();
    assertEquals(100, api.documents(ASSOCIATIONS).size());
    assertEquals(List.of(), openErrors());
    assertEquals(0, count("SELECT count(*) FROM outbox WHERE attempt > 1"));
  }

  // --- outcomes that are not known

  @Test
  void unknown_aDeleteThenPostIsNeverHalfDone() {
    start(4);
    add(plan("1", post("1", "2024-08-20")));
    awaitEmpty();
    AtomicInteger left = new AtomicInteger(1);
    api.script(
        seen ->
            seen.verb().equals("DELETE") && left.getAndDecrement() > 0
                ? Misbehaviour.cutAfterwards()
                : null);
    add(plan("1", delete("1", "2024-08-20"), put("1", "2024-08-20", true)));
    awaitEmpty();
    assertEquals(
        List.of(List.of("created", "deleted", "created")), List.copyOf(api.effects().values()));
    assertEquals(0, count("SELECT count(*) FROM identity_mapping WHERE uncertain"));
  }

  @Test
  void unknown_aChangeThatWasMadeIsNotMadeAgain() {
    start(4);
    add(plan("1", post("1", "2024-08-20")));
    awaitEmpty();
    AtomicInteger left = new AtomicInteger(1);
    api.script(
        seen ->
            seen.verb().equals("PUT") && left.getAndDecrement() > 0
                ? Misbehaviour.cutAfterwards()
                : null);
    add(plan("1", put("1", "2024-08-20", true)));
    awaitEmpty();
    assertOutcomes("created", "no-answer", "already-there");
    assertEquals(1, api.seen().stream().filter(seen -> seen.verb().equals("PUT")).count());
  }

  @Test
  void unknown_aChangeThatWasNotMadeIsMade() {
    start(4);
    add(plan("1", post("1", "2024-08-20")));
    awaitEmpty();
    AtomicInteger left = new AtomicInteger(1);
    api.script(
        seen ->
            seen.verb().equals("PUT") && left.getAndDecrement() > 0
                ? Misbehaviour.answer(504, "")
                : null);
    add(plan("1", put("1", "2024-08-20", true)));
    awaitEmpty();
    assertOutcomes("created", "no-answer", "updated");
    assertEquals(List.of(List.of("created", "changed")), List.copyOf(api.effects().values()));
  }

  @Test
  void unseen_aKeyInUseByARecordNobodyFindsIsTriedAgainBeforeAPersonIsAsked() {
    AtomicInteger left = new AtomicInteger(2);
    api.script(
        seen ->
            seen.verb().equals("POST") && left.getAndDecrement() > 0
                ? Misbehaviour.answer(
                    409, "{\"type\":\"urn:ed-fi:api:data-conflict:non-unique-identity\"}")
                : null);
    start(4);
    add(plan("1", post("1", "2024-08-20")));
    awaitEmpty();
    assertOutcomes("key-conflict", "key-conflict", "created");
    left.set(100);
    add(plan("2", post("2", "2024-08-20")));
    awaitEmpty();
    assertEquals(ErrorType.KEY_CONFLICT, openErrors().get(0).entry().type());
  }

  // --- several processes, several connections

  @Test
  void processes_shareWhatTheConnectionAllows() {
    restartApi(30);
    start(6);
    start(6);
    awaitUntil(
        () ->
            count("SELECT count(*) FROM delivery_state WHERE ceiling = 3 AND state = 'sending'")
                == 2);
    add(plans(200));
    awaitEmpty();
    assertEquals(200, api.seen().size());
    assertTrue(api.mostUnderWay() <= 6, "at once: " + api.mostUnderWay());
    assertEquals(1, api.tokensGiven());
  }

  @Test
  void connections_doNotWaitForEachOther() throws Exception {
    ScriptedApi slow = ScriptedApi.start(test.vertx(), 500);
    open.add(slow);
    Set<ConnectionName> done = ConcurrentHashMap.newKeySet();
    CountDownLatch quick = new CountDownLatch(20);
    WorkerRegistry registry =
        await(WorkerRegistry.register(test.vertx(), test.url(), test.database(), "both"));
    open.add(() -> await(registry.close()));
    ConnectionName other = new ConnectionName("other-2025");
    DeliverWorker crowded = start(registry, connection(other, slow), done, null);
    open.add(() -> await(crowded.stop()));
    StudentPlan[] many = plans(2_000);
    await(test.database().inTransaction(tx -> outbox.add(tx, other, List.of(many))));
    awaitUntil(() -> slow.seen().size() > 4);
    DeliverWorker free = start(registry, connection(CONNECTION, api), done, quick);
    open.add(() -> await(free.stop()));
    add(plans(20));
    assertTrue(quick.await(20, TimeUnit.SECONDS), "left: " + quick.getCount());
    assertTrue(slow.seen().size() < 1_000, "the other one was to be still at it");
  }

  @Test
  void stop_waitsForRequestsUnderWayNoLongerThanTheDeadline() {
    DeliverWorker worker = start(2);
    add(plans(4));
    awaitEmpty();
    api.fallSilent(true);
    add(plan("x", post("x", "2024-08-20")));
    awaitUntil(() -> api.seen().size() > 4);
    long began = System.nanoTime();
    await(worker.stop());
    long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
    assertTrue(millis < 15_000, "after " + millis + " ms");
    assertNull(
        await(test.database().run("SELECT max(worker) FROM delivery_state"))
            .iterator()
            .next()
            .getValue(0));
  }

  // --- helpers

  private DeliverWorker start(
      WorkerRegistry registry,
      Connection connection,
      Set<ConnectionName> done,
      @Nullable CountDownLatch latch) {
    return await(
        DeliverWorker.start(
            test.vertx(),
            DeliveryStores.of(test.database(), outbox, errors, registry),
            connection,
            resource -> "/ed-fi/" + resource,
            CONFIG,
            InstantSource.system(),
            (name, resource, verb, outcome, latency, changedAt) -> {
              done.add(name);
              if (latch != null) {
                latch.countDown();
              }
              note(outcome);
            }));
  }

  private static Connection connection(ConnectionName name, ScriptedApi api) {
    Connection usual = TestConnection.to(api.base(), 8);
    return new Connection(
        name,
        usual.district(),
        usual.schoolYear(),
        usual.pack(),
        usual.dataStandard(),
        usual.uniqueId(),
        usual.api(),
        usual.credentials(),
        usual.timeout(),
        usual.concurrency());
  }

  private static StudentPlan[] plans(int count) {
    StudentPlan[] plans = new StudentPlan[count];
    Arrays.setAll(plans, i -> plan("s" + i, post("s" + i, "2024-08-20")));
    return plans;
  }

  private String word() {
    var rows = await(test.database().run("SELECT state FROM delivery_state LIMIT 1")).iterator();
    return rows.hasNext() ? rows.next().getString(0) : "";
  }

  private void pause(Optional<ResourceName> resource) {
    await(
        test.database()
            .inTransaction(tx -> pauses.pause(tx, CONNECTION, resource, "", "somebody")));
  }

  private void resume(Optional<ResourceName> resource) {
    await(test.database().inTransaction(tx -> pauses.resume(tx, CONNECTION, resource)));
  }
}

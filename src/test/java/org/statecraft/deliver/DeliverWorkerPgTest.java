package org.statecraft.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.Plans.association;
import static org.statecraft.testing.Plans.delete;
import static org.statecraft.testing.Plans.plan;
import static org.statecraft.testing.Plans.post;
import static org.statecraft.testing.Plans.program;
import static org.statecraft.testing.Plans.put;
import static org.statecraft.testing.Plans.shared;
import static org.statecraft.testing.TestDatabase.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.statecraft.deliver.ScriptedApi.Misbehaviour;
import org.statecraft.deliver.ScriptedApi.Seen;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.errorlog.OpenError;
import org.statecraft.plan.StudentPlan;

class DeliverWorkerPgTest extends DeliverFixture {

  @Test
  void deliver_createsChangesAndDeletesInOrder() {
    start(4);
    add(plan("1", shared("CTE"), post("1", "2024-08-20", program("CTE"))));
    awaitEmpty();
    add(plan("1", put("1", "2024-08-20", true)));
    awaitEmpty();
    add(
        plan(
            "1",
            delete("1", "2024-08-20"),
            post("1", "2024-09-01", association("1", "2024-08-20"))));
    awaitEmpty();
    assertEquals(
        List.of(
            new Seen("POST", "programs", "CTE", 201, "created"),
            new Seen("POST", "studentCTEProgramAssociations", "1 2024-08-20", 201, "created"),
            new Seen("PUT", "studentCTEProgramAssociations", "1 2024-08-20", 204, "changed"),
            new Seen("DELETE", "studentCTEProgramAssociations", "1 2024-08-20", 204, "deleted"),
            new Seen("POST", "studentCTEProgramAssociations", "1 2024-09-01", 201, "created")),
        api.seen());
    assertOutcomes("created", "created", "updated", "deleted", "created");
    assertEquals(1, api.tokensGiven());
    assertEquals(2, count("SELECT count(*) FROM identity_mapping WHERE ods_id IS NOT NULL"));
  }

  @Test
  void deliver_sendsNothingWhenTheApiHasItAlready() {
    start(4);
    add(plan("1", post("1", "2024-08-20")));
    awaitEmpty();
    add(plan("1", put("1", "2024-08-20", false)));
    add(plan("2", delete("2", "2024-08-20")));
    awaitEmpty();
    assertEquals(1, api.seen().size());
    assertOutcomes("created", "nothing-to-do", "nothing-to-do");
  }

  @Test
  void deliver_honoursRetryAfter() {
    AtomicInteger left = new AtomicInteger(1);
    api.script(seen -> left.getAndDecrement() > 0 ? Misbehaviour.retryAfter(429, 1) : null);
    start(4);
    long began = System.nanoTime();
    add(plan("1", post("1", "2024-08-20")));
    awaitEmpty();
    long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
    assertTrue(millis >= 1000, "after " + millis + " ms");
    assertOutcomes("throttled", "created");
  }

  @Test
  void deliver_triesAgainAfterServerErrorsAndTellsPeopleOnceTheyLast() {
    AtomicInteger left = new AtomicInteger(4);
    api.script(
        seen ->
            left.getAndDecrement() > 0 ? Misbehaviour.answer(500, "{\"message\":\"oops\"}") : null);
    start(4);
    add(plan("1", post("1", "2024-08-20")));
    awaitEmpty();
    assertOutcomes("unavailable", "unavailable", "unavailable", "unavailable", "created");
    assertEquals(1, count("SELECT count(*) FROM error_log WHERE type = 'api-fault'"));
    assertEquals(List.of(), openErrors());
  }

  @Test
  void deliver_waitsForAMissingDependencyAndThenGoesOn() {
    api.checkReferences();
    start(4);
    add(plan("1", post("1", "2024-08-20")));
    awaitUntil(() -> outcomes.contains("dependency-missing"));
    OpenError error = openErrors().get(0);
    assertEquals(ErrorType.DEPENDENCY_MISSING, error.entry().type());
    add(plan("2", shared("CTE")));
    awaitEmpty();
    assertEquals(1, api.documents("studentCTEProgramAssociations").size());
    assertEquals(List.of(), openErrors());
  }

  @Test
  void deliver_parksWhatIsRefusedAndNothingElse() {
    api.script(
        seen ->
            seen.key().startsWith("bad")
                ? Misbehaviour.answer(400, "{\"message\":\"BeginDate is required.\"}")
                : null);
    start(4);
    add(plan("bad", post("bad", "2024-08-20")), plan("good", post("good", "2024-08-20")));
    awaitEmpty();
    assertEquals(1, count("SELECT count(*) FROM outbox WHERE state = 'discarded'"));
    assertEquals(1, count("SELECT count(*) FROM outbox WHERE state = 'done'"));
    OpenError error = openErrors().get(0);
    assertEquals(ErrorType.REJECTED, error.entry().type());
    assertEquals("{\"message\":\"BeginDate is required.\"}", error.entry().answer());
    api.script(seen -> null);
    add(plan("bad", put("bad", "2024-08-20", true)));
    awaitEmpty();
    assertEquals(List.of(), openErrors());
  }

  @Test
  void deliver_repeatsARequestWhoseAnswerWasLost() {
    AtomicInteger left = new AtomicInteger(1);
    api.script(seen -> left.getAndDecrement() > 0 ? Misbehaviour.cutAfterwards() : null);
    start(4);
    add(plan("1", post("1", "2024-08-20")));
    awaitEmpty();
    assertOutcomes("no-answer", "already-there");
    assertEquals(
        List.of("POST", "GET"), api.seen().stream().map(Seen::verb).toList(), "asked, not sent");
    assertEquals(List.of(List.of("created")), List.copyOf(api.effects().values()));
    assertEquals(0, count("SELECT count(*) FROM identity_mapping WHERE uncertain"));
  }

  @Test
  void deliver_looksUpWhatItMayHaveCreatedBeforeItDeletes() {
    AtomicInteger left = new AtomicInteger(1);
    api.script(seen -> left.getAndDecrement() > 0 ? Misbehaviour.cutAfterwards() : null);
    DeliverWorker worker = start(4);
    add(plan("other", post("other", "2024-08-20")), plan("1", post("1", "2024-08-20")));
    awaitUntil(() -> outcomes.contains("no-answer"));
    await(worker.stop());
    add(plan("1", delete("1", "2024-08-20")), plan("other", delete("other", "2024-08-20")));
    start(4);
    awaitEmpty();
    assertEquals(List.of(), api.documents("studentCTEProgramAssociations"));
    assertEquals(0, count("SELECT count(*) FROM identity_mapping"));
  }

  @Test
  void deliver_looksUpAKeyInUseAndGoesOnWithItsId() {
    start(4);
    add(plan("1", post("1", "2024-08-20")));
    awaitEmpty();
    await(test.database().run("TRUNCATE outbox, identity_mapping"));
    api.script(
        seen ->
            seen.verb().equals("POST")
                ? Misbehaviour.answer(
                    409, "{\"type\":\"urn:ed-fi:api:data-conflict:non-unique-identity\"}")
                : null);
    add(plan("1", put("1", "2024-08-20", true)));
    awaitEmpty();
    assertOutcomes("created", "updated");
    assertEquals(List.of(List.of("created", "changed")), List.copyOf(api.effects().values()));
    assertEquals(1, count("SELECT count(*) FROM identity_mapping WHERE ods_id IS NOT NULL"));
  }

  @Test
  void deliver_postsAnewWhatSomebodyElseDeleted() {
    start(4);
    add(plan("1", post("1", "2024-08-20")));
    awaitEmpty();
    await(
        test.database()
            .run("UPDATE identity_mapping SET ods_id = 'gone' WHERE connection = $1", "test-2025"));
    add(plan("1", put("1", "2024-08-20", true)));
    awaitEmpty();
    assertOutcomes("created", "updated");
    assertEquals(0, count("SELECT count(*) FROM identity_mapping WHERE ods_id = 'gone'"));
  }

  @Test
  void deliver_renewsAnExpiredTokenOnceForAll() {
    restartApi(20);
    start(8);
    add(plan("0", post("0", "2024-08-20")));
    awaitEmpty();
    api.expireTokens();
    StudentPlan[] plans = new StudentPlan[40];
    for (int i = 0; i < plans.length; i++) {
      plans[i] = plan("s" + i, post("s" + i, "2024-08-20"));
    }
    add(plans);
    awaitEmpty();
    assertEquals(2, api.tokensGiven());
    assertEquals(41, api.documents("studentCTEProgramAssociations").size());
    assertEquals(0, count("SELECT count(*) FROM outbox WHERE attempt <> 1"));
    assertTrue(api.mostUnderWay() <= 8, "at once: " + api.mostUnderWay());
  }

  @Test
  void deliver_wrongCredentialsPauseTheConnectionAndSpendNoAttempt() {
    api.refuseTokens(true);
    start(4);
    add(plan("1", post("1", "2024-08-20")), plan("2", post("2", "2024-08-20")));
    awaitUntil(() -> openErrors().size() == 1);
    assertEquals(ErrorType.CREDENTIALS_REFUSED, openErrors().get(0).entry().type());
    assertEquals(0, count("SELECT count(*) FROM outbox WHERE attempt > 1"));
    api.refuseTokens(false);
    awaitEmpty();
    awaitUntil(() -> openErrors().isEmpty());
    assertEquals(0, count("SELECT count(*) FROM outbox WHERE attempt <> 1"));
  }

  @Test
  void stop_finishesWhatIsUnderWayAndGivesBackTheRest() {
    restartApi(100);
    DeliverWorker worker = start(2);
    StudentPlan[] plans = new StudentPlan[20];
    for (int i = 0; i < plans.length; i++) {
      plans[i] = plan("s" + i, post("s" + i, "2024-08-20"));
    }
    add(plans);
    awaitUntil(() -> !outcomes.isEmpty());
    await(worker.stop());
    long done = count("SELECT count(*) FROM outbox WHERE state = 'done'");
    assertEquals(api.documents("studentCTEProgramAssociations").size(), done);
    assertEquals(
        20 - done, count("SELECT count(*) FROM outbox WHERE state = 'available' AND attempt = 0"));
  }

  @Test
  void kill_anotherWorkerFinishesInOrderAndNothingHappensTwice() {
    Killable first = startKillable(8);
    StudentPlan[] plans = new StudentPlan[60];
    for (int i = 0; i < plans.length; i++) {
      plans[i] = plan("s" + i, shared("CTE"), post("s" + i, "2024-08-20", program("CTE")));
    }
    add(plans);
    awaitUntil(() -> outcomes.size() >= 20);
    api.fallSilent(true);
    for (int i = 0; i < plans.length; i++) {
      plans[i] =
          plan(
              "s" + i,
              delete("s" + i, "2024-08-20"),
              post("s" + i, "2024-09-01", association("s" + i, "2024-08-20")));
    }
    add(plans);
    int before = api.seen().size();
    awaitUntil(() -> api.seen().size() >= before + 4);
    first.kill();
    api.fallSilent(false);
    start(8);
    awaitEmpty();
    assertEquals(60, api.documents("studentCTEProgramAssociations").size());
    api.effects()
        .forEach(
            (record, effects) ->
                assertTrue(
                    effects.equals(List.of("created"))
                        || (effects.equals(List.of("created", "deleted"))
                            && record.endsWith("2024-08-20")),
                    record + " " + effects));
    for (int i = 0; i < plans.length; i++) {
      assertDeletedBeforeCreated("s" + i);
    }
    assertEquals(0, count("SELECT count(*) FROM identity_mapping WHERE uncertain"));
    assertEquals(61, count("SELECT count(*) FROM identity_mapping"));
  }

  private void assertDeletedBeforeCreated(String student) {
    List<String> effects =
        api.seen().stream()
            .filter(seen -> seen.effect() != null && seen.key().startsWith(student + " "))
            .map(seen -> seen.effect() + " " + seen.key())
            .toList();
    String last = "created " + student + " 2024-09-01";
    assertEquals(last, effects.get(effects.size() - 1), "" + effects);
  }
}

package org.statecraft.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.Plans.delete;
import static org.statecraft.testing.Plans.plan;
import static org.statecraft.testing.Plans.post;
import static org.statecraft.testing.TestDatabase.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.statecraft.db.DatabaseUrl;
import org.statecraft.db.LivenessConfig;
import org.statecraft.db.WorkerRegistry;
import org.statecraft.plan.StudentPlan;
import org.statecraft.testing.CutProxy;

/**
 * A process that can no longer prove that it lives, while it does live, can reach the API and even
 * the database: the worst of neighbours.
 */
class DeliverFencePgTest extends DeliverFixture {

  private static final LivenessConfig QUICK =
      new LivenessConfig(Duration.ofMillis(100), Duration.ofMillis(1500), Duration.ofMillis(2500));

  private final CutProxy proxy = CutProxy.start(test.vertx(), test.url().host(), test.url().port());

  @AfterEach
  void closeProxy() {
    proxy.close();
  }

  @Test
  void lostProof_stopsSendingAtOnceAndEachRecordIsSentOnce() {
    restartApi(150);
    WorkerRegistry cut = process(true);
    add(plans("a", 300));
    awaitUntil(() -> outcomes.size() >= 8);
    proxy.cut();
    awaitUntil(() -> !cut.isAlive());
    int seen = api.seen().size();
    long id = cut.id();
    // Even its own recovery finds it dead by then.
    awaitUntil(() -> count("SELECT count(*) FROM worker WHERE taken_at IS NOT NULL") == 1);
    assertTrue(
        api.seen().size() <= seen + 4,
        "sent without proof: " + (api.seen().size() - seen) + " beside those under way");
    WorkerRegistry other = process(false);
    awaitEmpty();
    assertEachCreatedOnce(300);
    proxy.mend();
    awaitUntil(cut::isAlive);
    assertNotEquals(id, cut.id(), "it was taken for dead");
    add(plans("b", 100));
    awaitEmpty();
    assertEachCreatedOnce(400);
    assertTrue(other.isAlive());
  }

  @Test
  void lostProof_withRequestsUnderWayLetsNothingHappenTwice() {
    WorkerRegistry cut = process(true);
    add(plans("a", 20));
    awaitEmpty();
    // The API does what it is asked, and its answers take for ever.
    api.fallSilent(true);
    StudentPlan[] deletes = new StudentPlan[20];
    Arrays.setAll(
        deletes, i -> plan("a" + i, delete("a" + i, "2024-08-20"), post("a" + i, "2024-09-01")));
    int before = api.seen().size();
    add(deletes);
    awaitUntil(() -> api.seen().size() >= before + 4);
    proxy.cut();
    awaitUntil(() -> !cut.isAlive());
    process(false);
    awaitUntil(() -> count("SELECT count(*) FROM worker WHERE taken_at IS NOT NULL") == 1);
    api.fallSilent(false);
    awaitEmpty();
    api.effects()
        .forEach(
            (record, effects) ->
                assertEquals(
                    record.endsWith("2024-09-01")
                        ? List.of("created")
                        : List.of("created", "deleted"),
                    effects,
                    record));
    assertEquals(20, count("SELECT count(*) FROM identity_mapping WHERE ods_id IS NOT NULL"));
    assertEquals(0, count("SELECT count(*) FROM identity_mapping WHERE uncertain"));
  }

  @Test
  void lostProof_forAMomentOnlyCostsNothing() {
    restartApi(100);
    WorkerRegistry cut = process(true);
    process(false);
    add(plans("a", 100));
    awaitUntil(() -> outcomes.size() >= 4);
    long id = cut.id();
    proxy.cut();
    awaitUntil(() -> !cut.isAlive());
    proxy.mend();
    awaitUntil(cut::isAlive);
    assertEquals(id, cut.id());
    awaitEmpty();
    assertEachCreatedOnce(100);
  }

  private WorkerRegistry process(boolean throughProxy) {
    DatabaseUrl url = test.url();
    DatabaseUrl way =
        new DatabaseUrl(
            "127.0.0.1", proxy.port(), url.database(), url.user(), url.password(), url.schema());
    WorkerRegistry registry =
        await(
            WorkerRegistry.register(
                test.vertx(), throughProxy ? way : url, test.database(), "process", QUICK));
    open.add(() -> await(registry.close()));
    Recovery recovery =
        await(
            Recovery.start(
                test.vertx(),
                DeliveryStores.of(test.database(), outbox, errors, registry),
                Duration.ofMillis(200),
                () -> {}));
    open.add(() -> await(recovery.stop()));
    DeliverWorker worker = start(test.vertx(), test.database(), registry, 4);
    open.add(() -> await(worker.stop()));
    return registry;
  }

  private static StudentPlan[] plans(String prefix, int count) {
    StudentPlan[] plans = new StudentPlan[count];
    Arrays.setAll(plans, i -> plan(prefix + i, post(prefix + i, "2024-08-20")));
    return plans;
  }

  private void assertEachCreatedOnce(int count) {
    assertEquals(count, api.effects().size());
    api.effects().forEach((record, effects) -> assertEquals(List.of("created"), effects, record));
    long sent = api.seen().stream().filter(one -> one.verb().equals("POST")).count();
    assertTrue(sent <= count + 4, "posted " + sent + " times");
  }
}

package org.statecraft.resync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.statecraft.db.Database;
import org.statecraft.db.DatabasePool;
import org.statecraft.db.DatabaseUrl;
import org.statecraft.edfi.ResourceName;
import org.statecraft.testing.CutProxy;
import org.statecraft.testing.Records;

/**
 * A run reads, compares and hands over in chunks, each one transaction of many statements. The
 * process is killed after every one of them, and another one goes on: the end is the same as
 * without.
 */
class KilledRunPgTest {

  private static final String ASSOCIATIONS = "studentCTEProgramAssociations";
  private static final String PROGRAMS = "programs";
  private static final int MOST_STATEMENTS = 250;
  private static final int FEWEST_STATEMENTS = 60;

  @RegisterExtension static final ResyncRig.Shared shared = new ResyncRig.Shared();

  /** A resync that forgets, sends again, deletes, replaces, and puts a mapping into force. */
  @Test
  void aResyncKilledAfterAnyStatement_endsInTheSameState() {
    try (ResyncRig rig = threeStudents("resynckilled")) {
      List<Set<String>> ends = new ArrayList<>();
      String stray =
          rig.documents(ASSOCIATIONS).iterator().next().replaceAll("\"S[123]\"", "\"S7\"");
      boolean killed = true;
      for (int turn = 0; killed || turn < 4; turn++) {
        rig.map("ProgramType", "3", type(turn % 2 == 0 ? "Other" : "CTE"));
        rig.deleteAll(ASSOCIATIONS);
        await(rig.post(ASSOCIATIONS, stray));
        ResyncSubject subject = rig.subject();
        // The first two turns show how it ends when nobody disturbs it.
        killed =
            isKilled(
                rig,
                turn < 2 ? MOST_STATEMENTS : turn - 2,
                runner ->
                    runner
                        .open(subject, ResyncScope.ALL, "t", null)
                        .compose(run -> runner.plan(run, subject, rig.client(), Duration.ZERO))
                        .compose(run -> runner.apply(run, subject, false)));
        assertEquals(RunState.DONE, rig.goOn(ResyncScope.ALL).state());
        rig.settle();
        ends.add(end(rig));
        assertEquals(ends.get(turn % 2), ends.get(turn), "turn " + turn);
        assertEquals(List.of(), rig.due());
        assertTrue(turn < MOST_STATEMENTS);
      }
      assertNotEquals(ends.get(0), ends.get(1));
      assertTrue(ends.size() > FEWEST_STATEMENTS, ends.size() + " turns");
    }
  }

  /** A delete with tombstones. */
  @Test
  void aDeleteKilledAfterAnyStatement_endsInTheSameState() {
    try (ResyncRig rig = threeStudents("deletekilled")) {
      ResyncScope scope =
          ResyncScope.ofDelete(
              List.of(new ResourceName(PROGRAMS)),
              List.of(),
              List.of(),
              new TreeMap<>(Map.of("programName", "Nursing")));
      Set<String> whole = end(rig);
      boolean killed = true;
      for (int turn = 0; killed; turn++) {
        killed = isKilled(rig, turn, runner -> delete(rig, runner, scope));
        Optional<ResyncRun> begun =
            await(rig.resyncs().stopped(rig.subject(), scope))
                .filter(run -> run.state() == RunState.APPLYING);
        assertEquals(
            RunState.DONE,
            await(
                    begun.isPresent()
                        ? rig.resyncs().apply(begun.get(), rig.subject(), true)
                        : delete(rig, rig.resyncs(), scope))
                .state());
        rig.settle();
        assertEquals(Set.of("S1"), rig.reported(), "turn " + turn);
        assertEquals(1, rig.documents(PROGRAMS).size());
        assertEquals(
            List.of(PROGRAMS, ASSOCIATIONS, ASSOCIATIONS),
            rig.texts(
                "SELECT resource FROM tombstone WHERE connection = 'deletekilled'"
                    + " ORDER BY resource"));
        rig.lift();
        rig.decide("2");
        rig.decide("3");
        rig.settle();
        assertEquals(whole, end(rig));
        assertTrue(turn < MOST_STATEMENTS);
      }
    }
  }

  /** Whether a run broke off because its process was killed after that many requests and one. */
  private static boolean isKilled(
      ResyncRig rig, int requests, Function<ResyncRunner, Future<ResyncRun>> run) {
    DatabaseUrl url = shared.test.url();
    CutProxy way = CutProxy.start(shared.test.vertx(), url.host(), url.port());
    Database database =
        DatabasePool.open(
            shared.test.vertx(),
            Records.with(url, Map.of("host", "127.0.0.1", "port", way.port())),
            1);
    try (way) {
      await(database.run("SELECT 1"));
      // A statement that is only prepared (Parse) does nothing yet.
      way.cutAfter(requests, message -> message.getByte(0) != 'P');
      assertEquals(RunState.DONE, await(run.apply(rig.resyncs(database))).state());
      return false;
    } catch (RuntimeException e) {
      return true;
    } finally {
      await(database.close());
    }
  }

  private static Future<ResyncRun> delete(ResyncRig rig, ResyncRunner runner, ResyncScope scope) {
    ResyncSubject subject = rig.subject();
    return runner
        .planDelete(subject, scope, true, "t", null, rig.client())
        .compose(run -> runner.apply(run, subject, true));
  }

  private static ResyncRig threeStudents(String name) {
    ResyncRig rig = new ResyncRig(shared, name);
    rig.keep(rig.student(1, 9, 3));
    rig.keep(rig.student(2, 10, 4));
    rig.keep(rig.student(3, 9, 4));
    rig.settle();
    assertEquals(Set.of("S1", "S2", "S3"), rig.reported());
    return rig;
  }

  private static Set<String> end(ResyncRig rig) {
    Set<String> end = new TreeSet<>(rig.documents(ASSOCIATIONS));
    end.addAll(rig.documents(PROGRAMS));
    return end;
  }

  private static String type(String code) {
    return "uri://ed-fi.org/ProgramTypeDescriptor#" + code;
  }
}

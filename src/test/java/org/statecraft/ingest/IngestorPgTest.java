package org.statecraft.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.ingest.IngestFixture.FIRST;
import static org.statecraft.ingest.IngestFixture.SECOND;
import static org.statecraft.ingest.IngestFixture.delete;
import static org.statecraft.ingest.IngestFixture.insert;
import static org.statecraft.ingest.IngestFixture.put;
import static org.statecraft.ingest.IngestFixture.update;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.statecraft.campus.ChangeType;
import org.statecraft.campus.District;
import org.statecraft.campus.RowChange;
import org.statecraft.campus.SourcePosition;
import org.statecraft.campus.TableName;
import org.statecraft.db.Commit;
import org.statecraft.ingest.IngestOutcome.Accepted;
import org.statecraft.rows.RowStore;
import org.statecraft.testing.TestDatabase;

class IngestorPgTest {

  private static IngestFixture fixture;
  private String district = "";

  @BeforeAll
  static void open() {
    fixture = new IngestFixture();
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  @BeforeEach
  void newDistrict(TestInfo info) {
    district = info.getTestMethod().orElseThrow().getName();
    fixture.watched = WatchedColumns.everything(fixture.catalogue);
    fixture.forgetEvents();
  }

  private Accepted accept(RowChange... changes) {
    return fixture.accept(district, changes);
  }

  private static Map<String, Object> participation(long id, long person) {
    return Map.of("participationID", id, "personID", person, "programID", 5L);
  }

  private static Map<String, Object> certification(long id, long participation) {
    return Map.of("certificationID", id, "participationID", participation, "passed", true);
  }

  private static Map<String, Object> enrollment(long id, long person) {
    return Map.of("enrollmentID", id, "personID", person, "startDate", LocalDate.of(2025, 8, 15));
  }

  @Test
  void accept_keepsTheRowAndQueuesTheStudentForEachConnection() {
    assertEquals(new Accepted(1, 0, 0), accept(insert("Enrollment", 10, "1", enrollment(1, 7))));
    assertEquals(
        "7 - {\"personID\": 7, \"startDate\": \"2025-08-15\", \"enrollmentID\": 1}"
            + " 00000000000000000010 2",
        fixture.rows(district).get("Enrollment/1"));
    assertEquals(Map.of("7", 1L), fixture.events(FIRST));
    assertEquals(Map.of("7", 1L), fixture.events(SECOND));
  }

  @Test
  void accept_ignoresADuplicateAndALateChange() {
    accept(insert("Enrollment", 10, "1", enrollment(1, 7)));
    accept(update("Enrollment", 20, "1", enrollment(1, 8)));
    fixture.forgetEvents();
    Map<String, String> before = fixture.rows(district);
    assertEquals(new Accepted(0, 1, 0), accept(update("Enrollment", 20, "1", enrollment(1, 8))));
    assertEquals(new Accepted(0, 1, 0), accept(insert("Enrollment", 10, "1", enrollment(1, 7))));
    assertEquals(new Accepted(0, 1, 0), accept(delete("Enrollment", 15, "1")));
    assertEquals(before, fixture.rows(district));
    assertEquals(Map.of(), fixture.events(FIRST));
  }

  /** What a duplicate finds may be another process's, seen by all and lost with the database. */
  @Test
  void accept_ofADuplicate_answersWhenWhatItFoundIsOnDisk() {
    accept(insert("Enrollment", 10, "1", enrollment(1, 7)));
    TestDatabase.await(
        fixture
            .test
            .database()
            .aloneInTransaction(
                "another's",
                Commit.VISIBLE,
                tx -> tx.run("UPDATE campus_row SET received_at = received_at")));
    String end = fixture.test.endOfLog();
    assertEquals(new Accepted(0, 1, 0), accept(insert("Enrollment", 10, "1", enrollment(1, 7))));
    assertTrue(fixture.test.isOnDisk(end));
  }

  /**
   * The second of three requests is committed while the third waits, so it is not taken to disk at
   * once; others get in line between them, so that nothing is written after it.
   */
  @Test
  void accept_whileOthersWait_answersWhenTheRowIsOnDisk() {
    IngestConfig one =
        new IngestConfig(1 << 20, 1, 20, 1L << 30, Duration.ofSeconds(3), Duration.ofMinutes(5));
    Ingestor ingestor = fixture.ingestor(one);
    List<Future<IngestOutcome>> answers = new ArrayList<>();
    IngestFixture.Hold first = fixture.hold(district);
    for (int id = 1; id <= 3; id++) {
      RowChange change = insert("Enrollment", id, "" + id, enrollment(id, 7));
      answers.add(ingestor.accept(new District(district), List.of(change)));
    }
    fixture.awaitWaiting(1);
    IngestFixture.Hold beforeTheSecond = fixture.lineUpFor(district);
    fixture.awaitWaiting(2);
    first.letGo();
    TestDatabase.await(beforeTheSecond.held());
    fixture.awaitWaiting(1);
    IngestFixture.Hold afterTheSecond = fixture.lineUpFor(district);
    fixture.awaitWaiting(2);
    beforeTheSecond.letGo();
    assertEquals(new Accepted(1, 0, 0), TestDatabase.await(answers.get(1)));
    assertTrue(fixture.test.isOnDisk(fixture.test.endOfLog()));
    afterTheSecond.letGo();
    assertEquals(new Accepted(1, 0, 0), TestDatabase.await(answers.get(2)));
    assertEquals(3, fixture.rows(district).size());
  }

  @Test
  void accept_doesNotBringADeletedRowBack() {
    accept(insert("Enrollment", 10, "1", enrollment(1, 7)));
    accept(delete("Enrollment", 30, "1"));
    fixture.forgetEvents();
    assertEquals(new Accepted(0, 1, 0), accept(update("Enrollment", 20, "1", enrollment(1, 7))));
    assertEquals("- - deleted 00000000000000000030 0", fixture.rows(district).get("Enrollment/1"));
    assertEquals(Map.of(), fixture.events(FIRST));
    accept(insert("Enrollment", 40, "1", enrollment(1, 7)));
    assertEquals(Map.of("7", 1L), fixture.events(FIRST));
  }

  @Test
  void accept_queuesTheStudentOfADeletedRow() {
    accept(insert("Enrollment", 10, "1", enrollment(1, 7)));
    fixture.forgetEvents();
    accept(delete("Enrollment", 30, "1"));
    assertEquals(Map.of("7", 1L), fixture.events(FIRST));
  }

  @Test
  void accept_keepsTheDeleteOfARowNeverSeen() {
    assertEquals(new Accepted(1, 0, 1), accept(delete("Enrollment", 30, "1")));
    assertEquals(new Accepted(0, 1, 0), accept(insert("Enrollment", 10, "1", enrollment(1, 7))));
    assertEquals(Map.of(), fixture.events(FIRST));
  }

  @Test
  void accept_understandsAChangedKeyAtOnePosition() {
    accept(insert("Enrollment", 10, "1", enrollment(1, 7)));
    RowChange[] changed = {
      delete("Enrollment", 20, "1"), insert("Enrollment", 20, "2", enrollment(2, 7))
    };
    assertEquals(new Accepted(2, 0, 0), accept(changed));
    assertEquals(new Accepted(0, 2, 0), accept(changed));
    assertNull(fixture.student(district, "Enrollment/1"));
    assertEquals("7", fixture.student(district, "Enrollment/2"));
  }

  @Test
  void accept_letsNoRedeliveredDeleteUndoTheInsertAtItsPosition() {
    accept(delete("Enrollment", 20, "1"));
    accept(insert("Enrollment", 20, "1", enrollment(1, 7)));
    assertEquals(new Accepted(0, 1, 0), accept(delete("Enrollment", 20, "1")));
    assertEquals("7", fixture.student(district, "Enrollment/1"));
  }

  @Test
  void accept_takesAnotherKindOfPositionAsNewer() {
    accept(insert("Enrollment", 10, "1", enrollment(1, 7)));
    SourcePosition clock = new SourcePosition("ts_ms", "00000000000000000001");
    accept(put("Enrollment", ChangeType.UPDATE, clock, "1", enrollment(1, 8)));
    assertEquals("8", fixture.student(district, "Enrollment/1"));
  }

  @Test
  void accept_takesTheLaterOfTwoUpdatesInOneTickOfAClock() {
    SourcePosition clock = new SourcePosition("ts_ms", "00000000000000000001");
    accept(put("Enrollment", ChangeType.UPDATE, clock, "1", enrollment(1, 7)));
    RowChange second = put("Enrollment", ChangeType.UPDATE, clock, "1", enrollment(1, 8));
    assertEquals(new Accepted(1, 0, 0), accept(second));
    assertEquals(new Accepted(0, 1, 0), accept(second));
    assertEquals("8", fixture.student(district, "Enrollment/1"));
  }

  @Test
  void accept_countsSeveralChangesOfARowInOneBatch() {
    assertEquals(
        new Accepted(2, 2, 0),
        accept(
            insert("Enrollment", 10, "1", enrollment(1, 7)),
            update("Enrollment", 20, "1", enrollment(1, 8)),
            update("Enrollment", 15, "1", enrollment(1, 9)),
            update("Enrollment", 20, "1", enrollment(1, 8))));
    assertEquals(Map.of("8", 1L), fixture.events(FIRST));
  }

  @Test
  void accept_queuesNothingForAColumnNoPackLooksAt() {
    fixture.watched =
        new WatchedColumns(
            Map.of(new TableName("Enrollment"), Set.of("enrollmentID", "startDate")));
    accept(insert("Enrollment", 10, "1", enrollment(1, 7)));
    fixture.forgetEvents();
    Map<String, Object> otherNote = new HashMap<>(enrollment(1, 7));
    otherNote.put("serviceType", "P");
    assertEquals(new Accepted(1, 0, 1), accept(update("Enrollment", 20, "1", otherNote)));
    assertEquals(Map.of(), fixture.events(FIRST));
    assertTrue(String.valueOf(fixture.rows(district).get("Enrollment/1")).contains("serviceType"));
    assertEquals(
        new Accepted(1, 0, 1), accept(insert("Program", 21, "5", Map.of("programID", 5L))));
    assertEquals(List.of(), fixture.fanOuts(district));
    otherNote.put("startDate", LocalDate.of(2025, 9, 1));
    assertEquals(new Accepted(1, 0, 0), accept(update("Enrollment", 30, "1", otherNote)));
    assertEquals(Map.of("7", 1L), fixture.events(FIRST));
  }

  @Test
  void accept_queuesBothStudentsWhenARowMoves() {
    accept(insert("Enrollment", 10, "1", enrollment(1, 7)));
    fixture.forgetEvents();
    accept(update("Enrollment", 20, "1", enrollment(1, 8)));
    assertEquals(Map.of("7", 1L, "8", 1L), fixture.events(FIRST));
  }

  @Test
  void accept_adoptsAnOrphanWhenItsOwnerArrives() {
    String certification = "ProgramParticipationCertification";
    accept(insert(certification, 10, "3", certification(3, 2)));
    assertNull(fixture.student(district, certification + "/3"));
    assertEquals(Map.of(), fixture.events(FIRST));
    accept(insert("ProgramParticipation", 20, "2", participation(2, 7)));
    assertEquals("7", fixture.student(district, certification + "/3"));
    assertEquals(Map.of("7", 1L), fixture.events(FIRST));
  }

  @Test
  void accept_findsTheOwnerInTheBatchInEitherOrderAndInTheTable() {
    String certification = "ProgramParticipationCertification";
    accept(
        insert(certification, 10, "3", certification(3, 2)),
        insert("ProgramParticipation", 20, "2", participation(2, 7)),
        insert(certification, 30, "4", certification(4, 2)));
    assertEquals("7", fixture.student(district, certification + "/3"));
    assertEquals("7", fixture.student(district, certification + "/4"));
    fixture.forgetEvents();
    accept(insert(certification, 40, "5", certification(5, 2)));
    assertEquals("7", fixture.student(district, certification + "/5"));
    assertEquals(Map.of("7", 1L), fixture.events(FIRST));
  }

  @Test
  void accept_movesOwnedRowsWithTheirOwner() {
    String certification = "ProgramParticipationCertification";
    accept(
        insert("ProgramParticipation", 10, "2", participation(2, 7)),
        insert(certification, 10, "3", certification(3, 2)));
    fixture.forgetEvents();
    fixture.watched = new WatchedColumns(Map.of(new TableName(certification), Set.of("passed")));
    accept(update("ProgramParticipation", 20, "2", participation(2, 8)));
    assertEquals("8", fixture.student(district, certification + "/3"));
    assertEquals(Map.of("7", 1L, "8", 1L), fixture.events(FIRST));
    fixture.forgetEvents();
    accept(delete("ProgramParticipation", 30, "2"));
    assertNull(fixture.student(district, certification + "/3"));
    assertEquals(Map.of("8", 1L), fixture.events(FIRST));
  }

  @Test
  void accept_fansOutASharedRowAndCountsItsVersion() {
    RowStore rows = new RowStore();
    District name = new District(district);
    assertEquals(0L, TestDatabase.await(rows.sharedVersion(fixture.database, name)));
    accept(insert("Program", 10, "5", Map.of("programID", 5L, "name", "Welding")));
    assertEquals(1L, TestDatabase.await(rows.sharedVersion(fixture.database, name)));
    assertEquals(List.of("Program/5"), fixture.fanOuts(district));
    assertEquals(Map.of(), fixture.events(FIRST));
    accept(update("Program", 20, "5", Map.of("programID", 5L, "name", "Welding")));
    assertEquals(1L, TestDatabase.await(rows.sharedVersion(fixture.database, name)));
    accept(insert("Enrollment", 30, "1", enrollment(1, 7)));
    assertEquals(1L, TestDatabase.await(rows.sharedVersion(fixture.database, name)));
    assertEquals(List.of("Program/5"), fixture.fanOuts(district));
    accept(delete("Program", 40, "5"));
    assertEquals(2L, TestDatabase.await(rows.sharedVersion(fixture.database, name)));
    var shared =
        TestDatabase.await(rows.shared(fixture.database, name, List.of(new TableName("Program"))));
    assertEquals(2L, shared.version());
    assertEquals(List.of(), shared.rows());
  }

  @Test
  void rowStore_givesAllRowsOfStudents() {
    accept(
        insert("Enrollment", 10, "1", enrollment(1, 7)),
        insert("Enrollment", 10, "2", enrollment(2, 8)),
        insert("Enrollment", 10, "3", enrollment(3, 9)),
        insert("Enrollment", 11, "4", enrollment(4, 7)),
        delete("Enrollment", 12, "4"));
    var rows =
        TestDatabase.await(
            new RowStore()
                .ofStudents(
                    fixture.database,
                    new District(district),
                    List.of(
                        new org.statecraft.campus.StudentId("7"),
                        new org.statecraft.campus.StudentId("9"))));
    assertEquals(
        Set.of("1", "3"), Set.copyOf(rows.stream().map(row -> row.key().value()).toList()));
  }

  @Test
  void accept_needsAHandfulOfStatementsForAThousandChanges() {
    List<RowChange> changes = new ArrayList<>();
    for (long i = 0; i < 250; i++) {
      changes.add(insert("ProgramParticipationCertification", i, "" + i, certification(i, i)));
      changes.add(insert("ProgramParticipation", i, "" + i, participation(i, i)));
      changes.add(insert("Enrollment", i, "" + i, enrollment(i, i)));
      changes.add(insert("Program", i, "" + i, Map.of("programID", i)));
    }
    // An orphan outside of the batch, so that the rarest statement is needed as well.
    accept(insert("ProgramParticipationCertification", 1, "x", certification(999, 3)));
    fixture.statements.set(0);
    fixture.transactions.set(0);
    assertEquals(new Accepted(1000, 0, 0), accept(changes.toArray(RowChange[]::new)));
    // BEGIN with the lock, and COMMIT, not counted; four are the reads of the four tables.
    assertEquals(10, fixture.statements.get());
    assertEquals(1, fixture.transactions.get());
    assertEquals("3", fixture.student(district, "ProgramParticipationCertification/x"));
    assertEquals(250, fixture.events(FIRST).size());
    fixture.statements.set(0);
    accept(changes.toArray(RowChange[]::new));
    assertEquals(4, fixture.statements.get());
  }

  @Test
  void accept_letsManyRequestsShareCommits() {
    Ingestor ingestor = fixture.ingestor();
    fixture.transactions.set(0);
    IngestFixture.Hold hold = fixture.hold(district);
    List<Future<?>> all = new ArrayList<>();
    for (long i = 0; i < 500; i++) {
      all.add(
          ingestor.accept(
              new District(district),
              List.of(insert("Enrollment", i, "" + i, enrollment(i, i % 50)))));
    }
    hold.letGo();
    for (Future<?> one : all) {
      assertEquals(new Accepted(1, 0, 0), TestDatabase.await(one));
    }
    assertEquals(2, fixture.transactions.get());
    assertEquals(500, fixture.rows(district).size());
    assertEquals(50, fixture.events(FIRST).size());
  }

  @Test
  void accept_turnsAwayWhatFindsNoRoom() {
    Ingestor ingestor =
        fixture.ingestor(
            new IngestConfig(1, 10, 20, 1L << 30, Duration.ofSeconds(3), Duration.ofMinutes(5)));
    IngestFixture.Hold hold = fixture.hold(district);
    List<Future<IngestOutcome>> all = new ArrayList<>();
    for (long i = 0; i < 30; i++) {
      all.add(
          ingestor.accept(
              new District(district), List.of(insert("Enrollment", i, "" + i, enrollment(i, i)))));
    }
    hold.letGo();
    List<IngestOutcome> outcomes = new ArrayList<>();
    all.forEach(one -> outcomes.add(TestDatabase.await(one)));
    assertEquals(
        9, Collections.frequency(outcomes, new IngestOutcome.Overloaded(Duration.ofSeconds(3))));
    assertEquals(21, fixture.rows(district).size());
    assertInstanceOf(
        Accepted.class,
        TestDatabase.await(
            ingestor.accept(
                new District(district),
                List.of(insert("Enrollment", 99, "99", enrollment(9, 9))))));
  }

  @Test
  void accept_failsOnlyTheRequestThatCannotBeKept() {
    Ingestor ingestor = fixture.ingestor();
    District name = new District(district);
    // No index entry has room for it; the reader would have refused it.
    String longKey =
        new Random(1)
            .ints(9000, 33, 120)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    RowChange poison = insert("Enrollment", 5, longKey, enrollment(5, 5));
    Future<IngestOutcome> first =
        ingestor.accept(name, List.of(insert("Enrollment", 1, "1", enrollment(1, 1))));
    Future<IngestOutcome> bad = ingestor.accept(name, List.of(poison));
    Future<IngestOutcome> good =
        ingestor.accept(name, List.of(insert("Enrollment", 2, "2", enrollment(2, 2))));
    assertEquals(new Accepted(1, 0, 0), TestDatabase.await(first));
    assertEquals(new Accepted(1, 0, 0), TestDatabase.await(good));
    assertTrue(bad.failed());
    assertEquals(Set.of("Enrollment/1", "Enrollment/2"), fixture.rows(district).keySet());
  }

  @Test
  void accept_endsInTheSameStateInWhateverOrder() {
    for (int seed = 1; seed <= 12; seed++) {
      Random random = new Random(seed);
      List<RowChange> history = history(random);
      String inOrder = district + seed;
      history.forEach(change -> fixture.accept(inOrder, change));
      String shuffled = district + seed + "shuffled";
      List<RowChange> others = new ArrayList<>(history);
      history.stream().filter(change -> random.nextInt(3) == 0).forEach(others::add);
      Collections.shuffle(others, random);
      while (!others.isEmpty()) {
        int size = Math.min(others.size(), 1 + random.nextInt(12));
        fixture.accept(shuffled, others.subList(0, size).toArray(RowChange[]::new));
        others.subList(0, size).clear();
      }
      assertEquals(fixture.rows(inOrder), fixture.rows(shuffled), "seed " + seed);
    }
  }

  private static List<RowChange> history(Random random) {
    List<RowChange> history = new ArrayList<>();
    for (long lsn = 1; lsn <= 60; lsn++) {
      long key = random.nextInt(4);
      boolean owner = random.nextBoolean();
      String table = owner ? "ProgramParticipation" : "ProgramParticipationCertification";
      if (random.nextInt(4) == 0) {
        history.add(delete(table, lsn, "" + key));
      } else {
        Map<String, Object> columns =
            owner
                ? participation(key, random.nextInt(3) + 1)
                : certification(key, random.nextInt(4));
        history.add(update(table, lsn, "" + key, columns));
      }
    }
    return history;
  }
}

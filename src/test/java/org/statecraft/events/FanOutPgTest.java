package org.statecraft.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statecraft.campus.District;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.StudentId;
import org.statecraft.campus.TableName;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.packs.CurrentCatalogue;
import org.statecraft.packs.PackReader;
import org.statecraft.rows.RowId;
import org.statecraft.testing.TestDatabase;

class FanOutPgTest {

  private static final District DISTRICT = new District("springfield");
  private static final ConnectionName CONNECTION = new ConnectionName("springfield-2026");
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private final FanOutStore store = new FanOutStore();
  private final List<String> progress = new ArrayList<>();
  private TestDatabase test;

  FanOutPgTest() {
    test = TestDatabase.open();
  }

  @AfterEach
  void close() {
    test.close();
  }

  /** School 1 has calendar 10, school 2 has 20; students 100 to 104 go to 1, 105 and 106 to 2. */
  @BeforeEach
  void rows() {
    row("School", "1", null, "{\"schoolID\": 1, \"districtID\": 9}");
    row("School", "2", null, "{\"schoolID\": 2}");
    row("Calendar", "10", null, "{\"calendarID\": 10, \"schoolID\": 1}");
    row("Calendar", "20", null, "{\"calendarID\": 20, \"schoolID\": 2}");
    for (int student = 100; student < 107; student++) {
      int calendar = student < 105 ? 10 : 20;
      row("Enrollment", "" + student, "" + student, "{\"calendarID\": " + calendar + "}");
      row("Enrollment", "9" + student, "" + student, "{\"calendarID\": " + calendar + "}");
    }
    row("Enrollment", "gone", null, null);
    row("Enrollment", "nobody", null, "{\"calendarID\": 10}");
    row("ProgramParticipation", "1", "106", "{\"programID\": 10}");
    row("ProgramParticipation", "2", "200", "{\"programID\": 5}");
  }

  private void row(String table, String key, @Nullable String student, @Nullable String columns) {
    TestDatabase.await(
        test.database()
            .run(
                "INSERT INTO campus_row (district, table_name, row_key, student_id, columns,"
                    + " position_kind, position, position_rank, changed_at)"
                    + " VALUES ($1, $2, $3, $4, $5::text::jsonb, 'lsn', '1', 2, now())",
                DISTRICT.value(),
                table,
                key,
                student,
                columns));
  }

  private void changed(String table, String... keys) {
    Map<RowId, Instant> changed = new TreeMap<>();
    for (String key : keys) {
      changed.put(new RowId(new TableName(table), new RowKey(key)), TIME);
    }
    TestDatabase.await(test.database().inTransaction(tx -> store.add(tx, DISTRICT, changed)));
  }

  private FanOutWorker worker(long id, FanOutConfig config, FanOutListener listener) {
    return new FanOutWorker(
        test.vertx(),
        test.database(),
        new CurrentCatalogue(new PackReader(Path.of("rules"), Path.of("descriptors")).catalogue()),
        district -> List.of(CONNECTION),
        config,
        listener,
        InstantSource.fixed(TIME),
        () -> id);
  }

  private List<String> queued() {
    List<String> students = new ArrayList<>();
    for (Row row :
        TestDatabase.await(
            test.database().run("SELECT student_id, cause FROM event_queue ORDER BY student_id"))) {
      students.add(row.getString(0));
    }
    return students;
  }

  private void runToTheEnd(int perCommit, int perRead) {
    Promise<Void> finished = Promise.promise();
    FanOutConfig config = new FanOutConfig(perCommit, perRead, 100, Duration.ofHours(1));
    FanOutWorker worker =
        worker(
            1,
            config,
            (fanOut, all) -> {
              progress.add(fanOut.studentsDone() + (all ? "." : ""));
              if (all) {
                finished.tryComplete();
              }
            });
    worker.start();
    TestDatabase.await(finished.future());
    TestDatabase.await(worker.stop());
  }

  @Test
  void fanOut_followsTheReferencesBackToTheStudents() {
    changed("School", "1");
    runToTheEnd(1000, 1000);
    assertEquals(List.of("100", "101", "102", "103", "104"), queued());
    assertEquals(List.of("5", "5."), progress);
    assertEquals(0L, TestDatabase.await(store.waiting(test.database(), DISTRICT)));
  }

  @Test
  void fanOut_mistakesNoKeyOfAnotherTable() {
    changed("Program", "10");
    runToTheEnd(1000, 1000);
    assertEquals(List.of("106"), queued());
  }

  @Test
  void fanOut_concernsAllStudentsForAYearOrATableOfEveryStudent() {
    changed("SchoolYear", "2026");
    runToTheEnd(1000, 1000);
    assertEquals(8, queued().size());
    TestDatabase.await(test.database().run("DELETE FROM event_queue"));
    changed("District", "9");
    runToTheEnd(3, 5);
    assertEquals(8, queued().size());
  }

  /** Two students have one guardian, who is a student of the same number in another table's key. */
  @Test
  void fanOut_followsWhatLeadsToARowInsteadOfItsKey() {
    row("RelatedPair", "1", "101", "{\"personID1\": 101, \"personID2\": 900}");
    row("RelatedPair", "2", "106", "{\"personID1\": 106, \"personID2\": 900}");
    row("RelatedPair", "3", "102", "{\"personID1\": 102, \"personID2\": 901}");
    row("Student", "900", "900", "{\"personID\": 900}");
    changed("MilitaryConnection", "900");
    runToTheEnd(1000, 1000);
    assertEquals(List.of("101", "106", "900"), queued());
  }

  @Test
  void fanOut_ofARowNobodyRefersToEnds() {
    changed("Program", "77");
    runToTheEnd(1000, 1000);
    assertEquals(List.of(), queued());
    assertEquals(List.of("0."), progress);
  }

  @Test
  void fanOut_doesSeveralRowsAsOneInSmallCommits() {
    changed("School", "1", "2");
    changed("Calendar", "10");
    runToTheEnd(2, 3);
    assertEquals(7, queued().size());
    assertEquals(List.of("2", "3", "5", "6", "7", "7."), progress);
  }

  @Test
  void fanOut_goesOnAfterTheLastStudentWhenItsWorkerDied() {
    changed("School", "1", "2");
    FanOut claimed = TestDatabase.await(store.claim(test.database(), 66, 100)).orElseThrow();
    FanOut advanced = claimed.advanced(List.of(new StudentId("101"), new StudentId("102")));
    TestDatabase.await(test.database().inTransaction(tx -> store.advance(tx, advanced)));
    FanOutWorker other = worker(1, FanOutConfig.DEFAULT, FanOutListener.NONE);
    other.start();
    assertFalse(TestDatabase.await(other.runOnce()));
    TestDatabase.await(other.stop());
    assertEquals(2, TestDatabase.await(store.release(test.database(), Set.of(66L))));
    runToTheEnd(1000, 1000);
    assertEquals(List.of("103", "104", "105", "106"), queued());
    assertEquals(List.of("6", "6."), progress);
    assertThrows(
        LostClaim.class,
        () -> TestDatabase.await(test.database().inTransaction(tx -> store.advance(tx, advanced))));
  }

  @Test
  void stop_leavesTheRestToWhoeverComesNext() {
    changed("School", "1", "2");
    Promise<FanOutWorker> itself = Promise.promise();
    Promise<Void> stopped = Promise.promise();
    FanOutConfig config = new FanOutConfig(2, 100, 100, Duration.ofHours(1));
    FanOutWorker first =
        worker(
            5,
            config,
            (fanOut, finished) ->
                itself
                    .future()
                    .compose(FanOutWorker::stop)
                    .onSuccess(done -> stopped.tryComplete()));
    itself.complete(first);
    first.start();
    TestDatabase.await(stopped.future());
    assertEquals(List.of("100", "101"), queued());
    runToTheEnd(1000, 1000);
    assertEquals(7, queued().size());
    assertEquals(List.of("7", "7."), progress);
  }

  @Test
  void wake_startsWhatArrivedAfterTheLastLook() {
    Promise<Void> finished = Promise.promise();
    FanOutWorker worker =
        worker(
            1,
            new FanOutConfig(10, 10, 10, Duration.ofHours(1)),
            (fanOut, all) -> {
              if (all) {
                finished.tryComplete();
              }
            });
    worker.start();
    changed("School", "1");
    worker.wake();
    TestDatabase.await(finished.future());
    TestDatabase.await(worker.stop());
    assertEquals(5, queued().size());
  }
}

package org.statecraft.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statecraft.testing.TestDatabase;

class TxPgTest {

  private static final String ADD = "INSERT INTO entry (id) VALUES ($1)";

  private static TestDatabase test;

  @BeforeAll
  static void open() {
    test = TestDatabase.open();
    await(test.database().run("CREATE TABLE entry (id integer PRIMARY KEY)"));
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @BeforeEach
  void empty() {
    await(test.database().run("DELETE FROM entry"));
  }

  private static <T> T run(Function<Tx, Future<T>> work) {
    return await(test.database().inTransaction(work));
  }

  private static long entries() {
    return await(test.database().run("SELECT count(*) FROM entry")).iterator().next().getLong(0);
  }

  @Test
  void inTransaction_keepsWhatSucceeded_andGivesItsResult() {
    assertEquals("done", run(tx -> tx.run(ADD, 1).compose(rows -> tx.run(ADD, 2)).map("done")));
    assertEquals(2, entries());
  }

  @Test
  void inTransaction_keepsNothing_whenTheWorkFails() {
    assertThrows(
        IllegalStateException.class,
        () ->
            run(
                tx ->
                    tx.run(ADD, 1)
                        .compose(rows -> Future.failedFuture(new IllegalStateException()))));
    assertEquals(0, entries());
  }

  @Test
  void inTransaction_keepsNothing_whenTheWorkThrowsAfterSending() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            run(
                tx -> {
                  tx.run(ADD, 1);
                  throw new IllegalArgumentException();
                }));
    assertEquals(0, entries());
  }

  @Test
  void commitBehind_succeedsAfterTheCommit() {
    String result =
        run(tx -> tx.commitBehind(Future.all(tx.run(ADD, 1), tx.run(ADD, 2)).map("both")));
    assertEquals("both", result);
    assertEquals(2, entries());
  }

  @Test
  void aloneInTransaction_waitsForTheOneBefore_andSeesWhatItCommitted() {
    Promise<Void> go = Promise.promise();
    Promise<Void> begun = Promise.promise();
    Future<Long> first =
        test.database()
            .aloneInTransaction(
                "one name",
                Commit.ON_DISK,
                tx ->
                    tx.run(ADD, 1)
                        .onSuccess(rows -> begun.complete())
                        .compose(rows -> go.future())
                        .map(1L));
    await(begun.future());
    Future<Long> second =
        test.database().aloneInTransaction("one name", Commit.ON_DISK, TxPgTest::count);
    assertEquals(
        0, await(test.database().aloneInTransaction("another", Commit.ON_DISK, TxPgTest::count)));
    assertFalse(second.isComplete(), "the other is not over yet");
    go.complete();
    await(first);
    assertEquals(1, await(second));
  }

  @Test
  void onDisk_takesWhatIsOnlyVisibleToDisk() {
    await(
        test.database()
            .aloneInTransaction("a name", Commit.VISIBLE, tx -> tx.run(ADD, 1).mapEmpty()));
    assertEquals(1, entries());
    String end = test.endOfLog();
    await(test.database().onDisk());
    assertTrue(test.isOnDisk(end));
  }

  @Test
  void aloneInTransaction_onDisk_isThereWithoutMore() {
    String setting = "SHOW synchronous_commit";
    Function<Tx, Future<String>> ask =
        tx -> tx.run(setting).map(rows -> rows.iterator().next().getString(0));
    assertEquals("off", await(test.database().aloneInTransaction("a name", Commit.VISIBLE, ask)));
    assertEquals("on", await(test.database().aloneInTransaction("a name", Commit.ON_DISK, ask)));
    assertEquals("on", run(ask));
  }

  @Test
  void aloneInTransaction_ofWorkThatFails_leavesTheNameFree() {
    Function<Tx, Future<Void>> failing = tx -> tx.run("SELECT 1 / 0").mapEmpty();
    for (int i = 0; i < 3; i++) {
      assertThrows(
          PgException.class,
          () -> await(test.database().aloneInTransaction("a name", Commit.ON_DISK, failing)));
    }
    assertEquals(
        0, await(test.database().aloneInTransaction("a name", Commit.ON_DISK, TxPgTest::count)));
  }

  private static Future<Long> count(Tx tx) {
    return tx.run("SELECT count(*) FROM entry").map(rows -> rows.iterator().next().getLong(0));
  }

  /** PostgreSQL answers the COMMIT of a failed transaction without an error. */
  @Test
  void commitBehind_fails_whenAnyOfTheStatementsDoes() {
    for (List<Integer> ids : List.of(List.of(1, 1, 2), List.of(1, 2, 2), List.of(3, 3, 3))) {
      PgException error =
          assertThrows(
              PgException.class,
              () ->
                  run(
                      tx ->
                          tx.commitBehind(
                              Future.all(ids.stream().map(id -> tx.run(ADD, id)).toList()))));
      assertEquals("23505", error.getSqlState());
      assertEquals(0, entries());
    }
  }

  @Test
  void connections_areOfUse_afterFailures() {
    for (int i = 0; i < 30; i++) {
      assertThrows(
          PgException.class,
          () -> run(tx -> tx.commitBehind(Future.all(tx.run(ADD, 1), tx.run("SELECT 1 / 0")))));
    }
    run(tx -> tx.run(ADD, 7));
    assertEquals(1, entries());
  }
}

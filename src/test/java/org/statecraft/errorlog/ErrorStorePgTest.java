package org.statecraft.errorlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.statecraft.testing.Plans.CONNECTION;
import static org.statecraft.testing.Plans.association;
import static org.statecraft.testing.TestDatabase.await;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.ResourceName;
import org.statecraft.testing.TestDatabase;

class ErrorStorePgTest {

  private static TestDatabase test;

  private final ErrorStore store = new ErrorStore();

  @BeforeAll
  static void start() {
    test = TestDatabase.open();
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @BeforeEach
  void empty() {
    await(test.database().run("TRUNCATE error_log"));
  }

  @Test
  void raise_givesBackWhatWasRaised() {
    ErrorEntry entry = rejected("1", 11L, "first");
    raise(entry);
    OpenError open = open().get(0);
    assertEquals(entry, open.entry());
    assertEquals(1, open.occurrences());
    assertEquals(open.firstAt(), open.lastAt());
  }

  @Test
  void raise_countsTheSameErrorOfTheSameRecord() {
    raise(rejected("1", 11L, "first"), rejected("1", 12L, "second"), rejected("2", 13L, "x"));
    raise(rejected("1", 14L, "third"));
    assertEquals(2, open().size());
    OpenError newest = open().get(0);
    assertEquals(3, newest.occurrences());
    assertEquals("third", newest.entry().detail());
    assertEquals(14L, newest.entry().outboxId());
    CauseSummary summary =
        await(new ErrorCauseStore().summaries(test.database(), ErrorFilter.OPEN)).get(0);
    assertEquals(ErrorType.REJECTED, summary.root().type());
    assertEquals(List.of(2L, 4L), List.of(summary.entries(), summary.occurrences()));
  }

  @Test
  void raise_ofTheSameErrorByManyAtOnceIsOneEntry() {
    List<io.vertx.core.Future<Void>> raised =
        java.util.stream.IntStream.range(0, 20)
            .mapToObj(
                i ->
                    test.database()
                        .inTransaction(
                            tx ->
                                store.raise(
                                    tx,
                                    CONNECTION,
                                    List.of(rejected("2", 1L, "x"), rejected("1", 1L, "x")))))
            .toList();
    raised.forEach(TestDatabase::await);
    assertEquals(List.of(20, 20), open().stream().map(OpenError::occurrences).toList());
  }

  @Test
  void raise_opensANewEntryOnceTheOldOneIsClosed() {
    raise(rejected("1", 11L, "first"));
    await(store.closeFor(test.database(), List.of(11L)));
    assertEquals(List.of(), open());
    raise(rejected("1", 12L, "again"));
    assertEquals(1, open().get(0).occurrences());
  }

  @Test
  void closeCauses_closesAllOfACauseAndNothingElse() {
    raise(rejected("1", 11L, "a"), rejected("2", 12L, "b"), forAll("down"));
    await(store.closeCauses(test.database(), CONNECTION, List.of("rejected")));
    assertEquals(List.of("down"), open().stream().map(o -> o.entry().cause()).toList());
  }

  @Test
  void closeNotRaised_closesWhatTheNewDecisionNoLongerFinds() {
    raise(finding("gone"), finding("stays"), rejected("1", 11L, "a"));
    await(
        test.database()
            .inTransaction(
                tx ->
                    store
                        .raise(tx, CONNECTION, List.of(finding("stays")))
                        .compose(
                            raised ->
                                store.closeNotRaised(
                                    tx, CONNECTION, List.of(new StudentId("1"))))));
    assertEquals(
        Set.of("stays 2", "rejected 1"),
        open().stream()
            .map(each -> each.entry().cause() + " " + each.occurrences())
            .collect(java.util.stream.Collectors.toSet()));
  }

  private static ErrorEntry finding(String cause) {
    return new ErrorEntry(
        ErrorType.FINDING, null, null, new StudentId("1"), null, cause, null, "no", null);
  }

  @Test
  void storable_cutsAndCleans() {
    assertEquals("ab", ErrorEntry.storable("a\0b"));
    String long1 = "x".repeat(ErrorEntry.LONGEST_ANSWER - 1) + "\uD83D\uDE00";
    assertEquals(ErrorEntry.LONGEST_ANSWER - 1, ErrorEntry.storable(long1).length());
  }

  @Test
  void type_isFoundByItsWord() {
    for (ErrorType type : ErrorType.values()) {
      assertEquals(type, ErrorType.of(type.word()));
    }
    assertThrows(IllegalArgumentException.class, () -> ErrorType.of("nothing"));
  }

  private static ErrorEntry rejected(String student, @Nullable Long action, String detail) {
    return new ErrorEntry(
        ErrorType.REJECTED,
        association(student, "2024-08-20").resource(),
        association(student, "2024-08-20").key(),
        new StudentId(student),
        action,
        "rejected",
        400,
        detail,
        "{\"message\":\"no\"}");
  }

  private static ErrorEntry forAll(String cause) {
    return new ErrorEntry(
        ErrorType.API_FAULT, new ResourceName("x"), null, null, null, cause, 500, "down", null);
  }

  private void raise(ErrorEntry... entries) {
    await(test.database().inTransaction(tx -> store.raise(tx, CONNECTION, List.of(entries))));
  }

  private List<OpenError> open() {
    return await(store.open(test.database(), CONNECTION, 10));
  }
}

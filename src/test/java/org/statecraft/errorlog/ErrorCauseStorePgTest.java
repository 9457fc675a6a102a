package org.statecraft.errorlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.Plans.CONNECTION;
import static org.statecraft.testing.Plans.association;
import static org.statecraft.testing.TestDatabase.await;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.testing.TestDatabase;

class ErrorCauseStorePgTest {

  private static final ConnectionName OTHER = new ConnectionName("other-2025");

  private static TestDatabase test;

  private final ErrorStore errors = new ErrorStore();
  private final ErrorCauseStore causes = new ErrorCauseStore();

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
  void summaries_groupByCauseAndConnectionAndKeepTheCorrelationId() {
    raise(CONNECTION, rejected("1", "rejected x"), rejected("2", "rejected x"));
    raise(CONNECTION, rejected("2", "rejected x"), rejected("3", "rejected y"));
    raise(OTHER, rejected("1", "rejected x"));
    List<CauseSummary> all = summaries(Optional.empty(), Optional.empty(), false);
    assertEquals(3, all.size());
    CauseSummary first = all.get(0);
    assertEquals(CONNECTION, first.root().connection());
    assertEquals("rejected x", first.root().cause());
    assertEquals(2, first.entries());
    assertEquals(3, first.occurrences());
    assertEquals(Optional.of("corr-2"), first.correlationId());
    assertEquals(List.of(association("1", "2024-08-20").resource()), first.resources());
    assertEquals(2, summaries(Optional.of(CONNECTION), Optional.empty(), false).size());
    assertEquals(
        List.of(first), summaries(Optional.empty(), Optional.of(first.root().id()), false));
    assertEquals(2, summaries(Optional.of(CONNECTION), Optional.of("rejected"), false).size());
    assertEquals(0, summaries(Optional.of(CONNECTION), Optional.of("reject"), false).size());
  }

  @Test
  void archive_staysAsideWhileTheTroubleLastsAndClosesWithIt() {
    raise(CONNECTION, rejected("1", "rejected x"), rejected("2", "rejected y"));
    assertEquals(1, archive("rejected x", Optional.empty()));
    assertEquals(1, summaries(Optional.empty(), Optional.empty(), false).size());
    raise(CONNECTION, rejected("1", "rejected x"));
    assertEquals(1, summaries(Optional.empty(), Optional.empty(), false).size(), "not opened anew");
    CauseSummary aside = summaries(Optional.empty(), Optional.of("rejected x"), true).get(0);
    assertEquals(
        List.of(1L, 1L, 2L), List.of(aside.entries(), aside.archived(), aside.occurrences()));
    await(errors.closeCauses(test.database(), CONNECTION, List.of("rejected x")));
    assertEquals(1, summaries(Optional.empty(), Optional.empty(), true).size());
    raise(CONNECTION, rejected("1", "rejected x"));
    assertEquals(2, summaries(Optional.empty(), Optional.empty(), false).size(), "new trouble");
  }

  @Test
  void archive_takesOnlyTheResourceNamed() {
    raise(CONNECTION, rejected("1", "rejected x"));
    assertEquals(0, archive("rejected x", Optional.of(new ResourceName("others"))));
    assertEquals(1, archive("rejected x", Optional.of(association("1", "2024-08-20").resource())));
  }

  @Test
  void students_ofCampusErrorsOnly() {
    raise(
        CONNECTION,
        new ErrorEntry(
            ErrorType.STUDENT_PARKED,
            null,
            null,
            new StudentId("9"),
            null,
            "sync x",
            null,
            "failed",
            null),
        rejected("1", "sync x"));
    assertEquals(
        List.of(new StudentId("9")),
        await(causes.students(test.database(), CONNECTION, List.of("sync x"), Optional.empty())));
  }

  @Test
  void entries_areTheNewestFirst() {
    raise(CONNECTION, rejected("1", "rejected x"));
    raise(CONNECTION, rejected("2", "rejected x"));
    RootCause root = summaries(Optional.empty(), Optional.empty(), false).get(0).root();
    List<OpenError> entries = await(causes.entries(test.database(), root, Optional.empty(), 1));
    assertEquals(1, entries.size());
    assertEquals(new StudentId("2"), entries.get(0).entry().student());
  }

  @Test
  void types_tellWhoActsAndWhatMayBeTheReason() {
    for (ErrorType type : ErrorType.values()) {
      assertTrue(!type.possibleCauses().isEmpty() && !type.howToFix().isBlank(), type.word());
    }
  }

  private int archive(String cause, Optional<ResourceName> resource) {
    return await(causes.archive(test.database(), CONNECTION, List.of(cause), resource));
  }

  private List<CauseSummary> summaries(
      Optional<ConnectionName> connection, Optional<String> cause, boolean archived) {
    return await(causes.summaries(test.database(), new ErrorFilter(connection, cause, archived)));
  }

  private void raise(ConnectionName connection, ErrorEntry... entries) {
    await(test.database().inTransaction(tx -> errors.raise(tx, connection, List.of(entries))));
  }

  private static ErrorEntry rejected(String student, String cause) {
    return new ErrorEntry(
        ErrorType.REJECTED,
        association(student, "2024-08-20").resource(),
        association(student, "2024-08-20").key(),
        new StudentId(student),
        Long.parseLong(student),
        cause,
        400,
        "refused",
        "{\"message\":\"no\",\"correlationId\":\"corr-" + student + "\"}");
  }
}

package org.statecraft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.Plans.CONNECTION;
import static org.statecraft.testing.Plans.plan;
import static org.statecraft.testing.Plans.post;
import static org.statecraft.testing.Plans.program;
import static org.statecraft.testing.Plans.shared;
import static org.statecraft.testing.TestDatabase.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.campus.StudentId;
import org.statecraft.cli.Cli;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.errorlog.ErrorEntry;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.identity.IdentityStore;
import org.statecraft.outbox.OutboxEntry;
import org.statecraft.outbox.OutboxState;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.outbox.Settlement;
import org.statecraft.plan.StudentPlan;
import org.statecraft.testing.TestDatabase;

/** What an operator does about a flood of errors, by the command line alone. */
class OperatorPgTest {

  private static TestDatabase test;
  private static Path folder;

  private final ErrorStore errors = new ErrorStore();
  private final OutboxStore outbox = new OutboxStore(new IdentityStore(), errors);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void open(@TempDir Path temporary) throws Exception {
    folder = temporary;
    test = TestDatabase.open();
    Path password = folder.resolve("password");
    Files.createFile(
        password,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(password, test.url().password().reveal());
    Files.writeString(
        folder.resolve("server.yaml"),
        """
        database:
          url: "postgresql://%s:%d/%s"
          user: %s
          password: "file:%s"
          schema: %s
        webhook:
          districts:
            somewhere: {secrets: ["env:NOT_SET_FOR_OPERATORS"]}
        """
            .formatted(
                test.url().host(),
                test.url().port(),
                test.url().database(),
                test.url().user(),
                password,
                test.url().schema()));
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @BeforeEach
  void empty() {
    await(
        test.database()
            .run(
                "TRUNCATE outbox, outbox_blocker, identity_mapping, error_log, event_queue,"
                    + " delivery_pause, delivery_state"));
  }

  /** One refused program, and all that refers to it, is one line; a retry clears all of it. */
  @Test
  void errors_aFloodIsOneCauseThatIsFoundAndCleared() {
    StudentPlan[] plans = new StudentPlan[1_900];
    Arrays.setAll(
        plans, i -> plan("s" + i, shared("CTE"), post("s" + i, "2024-08-20", program("CTE"))));
    add(plans);
    refuse(claim(), "rejected programs uri://x/ProgramTypeDescriptor#CTE");

    assertEquals(0, run("errors"));
    List<String> lines = out.toString().lines().toList();
    assertTrue(lines.get(0).startsWith("cause "), out.toString());
    assertTrue(
        lines.get(1).matches("[0-9a-f]{8}  test-2025 +district +1 +1,900 +1  .*#CTE"),
        lines.get(1));
    String cause = lines.get(1).substring(0, 8);

    assertEquals(0, run("errors", "show", cause));
    String shown = out.toString();
    assertTrue(shown.contains("Possible causes\n  - An element that the API requires"), shown);
    assertTrue(shown.contains("How to fix\n  Correct the Campus field"), shown);
    assertTrue(shown.contains("Not sent because of it: programs 1; 1,900 wait behind them"), shown);
    assertTrue(shown.contains("Correlation id for the host: corr-1"), shown);
    assertFalse(shown.contains("the answer itself"), shown);
    assertEquals(0, run("errors", "show", cause, "--answers"));
    assertTrue(out.toString().contains("the answer itself"), out.toString());

    assertEquals(0, run("errors", "retry", cause));
    assertTrue(out.toString().startsWith("Records sent again: 1;"), out.toString());
    done(claim());
    assertEquals(1_900, claim().size());
    assertEquals(0, run("errors"));
    assertEquals("No errors are open.\n", out.toString());
  }

  @Test
  void errors_manyOfOneKindAreOneLine() {
    List<ErrorEntry> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      NaturalKey key = NaturalKey.of("{\"studentUniqueId\":\"" + i + "\"}");
      many.add(
          new ErrorEntry(
              ErrorType.DEPENDENCY_MISSING,
              null,
              key,
              null,
              null,
              "dependency-missing student " + key.hash(),
              409,
              "The API does not hold the student that records refer to.",
              null));
    }
    raise(many);
    assertEquals(0, run("errors"));
    assertEquals(4, out.toString().lines().count(), out.toString());
    assertTrue(
        out.toString().contains("dependency-missing student (40 different ones)"), out.toString());
    assertEquals(0, run("errors", "archive", "dependency-missing student"));
    assertTrue(out.toString().startsWith("Entries put aside: 40."), out.toString());
    assertEquals(0, run("errors"));
    assertEquals("No errors are open.\n", out.toString());
    assertEquals(0, run("errors", "--archived", "--format", "json"));
    JsonNode list = CanonicalJson.read(out.toString());
    assertEquals(40, list.path(0).path("archived").asInt());
    assertEquals("dependency-missing", list.path(0).path("type").asText());
  }

  @Test
  void errors_areFilteredByConnectionResourceAndCause() {
    add(plan("1", post("1", "2024-08-20"), shared("CTE")));
    List<OutboxEntry> claimed = claim();
    refuse(claimed.subList(0, 1), "rejected a");
    refuse(claimed.subList(1, 2), "rejected b");
    String resource = claimed.get(0).record().resource().value();
    assertEquals(2, causes());
    assertEquals(1, causes("--resource", resource));
    assertEquals(0, causes("--connection", "other-2025"));
    assertEquals(1, causes("--cause", "rejected b"));
    assertEquals(2, causes("--cause", "rejected"));
    assertEquals(1, run("errors", "show", "nothing-like-it"));
    assertEquals(2, run("errors", "--connection", "No Such Name"));
    assertTrue(err.toString().contains("No Such Name"), err.toString());
  }

  @Test
  void errors_aStudentThatCouldNotBeDecidedIsDecidedAgain() {
    raise(
        List.of(
            new ErrorEntry(
                ErrorType.STUDENT_PARKED,
                null,
                null,
                new StudentId("77"),
                null,
                "sync Broken",
                null,
                "The student could not be decided.",
                null)));
    assertEquals(0, run("errors", "retry", "sync Broken"));
    assertTrue(out.toString().contains("students decided again: 1."), out.toString());
    assertEquals(
        1, count("SELECT count(*) FROM event_queue WHERE student_id = '77' AND cause = 'retry'"));
  }

  @Test
  void deliver_pausesShowsAndResumes() {
    add(plan("1", post("1", "2024-08-20")));
    assertEquals(
        0, run("deliver", "pause", "--connection", "test-2025", "--reason", "the state moves"));
    assertTrue(out.toString().contains("PAUSED since "), out.toString());
    assertTrue(out.toString().contains(": the state moves"), out.toString());
    assertTrue(out.toString().contains("available 1; the oldest since"), out.toString());
    assertTrue(out.toString().contains("no process sends on it"), out.toString());
    assertEquals(List.of(), claim());
    assertEquals(0, run("deliver", "status", "--format", "json"));
    JsonNode status = CanonicalJson.read(out.toString()).path(0);
    assertEquals("the state moves", status.path("paused").path(0).path("reason").asText());
    assertEquals(1, status.path("waiting").path("available").asInt());
    assertEquals(0, run("deliver", "resume", "--connection", "test-2025"));
    assertTrue(out.toString().startsWith("Resumed."), out.toString());
    assertEquals(1, claim().size());
  }

  @Test
  void commands_sayWhichDatabaseTheyMissed() {
    assertEquals(
        1,
        Cli.run(
            new Launcher(new PrintWriter(out, true), new PrintWriter(err, true)),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            "errors",
            "--config",
            folder.resolve("absent.yaml").toString()));
    assertTrue(err.toString().contains("absent.yaml"), err.toString());
    assertEquals(1, run("errors", "--set", "database.schema=empty_one"));
    assertTrue(
        err.toString().contains("statecraft: the schema 'empty_one' at localhost:"),
        err.toString());
    assertTrue(err.toString().contains("has no tables of Statecraft"), err.toString());
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--config", folder.resolve("server.yaml").toString()));
    PrintWriter to = new PrintWriter(out, true);
    PrintWriter toErr = new PrintWriter(err, true);
    return Cli.run(new Launcher(to, toErr), to, toErr, all.toArray(String[]::new));
  }

  private int causes(String... filter) {
    List<String> args = new ArrayList<>(List.of("errors", "--format", "json"));
    args.addAll(List.of(filter));
    run(args.toArray(String[]::new));
    return CanonicalJson.read(out.toString()).size();
  }

  private void add(StudentPlan... plans) {
    await(test.database().inTransaction(tx -> outbox.add(tx, CONNECTION, List.of(plans))));
  }

  private List<OutboxEntry> claim() {
    return await(outbox.claim(test.database(), CONNECTION, 1, 5_000, Instant.EPOCH)).entries();
  }

  private void raise(List<ErrorEntry> entries) {
    await(test.database().inTransaction(tx -> errors.raise(tx, CONNECTION, entries)));
  }

  private void refuse(List<OutboxEntry> claimed, String cause) {
    settle(
        claimed.stream()
            .map(
                entry -> {
                  String answer =
                      "{\"message\":\"the answer itself\",\"correlationId\":\"corr-1\"}";
                  ErrorEntry error =
                      new ErrorEntry(
                          ErrorType.REJECTED,
                          entry.record().resource(),
                          entry.record().key(),
                          entry.student(),
                          entry.id(),
                          cause,
                          400,
                          "POST was answered with 400.",
                          answer);
                  return settlement(entry, OutboxState.DISCARDED, cause, List.of(error));
                })
            .toList());
  }

  private void done(List<OutboxEntry> claimed) {
    settle(
        claimed.stream()
            .map(entry -> settlement(entry, OutboxState.DONE, null, List.of()))
            .toList());
  }

  private void settle(List<Settlement> settlements) {
    await(test.database().inTransaction(tx -> outbox.settle(tx, CONNECTION, settlements)));
  }

  private static Settlement settlement(
      OutboxEntry entry, OutboxState state, @Nullable String cause, List<ErrorEntry> raised) {
    return new Settlement(
        entry,
        state,
        Instant.EPOCH,
        true,
        cause,
        entry.verb(),
        state == OutboxState.DONE ? 201 : 400,
        null,
        state == OutboxState.DONE ? entry.body() : null,
        null,
        false,
        List.of(),
        false,
        null,
        raised);
  }

  private static long count(String sql) {
    return await(test.database().run(sql)).iterator().next().getLong(0);
  }
}

package org.statecraft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.admin.AuditStore;
import org.statecraft.app.CommandLineUnderTest.Said;
import org.statecraft.campus.RowChange;
import org.statecraft.cli.Cli;
import org.statecraft.simulation.ApiSeeds;
import org.statecraft.testing.PackCopy;
import org.statecraft.testing.SampleRows;
import org.statecraft.testing.TiedDistrict;

/**
 * The commands beside a running server. Students 7 and 8 are known to the Ed-Fi API, student 9 is
 * not; a value of student 6 has no mapping. Later tests find what earlier ones left.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandsBesideServerPgTest {

  private static final String NAME = "springfield-2025";
  private static final String BY = "a person";
  private static final String CTE = "studentCTEProgramAssociations";
  private static final int MOST_TRIES = 200;

  /** Commands that have no database of a server, or are one. */
  private static final Set<String> WITHOUT_DATABASE =
      Set.of(
          "serve",
          "demo",
          "sandbox",
          "mutate",
          "check",
          "test",
          "new-state",
          "preferences",
          "preferences codes");

  private static final SampleRows SAMPLE = new SampleRows();

  private static Path folder;
  private static ServerUnderTest server;
  private static CommandLineUnderTest cli;

  /**
   * A command that changes something.
   *
   * @param typed what a person answers
   * @param actions the entries it leaves in the audit log
   */
  private record Changing(String typed, List<String> actions, List<String> words) {

    static Changing of(String action, String... words) {
      return new Changing("", List.of(action), List.of(words));
    }
  }

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    server = new ServerUnderTest(folder, ApiSeeds.of(List.of("S7", "S8")));
    server.start("packs: {poll: 200ms}\napi: {enabled: false}\n");
    List<RowChange> rows = new ArrayList<>(SAMPLE.district());
    for (long student : List.of(7L, 8L, 9L)) {
      rows.addAll(SAMPLE.student(student, 9, 3));
    }
    rows.addAll(SAMPLE.student(6, 9, 4));
    server.keep(rows);
    server.awaitDecided(4);
    settled();
    cli = new CommandLineUnderTest(folder);
    PackCopy.copy(folder.resolve("rules"), folder.resolve("draft/rules"));
    PackCopy.copy(folder.resolve("descriptors"), folder.resolve("draft/descriptors"));
    Path rule = folder.resolve("draft/rules").resolve(TiedDistrict.RULE);
    Files.writeString(
        rule, Files.readString(rule).replace(TiedDistrict.BEFORE, TiedDistrict.AFTER));
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  @Order(1)
  void aShadow_isStarted_tellsWhatItWouldDo_andIsStopped() {
    Said started = changing(Changing.of("startShadow", shadow("start", draft())));
    assertTrue(started.out().contains("decides silently on " + NAME), started.out());

    // Students who change before the server has taken it up are not compared.
    String told = "";
    for (int i = 0; i < MOST_TRIES && !told.contains("student 7"); i++) {
      server.keep(TiedDistrict.certifications(SAMPLE, LocalDate.of(2025, 1, 1).plusDays(i)));
      told = cli.run("packs", "shadow", "--connection", NAME).out();
    }
    assertTrue(told.contains("decides silently since"), told);
    assertTrue(told.contains("by " + BY), told);
    assertFalse(told.contains(" 0 of them differ"), told);
    assertTrue(told.contains("  PUT " + CTE), told);
    assertTrue(told.contains("#Not Passed\" -> \"uri://ed-fi.org/"), told);
    assertTrue(cli.run("status").out().contains("  shadow: revision "), told);

    assertEquals("Stopped.\n", changing(Changing.of("stopShadow", shadow("stop"))).out());
    assertEquals("Nothing decides silently.\n", cli.run("packs", "shadow").out());
    Said again = cli.run(shadow("stop"));
    assertEquals(1, again.code());
    assertTrue(again.err().contains("nothing decides beside the pack of " + NAME), again.err());
  }

  @Test
  @Order(1)
  void aValueWithoutAMapping_isToldWithWhoActsAndHow() {
    Said shown = cli.run("errors", "show", CTE + " unmapped CareerPathway 4");
    assertEquals(0, shown.code(), cli.run("errors").out());
    assertTrue(cli.run("errors", "--format=json").out().contains("\"not-mapped\""));
    assertTrue(shown.out().contains("Who must act\n  district"), shown.out());
    assertTrue(shown.out().contains("How to fix\n  Whoever keeps the district's Resource"));
  }

  @Test
  @Order(2)
  void everyCommandThatChangesSomething_isInTheAuditLog() throws Exception {
    settled();
    Map<String, Changing> all = changing();
    for (Map.Entry<String, Changing> each : all.entrySet()) {
      assertTrue(
          String.join(" ", each.getValue().words()).startsWith(each.getKey() + " "), each.getKey());
      if (each.getKey().equals("apply")) {
        assertEquals(
            0, cli.run("delete", NAME, "--student=8", "--plan", "--tombstone", out()).code());
      }
      changing(each.getValue());
      settled();
    }
    Set<String> known = new TreeSet<>(all.keySet());
    known.addAll(reading().keySet());
    known.addAll(WITHOUT_DATABASE);
    assertEquals(
        known,
        new TreeSet<>(
            Cli.names(
                new Launcher(
                    new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter())))),
        "say of a new command whether it changes something, and try it here");
  }

  /** By somebody who could not change anything. */
  @Test
  @Order(3)
  void everyOtherCommand_changesNothing() throws Exception {
    String reader = "reader_" + server.database().url().schema();
    String schema = server.database().url().schema();
    run("CREATE ROLE " + reader + " LOGIN PASSWORD 'reader'");
    run("ALTER ROLE " + reader + " SET default_transaction_read_only = on");
    run("GRANT USAGE ON SCHEMA " + schema + " TO " + reader);
    run("GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO " + reader);
    String password = server.secret("reader", "reader");
    try {
      for (List<String> each : reading().values()) {
        List<String> words = new ArrayList<>(each);
        words.addAll(List.of("--set", "database.user=" + reader));
        words.addAll(List.of("--set", "database.password=" + password));
        Said said = cli.run(words.toArray(String[]::new));
        assertEquals(0, said.code(), each + said.err() + said.out());
      }
    } finally {
      run("DROP OWNED BY " + reader);
      run("DROP ROLE " + reader);
    }
  }

  private static Map<String, Changing> changing() throws Exception {
    Path here = folder.resolve("connections/" + NAME.replace("-2025", "") + ".yaml");
    Files.writeString(
        folder.resolve("connections/next.yaml"),
        Files.readString(here).replace(NAME, "springfield-2026").replace("r: 2025", "r: 2026"));
    String file =
        cli.write(
                "choices.yaml",
                "mappings: {CareerPathway: {'4': 'uri://ed-fi.org/CareerPathwayDescriptor#Wood'}}")
            .toString();
    run(
        "INSERT INTO pack_revision (pack, revision, state, files, rules)"
            + " SELECT pack, 'feed0000', 'earlier', files, rules FROM pack_revision"
            + " WHERE pack = 'core' AND state = 'live'");
    Map<String, Changing> all = new LinkedHashMap<>();
    for (Changing each :
        List.of(
            Changing.of("pauseConnection", "deliver pause", "--connection", NAME),
            Changing.of("resumeConnection", "deliver resume", "--connection", NAME),
            Changing.of("archiveErrors", "errors archive", "--all"),
            Changing.of("retryErrors", "errors retry", "--all", "--archived"),
            Changing.of("patchPreferences", "preferences import", NAME, file),
            Changing.of("copyPreferences", "preferences copy", NAME, "springfield-2026"),
            Changing.of("startShadow", "packs shadow start", draft(), "--connection", NAME),
            Changing.of("stopShadow", "packs shadow stop", "--connection", NAME),
            new Changing(
                "", List.of("planResync", "applyRun"), List.of("resync", NAME, "--student=7")),
            Changing.of("applyRun", "apply", folder.resolve("x.plan").toString()),
            Changing.of("liftTombstones", "delete lift", NAME, "--all"),
            new Changing(
                NAME + "\n",
                List.of("planDelete", "applyRun"),
                List.of("delete", NAME, "--student=7")),
            Changing.of("rollBackPack", "packs rollback", "core", "feed"))) {
      List<String> words = new ArrayList<>(List.of(each.words().get(0).split(" ")));
      words.addAll(each.words().subList(1, each.words().size()));
      all.put(each.words().get(0), new Changing(each.typed(), each.actions(), words));
    }
    return all;
  }

  private static Map<String, List<String>> reading() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (String each :
        List.of(
            "status",
            "errors",
            "errors show --archived",
            "deliver",
            "deliver status",
            "packs",
            "packs shadow",
            "preferences export " + NAME,
            "preferences unmapped " + NAME,
            "resync history",
            "delete tombstones " + NAME,
            "explain --connection " + NAME + " --student 7",
            "plan " + folder.resolve("rules/core") + " --out " + folder.resolve("p.json"))) {
      String name = each.replaceFirst(" (-|/|" + NAME + ").*", "");
      all.put(name, List.of(each.split(" ")));
    }
    return all;
  }

  /** Makes a change and looks at what the audit log has of it. */
  private static Said changing(Changing command) {
    long before = entries().stream().mapToLong(AuditStore.Entry::id).max().orElse(0);
    List<String> words = new ArrayList<>(command.words());
    words.add("--by=" + BY);
    Said said = cli.typing(command.typed(), words.toArray(String[]::new));
    assertEquals(0, said.code(), command.words() + said.err() + said.out());
    List<String> actions = new ArrayList<>();
    for (AuditStore.Entry each : entries()) {
      if (each.id() > before) {
        actions.add(0, each.begun().action());
        assertEquals(BY, each.begun().who());
        assertEquals("command-line", each.begun().role());
        assertEquals("done", each.outcome(), each.json().toString());
        assertTrue(each.finishedAt().isPresent());
        assertFalse(each.after().isNull(), each.json().toString());
        assertEquals(
            each.begun().action().startsWith("plan") || each.begun().action().equals("startShadow"),
            each.begun().before().isNull(),
            each.json().toString());
      }
    }
    assertEquals(command.actions(), actions, command.words().toString());
    return said;
  }

  private static List<AuditStore.Entry> entries() {
    return await(
        new AuditStore()
            .list(server.database().database(), Optional.empty(), Optional.empty(), 1_000));
  }

  /** Until nothing of the students that the API knows is on its way. */
  private static void settled() {
    for (int i = 0; i < 20_000; i++) {
      long open =
          await(
                  server
                      .database()
                      .database()
                      .run(
                          "SELECT (SELECT count(*) FROM outbox WHERE student_id IN ('7', '8')"
                              + " AND state NOT IN ('done', 'cancelled'))"
                              + " + (SELECT count(*) FROM event_queue) AS open"))
              .iterator()
              .next()
              .getLong("open");
      if (open == 0) {
        return;
      }
    }
    throw new AssertionError("something is on its way for ever");
  }

  private static void run(String sql) {
    await(server.database().database().run(sql));
  }

  private static String draft() {
    return folder.resolve("draft/rules/core").toString();
  }

  private static String out() {
    return "--out=" + folder.resolve("x.plan");
  }

  private static String[] shadow(String what, String... more) {
    List<String> words = new ArrayList<>(List.of("packs", "shadow", what));
    words.addAll(List.of(more));
    words.addAll(List.of("--connection", NAME));
    return words.toArray(String[]::new);
  }
}

package org.statecraft.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.admin.Audit;
import org.statecraft.admin.AuditedChange;
import org.statecraft.admin.NotThere;
import org.statecraft.admin.ShadowDesk;
import org.statecraft.campus.StudentId;
import org.statecraft.config.Problems;
import org.statecraft.connections.Connection;
import org.statecraft.packs.PackFiles;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.preview.Change;
import org.statecraft.rules.RuleSets;
import org.statecraft.testing.PackCopy;
import org.statecraft.testing.TestConnections;
import org.statecraft.testing.TestDatabase;
import org.statecraft.testing.TiedDistrict;

/** A pack with another tie-break decides beside Core; real rules, real rows. */
@NullUnmarked
class ShadowsPgTest {

  private static final Connection CONNECTION = TestConnections.of("shadow-2025", "shadow");

  private static final List<StudentId> BOTH = List.of(new StudentId("7"), new StudentId("8"));

  private static TestDatabase test;
  private static Path folder;
  private static RuleSets ruleSets;

  private final List<Shadow.Counts> told = new ArrayList<>();
  private final ShadowStore store = new ShadowStore();
  private final ShadowDesk desk = new ShadowDesk(test.database());
  private final Shadows shadows =
      new Shadows(test.database(), ruleSets, List.of(CONNECTION), (name, more) -> told.add(more));

  @BeforeAll
  static void open(@TempDir Path temporary) throws Exception {
    folder = temporary;
    test = TestDatabase.open();
    PackCopy.core(folder);
    PackReader reader = new PackReader(folder.resolve("rules"), folder.resolve("descriptors"));
    ruleSets =
        new RuleSets(reader, ResourceSchemas.load(folder.resolve("rules/schema"), new Problems()));
    ruleSets.load(List.of(CONNECTION));
    TiedDistrict.keep(test, folder, CONNECTION);
    Path rule = folder.resolve("rules").resolve(TiedDistrict.RULE);
    Files.writeString(
        rule, Files.readString(rule).replace(TiedDistrict.BEFORE, TiedDistrict.AFTER));
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @AfterEach
  void stop() {
    shadows.stop();
    await(test.database().run("TRUNCATE shadow, shadow_difference"));
  }

  @Test
  void differences_areCountedAndSampled_andNothingComesOfThem() throws Exception {
    String revision = start();
    assertFalse(revision.equals(ruleSets.of(CONNECTION).revision()));
    List<Long> before = road();
    shadows.look();
    shadows.decided(CONNECTION.name(), BOTH);
    shadows.look();

    Shadow shadow = shadow();
    assertEquals(new Shadow.Counts(2, 1, 0, 0), shadow.counts());
    assertEquals(1, shadow.differences());
    Change change = samples().get(0).change();
    assertEquals(Optional.of("7"), change.student());
    assertEquals(Change.Kind.POST, change.kind());
    assertEquals(List.of(new Shadow.Counts(2, 1, 0, 0)), told);
    assertEquals(before, road());

    // Each time anew, and begun anew from nothing.
    shadows.decided(CONNECTION.name(), BOTH.subList(1, 2));
    shadows.look();
    assertEquals(new Shadow.Counts(3, 1, 0, 0), shadow().counts());
    start();
    assertEquals(Shadow.Counts.NONE, shadow().counts());
    assertEquals(List.of(), samples());
  }

  @Test
  void aShadowThatCannotDecide_isNamedAndCounted() throws Exception {
    await(
        test.database()
            .inTransaction(
                tx ->
                    store.start(
                        tx,
                        CONNECTION.name(),
                        "core",
                        "broken",
                        new PackFiles(
                            new TreeMap<>(java.util.Map.of("rules/core/pack.yaml", "a: ["))),
                        "me")));
    shadows.look();
    shadows.decided(CONNECTION.name(), BOTH);
    shadows.look();
    assertEquals(new Shadow.Counts(0, 0, 2, 0), shadow().counts());
    assertEquals("this version of the program does not take the files", shadow().lastFailure());
    // One that is well takes its place.
    start();
    shadows.decided(CONNECTION.name(), BOTH);
    shadows.look();
    assertEquals(2, shadow().counts().students());
    assertEquals("", shadow().lastFailure());
  }

  @Test
  void withoutAShadow_nobodyIsRemembered() throws Exception {
    shadows.look();
    shadows.decided(CONNECTION.name(), BOTH);
    start();
    shadows.look();
    assertEquals(Shadow.Counts.NONE, shadow().counts());
  }

  @Test
  void tooMany_areSkippedAndCounted() {
    WaitingStudents waiting = new WaitingStudents();
    waiting.only(List.of(CONNECTION.name()));
    List<StudentId> many = new ArrayList<>();
    for (int i = 0; i < WaitingStudents.MOST + 5; i++) {
      many.add(new StudentId("s" + i));
    }
    waiting.add(CONNECTION.name(), many);
    waiting.add(CONNECTION.name(), many.subList(0, 3));
    assertEquals(5, waiting.skipped(CONNECTION.name()));
    assertEquals(0, waiting.skipped(CONNECTION.name()));
    assertEquals(many.subList(0, 10), waiting.next(CONNECTION.name(), 10));
    assertEquals(
        WaitingStudents.MOST - 10, waiting.next(CONNECTION.name(), Integer.MAX_VALUE).size());
  }

  @Test
  void samples_areBounded_theLatestStay() throws Exception {
    start();
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < ShadowStore.MOST_SAMPLES - 1; i++) {
      changes.add(change(i));
    }
    Shadow shadow = shadow();
    for (List<Change> each : List.of(changes, List.of(change(1_000), change(1_001)))) {
      await(
          test.database().inTransaction(tx -> store.add(tx, shadow, Shadow.Counts.NONE, each, "")));
    }
    assertEquals(ShadowStore.MOST_SAMPLES + 1L, shadow().differences());
    List<ShadowStore.Sample> samples = samples();
    assertEquals(ShadowStore.MOST_SAMPLES, samples.size());
    assertEquals(change(1_001), samples.get(0).change());
    assertEquals(change(1), samples.get(samples.size() - 1).change());
  }

  @Test
  void start_packWithFaults_changesNothing() throws Exception {
    Path rule = folder.resolve("rules").resolve(TiedDistrict.RULE);
    String text = Files.readString(rule);
    String before = start();
    Files.writeString(rule, text.replace("certificationID", "certificatonID"));
    try {
      org.junit.jupiter.api.Assertions.assertThrows(
          org.statecraft.config.InvalidFiles.class, this::start);
      assertEquals(before, shadow().revision());
    } finally {
      Files.writeString(rule, text);
    }
    assertTrue(made(desk.stopping(CONNECTION.name())));
    org.junit.jupiter.api.Assertions.assertThrows(
        NotThere.class, () -> made(desk.stopping(CONNECTION.name())));
  }

  private static Change change(int i) {
    return new Change(
        Change.Kind.PUT,
        Optional.empty(),
        "subject " + i,
        Optional.of("7"),
        List.of("0002", "0003"),
        List.of(),
        "because");
  }

  private static <T> T made(AuditedChange<T> change) {
    return await(
        new Audit(test.database(), error -> false).make(Audit.By.commandLine("me"), change));
  }

  private String start() throws Exception {
    ShadowDesk.Prepared prepared =
        ShadowDesk.prepare(CONNECTION, folder.resolve("rules"), folder.resolve("descriptors"));
    made(desk.starting(prepared, "me"));
    return prepared.revision();
  }

  private Shadow shadow() {
    return await(desk.list(Optional.of(CONNECTION.name()))).get(0);
  }

  private List<ShadowStore.Sample> samples() {
    return await(desk.samples(CONNECTION.name(), Optional.empty(), 1_000));
  }

  /** How much is in the tables of the road. */
  private static List<Long> road() {
    return List.of("outbox", "identity_mapping", "event_queue", "decision", "error_log").stream()
        .map(
            table ->
                await(test.database().run("SELECT count(*) FROM " + table))
                    .iterator()
                    .next()
                    .getLong(0))
        .toList();
  }
}

package org.statecraft.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.campus.District;
import org.statecraft.cases.AnswerReader;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.Problem;
import org.statecraft.config.Problems;
import org.statecraft.config.ReloadConfig;
import org.statecraft.config.ReloadConfig.Mode;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ResyncDueStore;
import org.statecraft.deliver.AnswerMeaning;
import org.statecraft.packs.CurrentCatalogue;
import org.statecraft.packs.PackFiles;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.reload.ReloadListener.Outcome;
import org.statecraft.rules.RuleSets;
import org.statecraft.testing.PackCopy;
import org.statecraft.testing.TestConnections;
import org.statecraft.testing.TestDatabase;

/** The core pack in real files that are edited in all the ways there are, and a real database. */
@SuppressWarnings("NullAway.Init")
class PackReloadPgTest {

  private static final String CERTIFICATION =
      "core/studentCTEProgramAssociations/derive-certification.drl";

  private static final Connection CONNECTION = TestConnections.of("reload-2025", "reload");

  private static TestDatabase test;

  private final Path root;
  private final Path rules;
  private final RevisionStore revisions = new RevisionStore();
  private final BlockingQueue<Outcome> outcomes = new ArrayBlockingQueue<>(100);
  private final List<District> queued = new ArrayList<>();
  private RuleSets ruleSets;
  private LivePacks packs;
  private PackReload reload;

  PackReloadPgTest(@TempDir Path root) throws IOException {
    this.root = root;
    this.rules = root.resolve("rules");
    PackCopy.core(root);
  }

  @BeforeAll
  static void open() {
    test = TestDatabase.open();
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
                "TRUNCATE pack_revision, pack_file, pack_refusal, pack_tested, resync_due,"
                    + " event_queue, campus_row"));
  }

  @Test
  void files_areTheTruth_howeverTheyChange() throws Exception {
    start(Mode.REPORT);
    String first = deciding();
    assertEquals(Optional.empty(), live().cases());
    lookTwice();
    assertEquals(List.of(Outcome.SAME), told(1));
    assertTrue(live().cases().orElse(0) > 30, live().toString());

    // An editor's atomic rename.
    replace(CERTIFICATION, text -> text + "\n// looked through\n");
    reload.look();
    assertEquals(first, deciding(), "files must be at rest");
    reload.look();
    assertEquals(List.of(Outcome.LIVE), told(1));
    String second = deciding();
    assertNotEquals(first, second);
    assertEquals(second, live().revision());
    assertEquals(Revision.State.EARLIER, revision(first).state());
    assertTrue(
        await(new ResyncDueStore().list(test.database(), CONNECTION.name())).size() > 1,
        "what was decided before waits for a resync");

    // A link that is turned to another folder.
    Path other = root.resolve("other");
    PackCopy.copy(rules, other);
    Files.writeString(
        other.resolve("core/pack.yaml"),
        Files.readString(rules.resolve("core/pack.yaml")) + "\n# elsewhere\n");
    Path one = root.resolve("one");
    Files.move(rules, one);
    Files.createSymbolicLink(rules, one);
    lookTwice();
    assertEquals(second, deciding());
    Path turned = root.resolve("turned");
    Files.createSymbolicLink(turned, other);
    Files.move(turned, rules, StandardCopyOption.ATOMIC_MOVE);
    lookTwice();
    assertEquals(List.of(Outcome.LIVE), told(1));
    assertFalse(List.of(first, second).contains(deciding()));

    // And back: what was there before is in force again, with nothing new.
    Files.createSymbolicLink(turned, one);
    Files.move(turned, rules, StandardCopyOption.ATOMIC_MOVE);
    lookTwice();
    assertEquals(List.of(Outcome.LIVE), told(1));
    assertEquals(second, deciding());
    assertEquals(3, known().size());
  }

  @Test
  void checkout_bringsTheAuthorAlong() throws Exception {
    git("init", "-q", "-b", "one");
    git("add", ".");
    git("-c", "user.name=Ann Lyst", "-c", "user.email=a@b", "commit", "-qm", "first");
    git("checkout", "-q", "-b", "two");
    replace(CERTIFICATION, text -> text + "\n// by another hand\n");
    git("-c", "user.name=Bo Gus", "-c", "user.email=a@b", "commit", "-qam", "second");
    git("checkout", "-q", "one");
    start(Mode.REPORT);
    lookTwice();
    assertEquals("Ann Lyst", live().author());
    assertEquals(List.of(Outcome.SAME), told(1));
    git("checkout", "-q", "two");
    lookTwice();
    assertEquals(List.of(Outcome.LIVE), told(1));
    assertEquals("Bo Gus", live().author());
    replace(CERTIFICATION, text -> text + "\n// not committed\n");
    lookTwice();
    assertEquals("not committed, after Bo Gus", live().author());
  }

  @Test
  void faults_leaveTheLastGoodRevisionInForce_untilTheyAreMended() throws Exception {
    start(Mode.REPORT);
    String good = deciding();
    String text = Files.readString(rules.resolve(CERTIFICATION));

    replace(CERTIFICATION, all -> all.replace("certificationID > $key", "certificationID < $key"));
    lookTwice();
    assertEquals(List.of(Outcome.REFUSED), told(1));
    assertEquals(good, deciding());
    List<String> problems = state().problems();
    assertTrue(problems.get(0).contains("does not hold"), problems.toString());
    assertEquals(problems, refused().problems());

    replace(
        CERTIFICATION,
        all -> text.replace("certificationDate != null", "certificationDat != null"));
    lookTwice();
    assertEquals(List.of(Outcome.REFUSED), told(1));
    assertEquals(good, deciding());
    assertTrue(
        refused().problems().get(0).contains("derive-certification.drl:26"),
        refused().problems().toString());

    replace(CERTIFICATION, all -> text);
    lookTwice();
    assertEquals(List.of(Outcome.SAME), told(1));
    assertTrue(state().isAsOnDisk());
    assertEquals(List.of(), await(new RefusalStore().list(test.database())));
  }

  @Test
  void restart_withBrokenFiles_goesOnWithTheLastGoodRevision() throws Exception {
    start(Mode.REPORT);
    String good = deciding();
    replace(CERTIFICATION, all -> all.replace("when\n", "whne\n"));
    start(Mode.REPORT);
    assertEquals(good, deciding());
    assertFalse(state().isAsOnDisk());
    assertEquals("core", refused().pack());
  }

  @Test
  void restart_withFilesWhoseCasesFail_goesOnWithTheLastGoodRevision() throws Exception {
    start(Mode.REPORT);
    String good = deciding();
    replace(CERTIFICATION, all -> all.replace("certificationID > $key", "certificationID < $key"));
    start(Mode.REPORT);
    assertEquals(good, deciding());
    assertTrue(refused().problems().get(0).contains("does not hold"));
  }

  @Test
  void start_withBrokenFilesAndNothingBefore_fails() throws IOException {
    replace(CERTIFICATION, all -> all.replace("when\n", "whne\n"));
    InvalidFiles told = assertThrows(InvalidFiles.class, () -> start(Mode.REPORT));
    assertTrue(told.problems().get(0).place().file().endsWith("derive-certification.drl"));
  }

  @Test
  void rollback_takesTheRevisionOutOfForce_andTheSameFilesDoNotBringItBack() throws Exception {
    start(Mode.PLAN_AND_APPLY);
    student("7");
    String first = deciding();
    replace(CERTIFICATION, text -> text + "\n// second\n");
    lookTwice();
    String second = deciding();
    assertNotEquals(first, second);
    assertTrue(waitForQueued(), "plan-and-apply has the students decided anew");

    putBack(first);
    reload.followPeople();
    assertEquals(first, deciding());
    assertEquals(Revision.State.WITHDRAWN, revision(second).state());
    assertTrue(refused().problems().get(0).contains("taken out of force by me (why)"));
    start(Mode.REPORT);
    assertEquals(first, deciding(), "also after a restart");
    assertFalse(state().isAsOnDisk());

    replace(CERTIFICATION, text -> text + "\n// third\n");
    lookTwice();
    assertFalse(List.of(first, second).contains(deciding()));
    assertTrue(state().isAsOnDisk());

    putBack(second);
    reload.followPeople();
    assertEquals(second, deciding());
  }

  @Test
  void thread_looksByItselfAndStops() throws Exception {
    Reloading reloading =
        new Reloading(
            scene(),
            config(Mode.REPORT, Duration.ofMillis(20)),
            queued::add,
            this::tell,
            InstantSource.system());
    reloading.begin(PackFiles.read(rules, root.resolve("descriptors")), Map.of());
    reloading.start();
    assertEquals(Outcome.SAME, outcomes.poll(2, TimeUnit.MINUTES));
    replace(CERTIFICATION, text -> text + "\n// second\n");
    assertEquals(Outcome.LIVE, outcomes.poll(2, TimeUnit.MINUTES));
    assertEquals(
        List.of(true), reloading.states().values().stream().map(PackState::isAsOnDisk).toList());
    await(reloading.stop());
  }

  // --- what happens

  private void start(Mode mode) throws InterruptedException, IOException {
    Reloading.Scene scene = scene();
    packs =
        new LivePacks(
            test.database(), ruleSets, scene.catalogue(), scene.schemas(), InstantSource.system());
    reload =
        new PackReload(
            packs,
            scene.source(),
            scene.connections(),
            new Affected(test.database(), mode, InstantSource.system(), this::queue),
            scene.answers(),
            Duration.ofMinutes(2),
            this::tell,
            InstantSource.system());
    new FirstLook(packs, reload).settle(PackFiles.read(rules, root.resolve("descriptors")), failed);
    outcomes.clear();
  }

  private Map<String, List<Problem>> failed = Map.of();

  private Reloading.Scene scene() {
    Problems problems = new Problems();
    ResourceSchemas schemas = ResourceSchemas.load(rules.resolve("schema"), problems);
    PackReader reader = new PackReader(rules, root.resolve("descriptors"));
    ruleSets = new RuleSets(reader, schemas);
    failed = ruleSets.loadWhatIsWell(List.of(CONNECTION));
    CurrentCatalogue catalogue = new CurrentCatalogue(reader.catalogue());
    return new Reloading.Scene(
        test.database(),
        ruleSets,
        catalogue,
        schemas,
        new PackSource(rules, root.resolve("descriptors")),
        List.of(CONNECTION),
        (verb, status, body, attempt) -> {
          AnswerMeaning meaning = AnswerMeaning.of(verb, status, body, attempt);
          return new AnswerReader.Meaning(meaning.outcome(), meaning.state(), meaning.error());
        });
  }

  private static ReloadConfig config(Mode mode, Duration poll) {
    return new ReloadConfig(mode, poll, Duration.ofMinutes(2));
  }

  private void lookTwice() throws IOException, InterruptedException {
    reload.look();
    reload.look();
  }

  private void putBack(String revision) {
    boolean moved =
        await(
            test.database()
                .inTransaction(
                    tx ->
                        revisions.putBack(
                            tx, "core", revision, "me", "why", InstantSource.system().instant())));
    assertTrue(moved);
  }

  private void student(String id) {
    await(
        test.database()
            .run(
                "INSERT INTO campus_row (district, table_name, row_key, student_id, columns,"
                    + " position_kind, position, position_rank, changed_at)"
                    + " VALUES ('reload', 'Person', $1, $1, '{}', 'lsn', '', 2, now())",
                id));
  }

  private void tell(String pack, Outcome outcome, Duration took) {
    outcomes.add(outcome);
  }

  private synchronized void queue(District district) {
    queued.add(district);
    notifyAll();
  }

  private synchronized boolean waitForQueued() throws InterruptedException {
    while (queued.isEmpty()) {
      wait(60_000);
    }
    return true;
  }

  private List<Outcome> told(int count) throws InterruptedException {
    List<Outcome> told = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Outcome each = outcomes.poll();
      assertNotNull(each);
      told.add(each);
    }
    assertEquals(0, outcomes.size());
    return told;
  }

  private PackState state() {
    return Optional.ofNullable(packs.states().get("core")).orElseThrow();
  }

  private String deciding() {
    return ruleSets.of(CONNECTION).revision();
  }

  private List<Revision> known() {
    return await(revisions.list(test.database(), List.of("core")));
  }

  private Revision live() {
    return LivePacks.live(known()).orElseThrow();
  }

  private Revision revision(String id) {
    return known().stream().filter(each -> each.revision().equals(id)).findFirst().orElseThrow();
  }

  private Refusal refused() {
    return await(new RefusalStore().list(test.database())).get(0);
  }

  // --- files

  private interface Edit {
    String of(String text);
  }

  /** As editors do: a file beside it, then its name. */
  private void replace(String file, Edit edit) throws IOException {
    Path path = rules.resolve(file);
    Path beside = path.resolveSibling("." + path.getFileName() + ".swp");
    Files.writeString(beside, edit.of(Files.readString(path)));
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
  }

  private void git(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    Process git =
        new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true).start();
    String said = new String(git.getInputStream().readAllBytes());
    assertEquals(0, git.waitFor(), said);
  }
}

package org.statecraft.cases;

import static org.statecraft.testing.TestDatabase.await;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.statecraft.app.SimulatedProcess;
import org.statecraft.campus.StudentId;
import org.statecraft.config.Problems;
import org.statecraft.connections.Author;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.PreferenceDiff;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.edfi.DataStandard;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.events.EventStore;
import org.statecraft.history.CampusChange;
import org.statecraft.identity.IdentityStore;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.preferences.PreferenceEdit;
import org.statecraft.preferences.PreferenceEditor;
import org.statecraft.rows.RowStore;
import org.statecraft.rules.RuleSets;
import org.statecraft.simulation.CampusRequest;
import org.statecraft.simulation.Poster;
import org.statecraft.testing.TestConnections;
import org.statecraft.testing.TestDatabase;
import org.statecraft.testing.WorkLeft;

/**
 * Plays cases end to end, all of a pack together on one server: what was sent first comes as rows
 * through the webhook and goes to each case's own sandbox; then comes the change.
 */
final class CasePlayer implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final TestDatabase test = TestDatabase.open();
  private final SimulatedProcess.Packs packs;
  private final PreferenceEditor preferences =
      new PreferenceEditor(
          test.database(),
          new PreferenceStore(),
          new OutboxStore(new IdentityStore(), new ErrorStore()),
          new RowStore());

  /**
   * A player of packs.
   *
   * @param names of the packs
   */
  CasePlayer(List<String> names) {
    Problems problems = new Problems();
    ResourceSchemas schemas = ResourceSchemas.load(Path.of("rules/schema"), problems);
    problems.throwIfAny();
    PackReader reader = new PackReader(Path.of("rules"), Path.of("descriptors"));
    RuleSets ruleSets = new RuleSets(reader, schemas);
    List<Connection> uses = new ArrayList<>();
    for (String pack : names) {
      Set<String> standards = new TreeSet<>();
      playable(pack).forEach(each -> standards.add(Playable.standard(pack, each.now())));
      for (String each : standards) {
        uses.add(
            TestConnections.of(
                "any", "any", pack, new DataStandard(each), TestConnections.NOWHERE));
      }
    }
    ruleSets.load(uses);
    packs = new SimulatedProcess.Packs(ruleSets, reader.catalogue(), schemas);
  }

  /** The cases a pack states itself and that can be played. */
  static List<RuleCase> playable(String pack) {
    return PacksUnderTest.cases(pack).stream()
        .filter(each -> each.pack().equals(pack))
        .filter(each -> Playable.obstacle(pack, each).isEmpty())
        .toList();
  }

  /**
   * Plays the cases of a pack.
   *
   * @return by the name of the case, what is not as it expects; empty if all is
   */
  Map<String, String> play(String pack) {
    List<PlayedCase> all = open(pack);
    try {
      each(all, one -> preferences.seed(one.connection(), one.pack(), one.file().seed()));
      all.parallelStream().forEach(PlayedCase::seedApi);
      SimulatedProcess server =
          SimulatedProcess.startCalm(
              test.url(),
              all.stream().map(PlayedCase::file).toList(),
              packs,
              all.stream().collect(Collectors.toMap(PlayedCase::name, one -> Poster.SECRET)));
      try {
        play(server.port(), all);
      } finally {
        server.stop();
      }
      return all.parallelStream().collect(Collectors.toMap(one -> one.of().name(), this::failures));
    } finally {
      each(all, PlayedCase::close);
    }
  }

  private List<PlayedCase> open(String pack) {
    List<Future<PlayedCase>> all = new ArrayList<>();
    for (RuleCase each : playable(pack)) {
      all.add(
          PlayedCase.open(
              test.vertx(), packs.schemas(), PacksUnderTest.pack(pack), each, pack + all.size()));
    }
    return await(Future.all(all).map(opened -> all.stream().map(Future::result).toList()));
  }

  private void play(int port, List<PlayedCase> all) {
    all.parallelStream().forEach(one -> post(port, one, one.rowsBefore()));
    WorkLeft.awaitNone(test.database(), LIMIT);
    all.parallelStream().forEach(PlayedCase::begin);
    each(all, this::switchOver);
    all.parallelStream().forEach(one -> change(port, one));
    WorkLeft.awaitNone(test.database(), LIMIT);
  }

  private String failures(PlayedCase one) {
    return String.join("\n", PlayedCheck.failures(test.database(), packs.schemas(), one));
  }

  private static void each(List<PlayedCase> all, Function<PlayedCase, Future<Void>> work) {
    await(Future.join(all.stream().map(work).toList()));
  }

  private Future<Void> switchOver(PlayedCase one) {
    Optional<ConnectionSeed> switched = one.switched();
    return switched.isEmpty()
        ? Future.succeededFuture()
        : preferences
            .change(
                one.connection(),
                one.pack(),
                current ->
                    new PreferenceEdit(
                        PreferenceDiff.toward(
                            current, switched.get(), PreferenceDiff.Removal.NOTHING)),
                new Author("test", Author.Origin.IMPORT))
            .mapEmpty();
  }

  /** Where no row changes, the student is looked at again and all rows come once more. */
  private void change(int port, PlayedCase one) {
    List<CampusChange> changes = one.rowsChanged();
    if (changes.isEmpty()) {
      await(
          test.database()
              .inTransaction(
                  tx ->
                      new EventStore()
                          .enqueue(
                              tx,
                              one.connection().name(),
                              List.of(new StudentId("1")),
                              "test",
                              Instant.EPOCH)));
      post(port, one, one.allRows());
    } else {
      post(port, one, changes);
    }
  }

  private static void post(int port, PlayedCase one, List<CampusChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    URI webhook = URI.create("http://127.0.0.1:" + port + "/webhook/" + one.name());
    try {
      if (!Poster.post(webhook, CampusRequest.of(changes, false))) {
        throw new IllegalStateException("the webhook does not take " + one.of().name());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    test.close();
  }
}

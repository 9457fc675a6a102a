package org.statecraft.reload;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.cases.AnswerReader;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.Problem;
import org.statecraft.config.Trace;
import org.statecraft.connections.Connection;
import org.statecraft.packs.PackFiles;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.PackWatch;
import org.statecraft.reload.ReloadListener.Outcome;
import org.statecraft.rules.RuleSet;

/**
 * Looks at the files of packs again and again on a thread of its own. Changed files are read,
 * checked, compiled and tried on their cases, pack by pack; those that are well come into force,
 * and of the others the last revision that was goes on.
 */
final class PackReload {

  private static final Logger LOG = LoggerFactory.getLogger(PackReload.class);

  /** More than any pack has asked for; asking for more is a fault of the pack. */
  private static final long MOST_BYTES = 8L << 30;

  private final LivePacks packs;
  private final PackSource source;
  private final PackWatch watch;
  private final List<Connection> connections;
  private final Affected affected;
  private final AnswerReader answers;
  private final BoundedWorker worker;
  private final ReloadListener listener;
  private final InstantSource clock;
  private final Map<String, String> considered = new HashMap<>();
  private String lastFault = "";

  PackReload(
      LivePacks packs,
      PackSource source,
      List<Connection> connections,
      Affected affected,
      AnswerReader answers,
      Duration timeLimit,
      ReloadListener listener,
      InstantSource clock) {
    this.packs = packs;
    this.source = source;
    this.watch = new PackWatch(source.rules(), source.descriptors());
    this.connections = List.copyOf(connections);
    this.affected = affected;
    this.answers = answers;
    this.worker = new BoundedWorker(timeLimit, MOST_BYTES);
    this.listener = listener;
    this.clock = clock;
  }

  /** The files of a pack that need no looking at unless they change. */
  void isConsidered(String pack, String content) {
    considered.put(pack, content);
  }

  /** Begins to look; to be stopped by the future it returns from {@code stop}. */
  Runnable start(Duration poll, Promise<Void> stopped) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread own = new Thread(work, "packs");
              own.setDaemon(true);
              return own;
            });
    thread.scheduleWithFixedDelay(
        this::lookSafely, poll.toMillis(), poll.toMillis(), TimeUnit.MILLISECONDS);
    return () -> {
      thread.shutdownNow();
      stopped.complete();
    };
  }

  private void lookSafely() {
    try {
      look();
      lastFault = "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      tellOnce("the folders cannot be read: " + e.getMessage());
    } catch (RuntimeException e) {
      tellOnce(String.valueOf(e.getMessage()));
      LOG.debug("packs=not_looked_at", Trace.of(e));
    }
  }

  /** A folder that stays away would be told every second. */
  private void tellOnce(String fault) {
    if (!fault.equals(lastFault)) {
      LOG.warn("packs=not_looked_at because=\"{}\"", fault);
      lastFault = fault;
    }
  }

  /** One look: what a person put back, and what changed on disk. */
  void look() throws IOException, InterruptedException {
    followPeople();
    Optional<PackFiles> changed = watch.look();
    if (changed.isEmpty()) {
      return;
    }
    for (String pack : used()) {
      consider(pack, changed.get());
    }
  }

  private Set<String> used() {
    return connections.stream()
        .map(Connection::pack)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A revision that was taken out of force by the command must not decide any longer. */
  private void followPeople() {
    for (String pack : used()) {
      List<Revision> known = packs.known(pack);
      String deciding = packs.revision(pack).orElse("");
      Optional<Revision> withdrawn = LivePacks.withdrawn(known, deciding);
      Optional<Revision> live = LivePacks.live(known);
      if (withdrawn.isPresent() && live.isPresent()) {
        Instant begun = clock.instant();
        packs.restore(live.get());
        packs.refuse(pack, considered.getOrDefault(pack, ""), List.of(words(withdrawn.get())));
        tell(pack, Outcome.LIVE, begun);
        seeToStudents(pack);
      }
    }
  }

  private static String words(Revision withdrawn) {
    return "revision "
        + withdrawn.revision()
        + " was taken out of force by "
        + withdrawn.movedBy()
        + (withdrawn.reason().isEmpty() ? "" : " (" + withdrawn.reason() + ")")
        + "; change the files, or put it back by 'packs rollback'";
  }

  private void consider(String pack, PackFiles files) throws IOException, InterruptedException {
    List<String> lineage = new PackReader(source.rules(), source.descriptors()).lineage(pack);
    PackFiles own = files.of(lineage);
    String content = own.hash();
    if (content.equals(considered.get(pack))) {
      return;
    }
    Instant begun = clock.instant();
    Optional<Candidate> candidate = candidate(pack, content, begun);
    if (!watch.isUnchanged()) {
      // What was checked is not what is there now; the next look will take that.
      return;
    }
    considered.put(pack, content);
    if (candidate.isEmpty()) {
      return;
    }
    if (candidate.get().isWell()) {
      take(pack, candidate.get(), own, lineage, content, begun);
    } else {
      refuse(pack, content, candidate.get().problems(), begun);
    }
  }

  /** Empty if it could not be had within the bounds, which is told. */
  private Optional<Candidate> candidate(String pack, String content, Instant begun)
      throws InterruptedException {
    try {
      return Optional.of(worker.run(() -> Candidate.of(pack, source, answers)));
    } catch (BoundedWorker.NotDone e) {
      refuse(pack, content, List.of(String.valueOf(e.getMessage())), begun);
    } catch (ExecutionException e) {
      LOG.warn("pack={} reload=failed", pack, Trace.of(e));
      refuse(pack, content, List.of("checking failed: " + e.getCause().getClass()), begun);
    }
    return Optional.empty();
  }

  private void take(
      String pack,
      Candidate candidate,
      PackFiles files,
      List<String> lineage,
      String content,
      Instant begun) {
    RuleSet rules = candidate.rules().orElseThrow();
    Optional<Revision> withdrawn = LivePacks.withdrawn(packs.known(pack), rules.revision());
    if (withdrawn.isPresent()) {
      refuse(pack, content, List.of(words(withdrawn.get())), begun);
      return;
    }
    RevisionStore.Coming coming =
        new RevisionStore.Coming(
            pack,
            rules.revision(),
            files,
            GitAuthor.of(source, lineage),
            rules.ruleIds().size());
    if (packs.revision(pack).equals(Optional.of(rules.revision()))) {
      packs.note(coming, content, Optional.of(candidate.cases()));
      tell(pack, Outcome.SAME, begun);
      return;
    }
    String before = packs.revision(pack).orElse("none");
    try {
      packs.putInForce(
          rules, candidate.schemas(), coming, content, Optional.of(candidate.cases()));
    } catch (InvalidFiles e) {
      refuse(pack, content, e.problems().stream().map(Problem::toString).toList(), begun);
      return;
    }
    LOG.info(
        "pack={} revision={} before={} rules={} cases={} took_ms={}",
        pack,
        coming.revision(),
        before,
        coming.rules(),
        candidate.cases(),
        Duration.between(begun, clock.instant()).toMillis());
    tell(pack, Outcome.LIVE, begun);
    seeToStudents(pack);
  }

  private void refuse(String pack, String content, List<String> problems, Instant begun) {
    LOG.warn(
        "pack={} reload=refused problems={} first=\"{}\" deciding={}",
        pack,
        problems.size(),
        problems.isEmpty() ? "" : problems.get(0),
        packs.revision(pack).orElse("none"));
    packs.refuse(pack, content, problems);
    tell(pack, Outcome.REFUSED, begun);
  }

  private void tell(String pack, Outcome outcome, Instant begun) {
    listener.reloaded(pack, outcome, Duration.between(begun, clock.instant()));
  }

  private void seeToStudents(String pack) {
    for (Connection connection : connections) {
      if (connection.pack().equals(pack)) {
        Future<Void> seen =
            packs.ruleSetOf(connection).map(rules -> affected.of(connection, rules.pack())).orElse(Future.succeededFuture());
        LivePacks.await(seen);
      }
    }
  }
}

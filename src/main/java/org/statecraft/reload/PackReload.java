package org.statecraft.reload;

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
 * Looks at the files of packs. Changed files are read, checked, compiled and tried on their cases,
 * pack by pack; those that are well come into force, and of the others the last revision that was
 * goes on.
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

  /** One look at what changed on disk. */
  void look() throws IOException, InterruptedException {
    Optional<PackFiles> changed = watch.look();
    if (changed.isEmpty()) {
      return;
    }
    boolean done = false;
    try {
      done = considerAll(changed.get());
    } finally {
      if (!done) {
        // Whatever came between, what stands there then is looked at anew.
        watch.again();
      }
    }
  }

  private boolean considerAll(PackFiles files) throws IOException, InterruptedException {
    boolean done = true;
    for (String pack : used()) {
      done &= consider(onDisk(pack, files));
    }
    return done;
  }

  /** The packs that connections use. */
  Set<String> used() {
    return connections.stream()
        .map(Connection::pack)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * What a pack is made of on disk.
   *
   * @param lineage the pack and those it extends
   * @param content the hash of their files
   */
  record OnDisk(String pack, List<String> lineage, PackFiles files, String content) {}

  OnDisk onDisk(String pack, PackFiles files) {
    List<String> lineage = new PackReader(source.rules(), source.descriptors()).lineage(pack);
    PackFiles own = files.of(lineage);
    return new OnDisk(pack, lineage, own, own.hash());
  }

  /** A revision that was taken out of force by the command must not decide any longer. */
  void followPeople() {
    for (String pack : used()) {
      List<Revision> known = packs.known(pack);
      String deciding = packs.revision(pack).orElse("");
      Optional<Revision> withdrawn = LivePacks.withdrawn(known, deciding);
      Optional<Revision> live = LivePacks.live(known);
      if (withdrawn.isPresent() && live.isPresent()) {
        Instant begun = clock.instant();
        packs.restore(live.get());
        if (revisionOnDisk(pack).equals(live.get().revision())) {
          packs.mend(pack);
        } else {
          packs.refuse(pack, considered.getOrDefault(pack, ""), List.of(words(withdrawn.get())));
        }
        tell(pack, Outcome.LIVE, begun);
        seeToStudents(pack);
      }
    }
  }

  private String revisionOnDisk(String pack) {
    try {
      return new PackReader(source.rules(), source.descriptors()).read(pack).revision();
    } catch (InvalidFiles e) {
      return "";
    }
  }

  static String words(Revision withdrawn) {
    return "revision "
        + withdrawn.revision()
        + " was taken out of force by "
        + withdrawn.movedBy()
        + (withdrawn.reason().isEmpty() ? "" : " (" + withdrawn.reason() + ")")
        + "; change the files, or put it back by 'packs rollback'";
  }

  /**
   * Puts the files of a pack in force if they are well.
   *
   * @return false if they changed meanwhile
   */
  private boolean consider(OnDisk disk) throws IOException, InterruptedException {
    if (disk.content().equals(considered.get(disk.pack()))) {
      return true;
    }
    Instant begun = clock.instant();
    Optional<Candidate> candidate = candidate(disk, begun);
    if (candidate.isPresent() && !watch.isUnchanged()) {
      // What was checked is not what is there now; the next look will take that.
      return false;
    }
    candidate.ifPresent(each -> takeOrRefuse(disk, each, begun));
    considered.put(disk.pack(), disk.content());
    return true;
  }

  /** Whether the files of a pack, looked at here and now, are in force after that. */
  boolean settles(OnDisk disk) throws InterruptedException {
    Instant begun = clock.instant();
    boolean well =
        candidate(disk, begun).filter(each -> takeOrRefuse(disk, each, begun)).isPresent();
    considered.put(disk.pack(), disk.content());
    return well;
  }

  private boolean takeOrRefuse(OnDisk disk, Candidate candidate, Instant begun) {
    if (candidate.isWell()) {
      return take(disk, candidate, begun);
    }
    return refused(disk, candidate.problems(), begun);
  }

  /** Empty if it could not be had within the bounds, which is told. */
  private Optional<Candidate> candidate(OnDisk disk, Instant begun) throws InterruptedException {
    try {
      return Optional.of(worker.run(() -> Candidate.of(disk.pack(), source, answers)));
    } catch (BoundedWorker.NotDone e) {
      refused(disk, List.of(String.valueOf(e.getMessage())), begun);
    } catch (ExecutionException e) {
      LOG.warn("pack={} reload=failed", disk.pack(), Trace.of(e));
      refused(disk, List.of("checking failed: " + kindOf(e)), begun);
    }
    return Optional.empty();
  }

  private static String kindOf(ExecutionException error) {
    Throwable cause = error.getCause();
    return (cause == null ? error : cause).getClass().getSimpleName();
  }

  private boolean take(OnDisk disk, Candidate candidate, Instant begun) {
    String pack = disk.pack();
    RuleSet rules = candidate.rules().orElseThrow();
    Optional<Revision> withdrawn = LivePacks.withdrawn(packs.known(pack), rules.revision());
    if (withdrawn.isPresent()) {
      return refused(disk, List.of(words(withdrawn.get())), begun);
    }
    RevisionStore.Coming coming = coming(disk, rules);
    if (packs.revision(pack).equals(Optional.of(rules.revision()))) {
      packs.note(coming, disk.content(), Optional.of(candidate.cases()));
      tell(pack, Outcome.SAME, begun);
      return true;
    }
    String before = packs.revision(pack).orElse("none");
    try {
      packs.putInForce(
          rules, candidate.schemas(), coming, disk.content(), Optional.of(candidate.cases()));
    } catch (InvalidFiles e) {
      return refused(disk, e.problems().stream().map(Problem::toString).toList(), begun);
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
    return true;
  }

  /** The revision of a pack that is in force already, as it is kept. */
  RevisionStore.Coming coming(OnDisk disk) {
    return coming(disk, packs.inForce(disk.pack()));
  }

  private RevisionStore.Coming coming(OnDisk disk, RuleSet rules) {
    return new RevisionStore.Coming(
        disk.pack(),
        rules.revision(),
        disk.files(),
        GitAuthor.of(source, disk.lineage()),
        rules.ruleIds().size());
  }

  /** The files stay out of force. */
  void refuse(OnDisk disk, List<String> problems) {
    considered.put(disk.pack(), disk.content());
    refused(disk, problems, clock.instant());
  }

  private boolean refused(OnDisk disk, List<String> problems, Instant begun) {
    LOG.warn(
        "pack={} reload=refused problems={} first=\"{}\" deciding={}",
        disk.pack(),
        problems.size(),
        problems.isEmpty() ? "" : problems.get(0),
        packs.revision(disk.pack()).orElse("none"));
    packs.refuse(disk.pack(), disk.content(), problems);
    tell(disk.pack(), Outcome.REFUSED, begun);
    return false;
  }

  private void tell(String pack, Outcome outcome, Instant begun) {
    listener.reloaded(pack, outcome, Duration.between(begun, clock.instant()));
  }

  /** Sees to those whom the rules before decided about. */
  void seeToStudents(String pack) {
    for (Connection connection : connections) {
      if (connection.pack().equals(pack)) {
        affected.of(connection, packs.inForce(pack).pack());
      }
    }
  }
}

package org.statecraft.reload;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.Problems;
import org.statecraft.db.Database;
import org.statecraft.packs.CurrentCatalogue;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;
import org.statecraft.reload.Revision.State;
import org.statecraft.rules.RuleSet;
import org.statecraft.rules.RuleSets;

/**
 * The packs in force and what the database knows of them. Puts a pack in force in one step: first
 * its files and revision are kept, so that whatever it decides can be traced to them, then the rule
 * sets are replaced. Blocking; used by one thread at a time.
 */
final class LivePacks {

  private static final Logger LOG = LoggerFactory.getLogger(LivePacks.class);

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Database database;
  private final RuleSets ruleSets;
  private final CurrentCatalogue catalogue;
  private final InstantSource clock;
  private final RevisionStore revisions = new RevisionStore();
  private final RefusalStore refusals = new RefusalStore();
  private final Map<String, PackState> states = new ConcurrentHashMap<>();
  private volatile ResourceSchemas schemas;

  LivePacks(
      Database database,
      RuleSets ruleSets,
      CurrentCatalogue catalogue,
      ResourceSchemas schemas,
      InstantSource clock) {
    this.database = database;
    this.ruleSets = ruleSets;
    this.catalogue = catalogue;
    this.schemas = schemas;
    this.clock = clock;
  }

  /** What is known of each pack in use, by name. */
  Map<String, PackState> states() {
    return new TreeMap<>(states);
  }

  /** The schemas of all resources that the packs in force send. */
  ResourceSchemas schemas() {
    return schemas;
  }

  /** The revision by which a pack decides; empty if it decides by none yet. */
  Optional<String> revision(String pack) {
    return ruleSets.of(pack).map(RuleSet::revision);
  }

  /** The rules by which a pack decides. */
  RuleSet inForce(String pack) {
    return ruleSets
        .of(pack)
        .orElseThrow(() -> new IllegalStateException("no rules of the pack " + pack));
  }

  /** The revisions of a pack, the last in force first. */
  List<Revision> known(String pack) {
    return await(revisions.list(database, List.of(pack)));
  }

  static Optional<Revision> live(List<Revision> known) {
    return known.stream().filter(each -> each.state() == State.LIVE).findFirst();
  }

  /** Whether a person has taken a revision out of force. */
  static Optional<Revision> withdrawn(List<Revision> known, String revision) {
    return known.stream()
        .filter(each -> each.revision().equals(revision) && each.state() == State.WITHDRAWN)
        .findFirst();
  }

  /** How many cases of a content hold; empty if they have not been run. */
  Optional<Integer> tested(String content, String pack) {
    return await(refusals.cases(database, content, pack));
  }

  /**
   * Puts a compiled pack in force, or notes its revision if it is in force already.
   *
   * @param with the schemas it was compiled with
   * @param cases how many cases hold; empty if they have not been run
   * @throws InvalidFiles when it does not fit the connections or what is kept
   */
  void putInForce(
      RuleSet rules,
      ResourceSchemas with,
      RevisionStore.Coming coming,
      String content,
      Optional<Integer> cases) {
    String pack = coming.pack();
    RuleSets.Prepared prepared = ruleSets.prepare(rules, with);
    Problems problems = new Problems();
    catalogue.grow(rules.pack().catalogue(), problems);
    problems.throwIfAny();
    note(coming, content, cases);
    if (!revision(pack).equals(Optional.of(coming.revision()))) {
      schemas = schemas.and(with);
      prepared.putInForce();
    }
    states.put(pack, new PackState(pack, coming.revision(), now(), List.of()));
  }

  /** Notes that the revision that decides is the one on disk. */
  void note(RevisionStore.Coming coming, String content, Optional<Integer> cases) {
    String pack = coming.pack();
    await(
        database.inTransaction(
            tx ->
                revisions
                    .live(tx, coming, cases, now())
                    .compose(
                        kept ->
                            cases.isEmpty()
                                ? Future.succeededFuture()
                                : refusals.tested(tx, content, pack, cases.get()))
                    .compose(kept -> refusals.mend(tx, pack))));
    states.compute(
        pack,
        (name, before) ->
            before == null || !before.revision().equals(coming.revision())
                ? new PackState(pack, coming.revision(), now(), List.of())
                : before.with(List.of()));
  }

  /** Notes that the files on disk are in force. */
  void mend(String pack) {
    states.computeIfPresent(pack, (name, before) -> before.with(List.of()));
    await(refusals.mend(database, pack));
  }

  /** Notes why the files on disk are not in force. */
  void refuse(String pack, String content, List<String> problems) {
    states.compute(
        pack,
        (name, before) ->
            before == null
                ? new PackState(pack, revision(pack).orElse(""), now(), problems)
                : before.with(problems));
    await(refusals.refuse(database, new Refusal(pack, content, problems, now())));
  }

  /**
   * Puts a kept revision in force, from its files in the database.
   *
   * @throws InvalidFiles when this version of the program does not take them any more
   */
  void restore(Revision revision) {
    KeptPack kept =
        KeptPack.read(
            revision.pack(),
            await(revisions.files(database, revision.pack(), revision.revision())));
    RulePack pack = kept.pack();
    RuleSet compiled = RuleSet.compile(pack, kept.schemas(), pack.dataStandard());
    RuleSets.Prepared prepared = ruleSets.prepare(compiled, kept.schemas());
    Problems problems = new Problems();
    catalogue.grow(pack.catalogue(), problems);
    problems.throwIfAny();
    schemas = schemas.and(kept.schemas());
    prepared.putInForce();
    states.put(
        revision.pack(), new PackState(revision.pack(), revision.revision(), now(), List.of()));
    LOG.info("pack={} revision={} from=database", revision.pack(), revision.revision());
  }

  private Instant now() {
    return clock.instant();
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the database does not answer", e);
    }
  }
}

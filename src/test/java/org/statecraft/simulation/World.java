package org.statecraft.simulation;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.statecraft.config.Secret;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.history.CampusChange;
import org.statecraft.history.CircuitEvent;
import org.statecraft.history.Violation;
import org.statecraft.sandbox.Fault;
import org.statecraft.sandbox.SandboxFaults;
import org.statecraft.testing.TestDatabase;
import org.statecraft.testing.WorkLeft;

/** One simulation: some districts of one server, drawn from a seed. */
final class World implements AutoCloseable {

  static final int DISTRICTS = 2;

  private static final List<String> FAMILIES = List.of("5.3", "6.2", "7.1", "7.3", "8");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What was decided and done, for whoever looks into a failing seed. */
  private static final String KEPT =
      """
      SELECT concat_ws(' ', 'action', o.id, o.connection, o.student_id, o.verb, o.resource,
        m.natural_key, o.state, 'attempt', o.attempt, 'sent', o.sent_verb, o.status, 'created',
        o.created_at, 'finished', o.finished_at, 'then_post', o.then_post) AS text
        FROM outbox o
        LEFT JOIN identity_mapping m
          ON m.connection = o.connection
         AND m.resource = o.resource
         AND m.key_hash = o.key_hash
      UNION ALL
      SELECT concat_ws(' ', 'record', connection, student_id, natural_key,
        'planned', md5(planned_body), 'sent', md5(sent_body), 'uncertain', uncertain, ods_id)
        FROM identity_mapping
      UNION ALL
      SELECT concat_ws(' ', 'decision', connection, student_id, decided_at, exclusions)
        FROM decision
      UNION ALL
      SELECT concat_ws(' ', 'row', district, table_name, row_key, student_id, position,
        position_rank, received_at, columns)
        FROM campus_row
      ORDER BY text
      """;

  private final Instant begun = Instant.now();
  private final long seed;
  private final Random random;
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final TestDatabase database = TestDatabase.open();
  private final List<SimulatedDistrict> districts = new ArrayList<>();
  private final Map<String, Secret> secrets = new TreeMap<>();
  private final Deque<Life.Plan> lives = new ArrayDeque<>();
  private final List<Instant> deaths = new ArrayList<>();
  private final StringBuilder story = new StringBuilder();
  private Life life;
  private long happened;
  private long seen;

  World(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    double rate = random.nextInt(4) == 0 ? 0 : random.nextDouble() * 0.4;
    for (int i = 0; i < DISTRICTS; i++) {
      String family = FAMILIES.get(random.nextInt(FAMILIES.size()));
      SimulatedDistrict district =
          new SimulatedDistrict(vertx, "d" + i, family, random.nextLong(), faults(rate));
      story.append(district.name()).append(' ').append(family).append(", ");
      districts.add(district);
      secrets.put(district.name(), Poster.SECRET);
      district.watch(() -> current().happened(Fate.Cause.REQUEST));
      TestDatabase.await(
          database
              .database()
              .inTransaction(
                  tx ->
                      new PreferenceStore()
                          .seed(
                              tx,
                              new ConnectionName(district.connection()),
                              SimulatedPacks.file(
                                      SimulatedPacks.connection(
                                          district.connection(),
                                          district.name(),
                                          family,
                                          java.net.URI.create("http://127.0.0.1:1")))
                                  .seed())));
    }
    story.append("%.2f of the requests go wrong".formatted(rate));
    int kills = random.nextInt(4);
    for (int i = 0; i <= kills; i++) {
      lives.add(
          new Life.Plan(
              i < kills ? Fate.drawn(random) : Fate.never(),
              random.nextInt(3) == 0 ? Fate.drawn(random) : Fate.never(),
              Duration.ofMillis(random.nextInt(2_001) - 1_000)));
    }
  }

  private SandboxFaults faults(double rate) {
    Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    for (Fault each : Fault.values()) {
      // After too many tokens a client waits a minute, too long for here.
      rates.put(each, each == Fault.TOO_MANY_TOKENS ? 0 : rate / Fault.values().length);
    }
    return new SandboxFaults(
        random.nextLong(),
        rates,
        Duration.ofMillis(800),
        Duration.ofSeconds(1),
        Duration.ofMillis(random.nextInt(1_500)));
  }

  /** Plays everything and answers what was not kept. */
  List<Violation> run() throws InterruptedException {
    begin();
    int downFrom = random.nextInt(5) == 0 ? random.nextInt(10) : Integer.MAX_VALUE;
    boolean open = true;
    for (int round = 0; open; round++) {
      if (round == downFrom) {
        districts.forEach(each -> each.fail("down"));
        tell("the APIs are down");
      } else if (round == downFrom + 8) {
        districts.forEach(each -> each.fail("drawn"));
        tell("the APIs are back");
      }
      open = false;
      for (SimulatedDistrict each : districts) {
        if (each.next().isPresent()) {
          send(each, each.next().get());
          each.acknowledged();
          open = true;
        }
      }
      pause(Duration.ofMillis(random.nextInt(25)));
    }
    tell("all changes are kept");
    districts.forEach(each -> each.fail("quiet"));
    List<Violation> violations = awaitQuiet();
    tell("nothing is left to do");
    for (SimulatedDistrict each : districts) {
      violations.addAll(each.check(deaths));
    }
    if (!violations.isEmpty()) {
      TestDatabase.await(database.database().run(KEPT))
          .forEach(row -> story.append("\n    ").append(row.getString("text")));
    }
    return violations;
  }

  /** What was drawn, and what happened. */
  String story() {
    return "seed " + seed + ": " + story;
  }

  int requestsToApis() {
    return districts.stream().mapToInt(SimulatedDistrict::requestsToApi).sum();
  }

  /** How often a circuit opened. */
  int openings() {
    return districts.stream()
        .flatMap(each -> each.circuit().events().stream())
        .mapToInt(event -> event.state() == CircuitEvent.State.OPEN ? 1 : 0)
        .sum();
  }

  int deaths() {
    return deaths.size();
  }

  private void tell(String what) {
    story
        .append("\n  ")
        .append(Duration.between(begun, Instant.now()).toMillis())
        .append(" ms: ")
        .append(what);
  }

  // --- the process

  private synchronized Life current() {
    return life;
  }

  private void begin() {
    Life.Plan plan = lives.size() > 1 ? lives.remove() : lives.peek();
    tell("life " + (deaths.size() + 1) + ": " + plan);
    Life begun = new Life(vertx, plan, database.url(), districts, secrets, this::somethingHappened);
    synchronized (this) {
      life = begun;
    }
  }

  private void liveOn() {
    if (!life.isDead()) {
      return;
    }
    deaths.add(life.died());
    life.bury();
    begin();
  }

  private synchronized void somethingHappened() {
    happened++;
    notifyAll();
  }

  /** Waits until something happened, no longer than this. */
  private synchronized void pause(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    for (long left = longest.toNanos();
        left > 0 && seen == happened;
        left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    seen = happened;
  }

  // --- the webhook

  /** As a source does: until it is told that the changes are kept. */
  private void send(SimulatedDistrict district, List<CampusChange> changes)
      throws InterruptedException {
    CampusRequest request = CampusRequest.of(changes, random.nextInt(3) == 0);
    Instant end = Instant.now().plus(LIMIT);
    while (true) {
      liveOn();
      try {
        if (Poster.post(life.webhook(district.name()), request)) {
          return;
        }
      } catch (IOException e) {
        // The connection broke; whether the changes are kept is unknown.
      }
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException("the webhook takes nothing; " + story());
      }
      pause(Duration.ofMillis(20));
    }
  }

  // --- the end

  private List<Violation> awaitQuiet() throws InterruptedException {
    Instant end = Instant.now().plus(LIMIT);
    while (Instant.now().isBefore(end)) {
      liveOn();
      if (!WorkLeft.any(database.database())) {
        break;
      }
      pause(Duration.ofMillis(50));
    }
    List<Violation> stuck = new ArrayList<>();
    WorkLeft.texts(database.database())
        .forEach(
            text -> stuck.add(new Violation(Violation.Kind.STUCK, List.of(), List.of(), text)));
    return stuck;
  }

  @Override
  public void close() {
    life.die();
    life.bury();
    TestDatabase.await(vertx.close());
    database.close();
  }
}

package org.statecraft.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.connections.MappingChoice;
import org.statecraft.history.CampusChange;
import org.statecraft.history.CampusModel;
import org.statecraft.history.HistoryChecker;
import org.statecraft.history.HistoryEntry;
import org.statecraft.history.SandboxHistory;
import org.statecraft.history.Violation;
import org.statecraft.sandbox.Fault;
import org.statecraft.sandbox.Sandbox;
import org.statecraft.sandbox.SandboxConfig;
import org.statecraft.sandbox.SandboxFaults;
import org.statecraft.simulation.ApiSeeds;
import org.statecraft.simulation.CampusRequest;
import org.statecraft.simulation.CampusScript;
import org.statecraft.simulation.Poster;
import org.statecraft.simulation.SimulatedPacks;
import org.statecraft.testing.PackagedProgram;
import org.statecraft.testing.TestDatabase;

/**
 * The packaged jar with a PostgreSQL of its own: in each round something is killed or taken away at
 * a random moment while changes come in. Only loopback addresses, a bounded number of requests.
 */
class CrashIT {

  private static final int ROUNDS = Integer.getInteger("crash.rounds", 3);
  private static final int REQUESTS_A_ROUND = 12;
  private static final int CROWD = 6;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String SCHEMA = "crash";
  private static final String LARGEST_FILE = "1000000";

  private static final String OPEN =
      """
      SELECT (SELECT count(*) FROM event_queue WHERE state <> 'discarded')
        + (SELECT count(*) FROM fan_out WHERE state <> 'done')
        + (SELECT count(*) FROM outbox WHERE state NOT IN ('done', 'cancelled', 'discarded'))
      """;

  private static final String LEFT =
      """
      SELECT concat_ws(' ', 'event', student_id, state, attempt) FROM event_queue
      UNION ALL
      SELECT concat_ws(' ', 'action', id, verb, resource, state, status, cause)
        FROM outbox WHERE state NOT IN ('done', 'cancelled')
      """;

  /** What happens in a round. */
  private enum Disaster {
    SERVER_KILLED,
    DATABASE_KILLED,
    BOTH_KILLED,
    DISK_FULL,
    API_DOWN
  }

  private final long seed = Long.getLong("crash.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final StringBuilder story = new StringBuilder("seed " + seed);
  private final List<Instant> deaths = new ArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private final ExecutorService chaos = Executors.newSingleThreadExecutor();
  private final Map<Disaster, Integer> counts = new EnumMap<>(Disaster.class);
  private final Path folder;
  private final int port = PackagedProgram.freePorts(1);
  private CrashDatabase database;
  private PackagedProgram server;
  private SandboxHistory api;
  private boolean apiIsDown;
  private int unavailable;

  CrashIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void whateverIsKilled_nothingIsLost_nothingIsTwice_inOrder() throws Exception {
    database = CrashDatabase.start(Files.createTempDirectory("statecraft-crash"));
    try {
      startApi();
      writeFiles();
      startServer();
      CampusModel model = new CampusModel(CampusScript.persons(), true);
      List<List<CampusChange>> steps =
          CampusScript.steps(random.nextLong(), ROUNDS * REQUESTS_A_ROUND);
      Crowd crowd = new Crowd(webhook());
      crowd.start(CROWD);
      for (int round = 0; round < ROUNDS; round++) {
        int from = round * steps.size() / ROUNDS;
        int to = (round + 1) * steps.size() / ROUNDS;
        play(round, steps.subList(from, to), model);
      }
      Set<String> lost = new TreeSet<>(crowd.stop());
      int ofCrowd = lost.size();
      api.fail("quiet");
      awaitQuiet();
      lost.removeAll(database.list(SCHEMA, Crowd.KEPT));
      List<HistoryEntry> history = api.requests();
      List<Violation> violations =
          HistoryChecker.check(history, api.state(), model.wanted(), List.of(), deaths);
      System.out.printf(
          "crash: %d rounds %s, %d requests to the webhook (%d times to come again), %d beside"
              + " them, %d to the API, %d lost, %d violations%n",
          ROUNDS,
          counts,
          steps.size(),
          unavailable,
          ofCrowd,
          history.size(),
          lost.size(),
          violations.size());
      assertEquals(Set.of(), lost, story::toString);
      assertEquals(List.of(), database.list(SCHEMA, LEFT), story::toString);
      assertEquals(List.of(), violations, story::toString);
      assertTrue(history.size() > ROUNDS, "next to nothing was sent");
    } catch (Exception | AssertionError e) {
      System.out.println(story);
      throw e;
    } finally {
      chaos.shutdownNow();
      if (server != null) {
        server.close();
      }
      database.close();
      TestDatabase.await(vertx.close());
    }
  }

  private void play(int round, List<List<CampusChange>> steps, CampusModel model) throws Exception {
    Disaster disaster =
        Disaster.values()[(round + (int) Math.floorMod(seed, 5L)) % Disaster.values().length];
    counts.merge(disaster, 1, Integer::sum);
    int delay = random.nextInt(2_000);
    story.append("\nround ").append(round).append(": ").append(disaster).append(" after ");
    story.append(delay).append(" ms");
    if (disaster == Disaster.API_DOWN) {
      api.fail("down");
      apiIsDown = true;
    }
    Future<?> under =
        chaos.submit(
            () -> {
              CrashDatabase.pause(delay);
              strike(disaster);
              return null;
            });
    for (List<CampusChange> each : steps) {
      send(CampusRequest.of(each, random.nextBoolean()));
      model.acknowledged(each);
      CrashDatabase.pause(random.nextInt(100));
    }
    under.get();
    if (apiIsDown) {
      api.fail("drawn");
      apiIsDown = false;
    }
  }

  private void strike(Disaster disaster) throws Exception {
    switch (disaster) {
      case SERVER_KILLED -> {
        killServer();
        startServer();
      }
      case DATABASE_KILLED -> {
        database.kill();
        CrashDatabase.pause(random.nextInt(2_000));
        database.startAgain();
      }
      case BOTH_KILLED -> {
        database.kill();
        killServer();
        database.startAgain();
        startServer();
      }
      case DISK_FULL -> {
        if (database.limitFiles(LARGEST_FILE)) {
          CrashDatabase.pause(3_000 + random.nextInt(2_000));
          database.limitFiles("unlimited");
        } else {
          story.append(" (there is no prlimit here)");
        }
        if (!database.answers()) {
          CrashDatabase.pause(2_000);
        }
        if (!database.answers()) {
          // A database that fails at starting itself again ends; someone starts it.
          database.kill();
          database.startAgain();
        }
      }
      case API_DOWN -> {
        if (random.nextBoolean()) {
          killServer();
          startServer();
        }
      }
    }
  }

  private void killServer() throws InterruptedException {
    deaths.add(Instant.now());
    server.kill();
  }

  private void startServer() throws InterruptedException {
    server = PackagedProgram.start(folder, List.of("serve", "--config", "server.yaml"));
    server.awaitLine("ready address=", LIMIT);
  }

  private void startApi() {
    Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    for (Fault each :
        List.of(Fault.ERROR_BEFORE, Fault.ERROR_AFTER, Fault.RESET_BEFORE, Fault.RESET_AFTER)) {
      rates.put(each, 0.02);
    }
    Sandbox sandbox =
        TestDatabase.await(
            Sandbox.start(
                vertx,
                SandboxConfig.of(SimulatedPacks.get().schemas(), InstantSource.system())
                    .withFamily("7.3", SimulatedPacks.standard("7.3"))
                    .withTokenLifetime(Duration.ofSeconds(30))
                    .withFaults(
                        new SandboxFaults(
                            seed, rates, Duration.ZERO, Duration.ZERO, Duration.ZERO))));
    api = new SandboxHistory("http://127.0.0.1:" + sandbox.port(), SimulatedPacks.KEYS);
    List<String> ids = new ArrayList<>();
    CampusScript.persons().forEach(person -> ids.addAll(CampusScript.uniqueIds(person)));
    api.seed(ApiSeeds.of(ids));
    base = "http://127.0.0.1:" + sandbox.port();
  }

  private String base = "";

  private void writeFiles() throws IOException {
    write("webhook-secret", Poster.SECRET.reveal());
    write("database-password", "postgres");
    write("key", "sandbox");
    write("secret", "sandbox-secret");
    write(
        "server.yaml",
        """
        http: {port: %d}
        database: {url: "%s", user: postgres, password: "file:database-password", schema: %s}
        paths: {connections: connections}
        webhook: {districts: {crash: {secrets: ["file:webhook-secret"]}}}
        """
            .formatted(port, database.url(), SCHEMA));
    StringBuilder connection =
        new StringBuilder(
            """
            name: crash-2025
            district: crash
            school-year: 2025
            pack: core
            data-standard: "4.0"
            unique-id: state-id
            api: {base: "%s"}
            credentials: {key: "file:key", secret: "file:secret"}
            timeout: 5s
            mappings:
            """
                .formatted(base));
    for (String mapping : List.of("CareerPathway", "CompletedStatus", "ProgramType")) {
      connection.append("  ").append(mapping).append(":\n");
      for (MappingChoice each : SimulatedPacks.choices()) {
        if (each.mapping().equals(mapping)) {
          connection.append("    \"%s\": \"%s\"\n".formatted(each.campusValue(), each.code()));
        }
      }
    }
    write("connections/crash.yaml", connection.toString());
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private URI webhook() {
    return URI.create("http://127.0.0.1:" + port + "/webhook/crash");
  }

  private void send(CampusRequest request) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      try {
        if (Poster.post(webhook(), request)) {
          return;
        }
        unavailable++;
      } catch (IOException e) {
        // Nobody there, or it was killed before it could answer.
      }
      CrashDatabase.pause(200);
    }
    throw new IllegalStateException("the webhook takes nothing: " + server.output());
  }

  private void awaitQuiet() throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (database.ask(SCHEMA, OPEN) != 0 && System.nanoTime() < end) {
      CrashDatabase.pause(200);
    }
  }
}

package org.statecraft.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.statecraft.history.Violation;

/**
 * Worlds from seeds: {@code ./mvnw -Psim verify -Dseeds=N -Dseed=S}. A seed fixes the script, the
 * faults by number of request and the events by which processes die; not how threads interleave.
 */
class SimulationIT {

  private static final int SEEDS = Integer.getInteger("simulation.seeds", 24);
  private static final long FIRST = Long.getLong("simulation.seed", 1);

  /** They mostly wait: for answers that come late, for clocks and for locks of the dead. */
  private static final int AT_ONCE = Math.min(SEEDS, Integer.getInteger("simulation.together", 8));

  /** What came of a world; the story tells what was drawn. */
  private record Result(
      long seed,
      String story,
      List<Violation> violations,
      int requests,
      int deaths,
      int openings) {}

  @Test
  void everySeed_losesNothing_repeatsNothing_keepsTheOrder() throws Exception {
    // The dying and the dead complain a lot.
    ((Logger) LoggerFactory.getLogger("io.vertx")).setLevel(Level.OFF);
    ((Logger) LoggerFactory.getLogger("org.statecraft"))
        .setLevel(Level.toLevel(System.getProperty("simulation.log", "OFF")));
    SimulatedPacks.get();
    List<Result> failed = new ArrayList<>();
    int requests = 0;
    int deaths = 0;
    int openings = 0;
    long begun = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Result>> results = new ArrayList<>();
      for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
        results.add(threads.submit(play(seed)));
      }
      for (Future<Result> each : results) {
        Result result = each.get();
        requests += result.requests();
        deaths += result.deaths();
        openings += result.openings();
        if (!result.violations().isEmpty()) {
          failed.add(result);
          System.out.println(told(result));
        }
      }
    } finally {
      threads.shutdownNow();
    }
    System.out.printf(
        "simulation: %d seeds from %d, %d districts, %d kills, %d requests, %d openings of circuits,"
            + " %d seeds failed, %d s%n",
        SEEDS,
        FIRST,
        SEEDS * World.DISTRICTS,
        deaths,
        requests,
        openings,
        failed.size(),
        (System.nanoTime() - begun) / 1_000_000_000);
    assertTrue(requests > SEEDS * 10, "next to nothing was sent: " + requests);
    assertEquals(
        List.of(),
        failed.stream().map(Result::seed).toList(),
        () -> "first: " + told(failed.get(0)));
  }

  private static Callable<Result> play(long seed) {
    return () -> {
      try (World world = new World(seed)) {
        List<Violation> violations = world.run();
        if (Boolean.getBoolean("simulation.stories")) {
          System.out.println(world.story());
        }
        return new Result(
            seed,
            world.story(),
            violations,
            world.requestsToApis(),
            world.deaths(),
            world.openings());
      } catch (Exception | AssertionError e) {
        throw new IllegalStateException("seed " + seed + "; " + replay(seed), e);
      }
    };
  }

  private static String told(Result result) {
    return result.story()
        + "\n"
        + result.violations().stream().map(Violation::toString).collect(Collectors.joining("\n"))
        + "\nplay it again: "
        + replay(result.seed());
  }

  private static String replay(long seed) {
    return "./mvnw -Psim verify -Dseeds=1 -Dseed=" + seed;
  }
}

package org.statecraft.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.testing.PackagedProgram;

/** The demo, killed in the middle of its work, ends where an undisturbed one ends. */
class DemoKillIT {

  /** Lines after which a part of the work is under way. */
  private static final List<String> MOMENTS =
      List.of(
          "The server listens",
          "students and their enrollments",
          "springfield: autumn",
          "marktwain: autumn",
          "winter: records are put right",
          "winter: changes during the year",
          "autumn: the first students in each program",
          "spring: the setup changes",
          "peachtree: summer",
          "summer: the year ends");

  private static final int KILLS = Integer.getInteger("statecraft.demo.kills", 2);
  private static final int LONGEST_DELAY_MILLIS = 700;

  private final Path folder;

  DemoKillIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void endDatabase() {
    PackagedProgram.killDatabases(folder);
  }

  @Test
  void demo_killedAtRandomMoments_endsInTheSameState() throws Exception {
    UndisturbedDemo undisturbed = UndisturbedDemo.get();
    List<String> expected = undisturbed.states();
    long seed = Long.getLong("statecraft.demo.seed", System.nanoTime());
    Random random = new Random(seed);
    StringBuilder story = new StringBuilder("seed " + seed);
    DemoProcess process = new DemoProcess(folder);
    for (int kill = 0; kill < KILLS; kill++) {
      String moment = MOMENTS.get(random.nextInt(MOMENTS.size()));
      int delay = random.nextInt(LONGEST_DELAY_MILLIS);
      story.append("\nkilled ").append(delay).append(" ms after '").append(moment).append("'");
      // Not closed, which would end the database too; that outlives the kill of a process.
      PackagedProgram killed = process.start();
      try {
        killed.awaitLine(moment, DemoProcess.LIMIT);
        pause(delay);
      } finally {
        killed.kill();
      }
    }
    try (PackagedProgram demo = process.start()) {
      DemoProcess.awaitServing(demo);
      List<String> states = process.states();
      assertEquals(expected.size(), states.size());
      for (int i = 0; i < states.size(); i++) {
        // Only what differs: a district has hundreds of records.
        assertEquals(
            onlyIn(expected.get(i), states.get(i)),
            onlyIn(states.get(i), expected.get(i)),
            () -> story + "\n" + demo.output());
      }
      demo.terminate();
      assertEquals(0, demo.awaitExit(Duration.ofSeconds(30)), demo.output());
    }
  }

  private static String onlyIn(String state, String other) {
    Set<String> others = other.lines().collect(Collectors.toSet());
    return state.lines().filter(line -> !others.contains(line)).collect(Collectors.joining("\n"));
  }

  private static void pause(int millis) throws InterruptedException {
    // Nothing signals a moment "in the middle of it"; that is the point.
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }
}

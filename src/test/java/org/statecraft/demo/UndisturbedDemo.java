package org.statecraft.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.statecraft.testing.PackagedProgram;

/**
 * A demo that ran to its end, once for all tests of this virtual machine.
 *
 * @param states of its sandboxes after the last change
 */
@NullUnmarked
record UndisturbedDemo(
    DemoProcess process,
    List<String> lines,
    List<String> states,
    int health,
    String metrics,
    int exit) {

  private static UndisturbedDemo once;

  static synchronized UndisturbedDemo get() throws IOException, InterruptedException {
    if (once == null) {
      DemoProcess process = new DemoProcess(Files.createTempDirectory("statecraft-demo"));
      try (PackagedProgram demo = process.start()) {
        DemoProcess.awaitServing(demo);
        List<String> states = process.states();
        int health = PackagedProgram.get(process.server("/health/ready")).statusCode();
        String metrics = PackagedProgram.get(process.server("/metrics")).body();
        demo.terminate();
        int exit = demo.awaitExit(Duration.ofSeconds(30));
        once = new UndisturbedDemo(process, demo.lines(), states, health, metrics, exit);
      }
    }
    return once;
  }

  /** The table at the end, without the times before the lines. */
  static List<String> table(List<String> lines) {
    int start = 0;
    while (start < lines.size() && !lines.get(start).startsWith("-----")) {
      start++;
    }
    return lines.subList(start, lines.size()).stream()
        .takeWhile(line -> !line.startsWith("It keeps serving"))
        .filter(line -> !line.isBlank())
        .toList();
  }
}

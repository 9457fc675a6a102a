package org.statecraft.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.statecraft.testing.PackagedProgram;

/** A demo that ran to its end, once for all tests of this virtual machine. */
@NullUnmarked
record UndisturbedDemo(Path folder, DemoProcess process, List<String> lines, int exit) {

  private static UndisturbedDemo once;

  static synchronized UndisturbedDemo get() throws IOException, InterruptedException {
    if (once == null) {
      Path folder = Files.createTempDirectory("statecraft-demo");
      DemoProcess process = new DemoProcess(folder);
      try (PackagedProgram demo = process.start("--exit")) {
        int exit = demo.awaitExit(DemoProcess.LIMIT);
        once = new UndisturbedDemo(folder, process, demo.lines(), exit);
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

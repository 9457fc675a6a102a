package org.statecraft.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Any process of our own, what it says, and its end. Closing kills it. */
public final class ProcessLines implements AutoCloseable {

  private final Process process;
  private final List<String> lines = new ArrayList<>();

  private ProcessLines(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "process-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a command; both its streams are read together. */
  public static ProcessLines start(Path folder, List<String> command) throws IOException {
    return new ProcessLines(
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start());
  }

  private void read() {
    try (BufferedReader text =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        add(line);
      }
    } catch (IOException closed) {
      // It was killed.
    }
    add("(ended)");
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  /** Waits for a line with this in it; fails when the process ends or the time is over before. */
  public synchronized String awaitLine(String part, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (int next = 0; ; ) {
      for (; next < lines.size(); next++) {
        if (lines.get(next).contains(part)) {
          return lines.get(next);
        }
        if (lines.get(next).equals("(ended)")) {
          throw new AssertionError("no line with '" + part + "' in:\n" + output());
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("no line with '" + part + "' in time:\n" + output());
      }
      wait(left);
    }
  }

  /** The last lines it said. */
  public synchronized String output() {
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }

  /** Ends it at once, whatever it is doing. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

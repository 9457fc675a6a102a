package org.statecraft.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A {@link LoopbackApi} that runs. */
final class LoopbackProcess implements AutoCloseable {

  private final Process process;
  private final int port;

  private LoopbackProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static LoopbackProcess start(int latencyMillis) throws IOException {
    return start(latencyMillis, 0);
  }

  /** Starts it on a port of one's own; 0 for any. */
  static LoopbackProcess start(int latencyMillis, int port) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LoopbackApi.class.getName(),
                Integer.toString(latencyMillis),
                Integer.toString(port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = said.readLine();
    if (line == null) {
      throw new IOException("the loopback API did not start");
    }
    return new LoopbackProcess(process, Integer.parseInt(line));
  }

  int port() {
    return port;
  }

  /** The processor time it has used so far. */
  long cpuMillis() {
    return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

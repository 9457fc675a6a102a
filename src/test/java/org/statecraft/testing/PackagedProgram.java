package org.statecraft.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The packaged jar, run as a process of its own in a folder of its own. Closing kills it, and the
 * database that may have outlived it.
 */
public final class PackagedProgram implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path folder;
  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  private PackagedProgram(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
    read(process.getInputStream());
  }

  /** Starts the jar that the system property {@code statecraft.jar} names. */
  public static PackagedProgram start(Path folder, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(Path.of(System.getProperty("statecraft.jar")).toAbsolutePath().toString());
    command.addAll(arguments);
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      // Settings of the machine must not get into the test.
      builder.environment().keySet().removeIf(name -> name.startsWith("STATECRAFT_"));
      return new PackagedProgram(folder, builder.redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first of so many free ports that follow each other. */
  public static int freePorts(int count) {
    for (int attempt = 0; attempt < 100; attempt++) {
      try (ServerSocket any = new ServerSocket(0)) {
        int first = any.getLocalPort();
        if (first + count < 65_536 && areFree(first + 1, count - 1)) {
          return first;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new IllegalStateException("no " + count + " free ports in a row");
  }

  private static boolean areFree(int first, int count) {
    for (int port = first; port < first + count; port++) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      } catch (IOException taken) {
        return false;
      }
    }
    return true;
  }

  private void read(InputStream stream) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader text =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                  add(line);
                }
              } catch (IOException closed) {
                // The process was killed.
              }
              end();
            },
            "program-output");
    reader.setDaemon(true);
    reader.start();
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** What it said so far, both streams together. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  public String output() {
    return String.join("\n", lines());
  }

  /** Waits for a line with this in it; fails when the process ends or the time is over before. */
  public synchronized String awaitLine(String part, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (int next = 0; ; ) {
      for (; next < lines.size(); next++) {
        if (lines.get(next).contains(part)) {
          return lines.get(next);
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (ended || left <= 0) {
        throw new AssertionError("no line with '" + part + "' in:\n" + String.join("\n", lines));
      }
      wait(left);
    }
  }

  /** Waits for the end and answers the exit code. */
  public int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + limit + ":\n" + output());
    }
    synchronized (this) {
      while (!ended) {
        wait(limit.toMillis());
      }
    }
    return process.exitValue();
  }

  /** Asks it to stop. */
  public void terminate() {
    process.destroy();
  }

  /** Ends it at once, whatever it is doing. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Gets a document of it. */
  public static HttpResponse<String> get(String address) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    killDatabases(folder);
  }

  /** Ends the embedded databases that run on folders in this one. */
  public static void killDatabases(Path folder) {
    try (var files = Files.walk(folder)) {
      files.filter(file -> file.endsWith("postmaster.pid")).forEach(PackagedProgram::killDatabase);
    } catch (IOException | UncheckedIOException vanished) {
      // A database that is just ending removes its files.
    }
  }

  private static void killDatabase(Path pidFile) {
    try {
      long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    } catch (IOException | NumberFormatException gone) {
      // It ended by itself.
    }
  }
}

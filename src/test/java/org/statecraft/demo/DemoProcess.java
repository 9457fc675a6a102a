package org.statecraft.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.statecraft.testing.PackagedProgram;

/** The demo with a folder and ports of its own, started as often as wanted. */
final class DemoProcess {

  static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String SERVING = "It keeps serving until Ctrl-C";

  /** How many districts the demo plays, each with a sandbox of its own. */
  private static final int DISTRICTS = 5;

  private final Path folder;
  private final String data;
  private final int ports = PackagedProgram.freePorts(2 + DISTRICTS);

  DemoProcess(Path folder) {
    this(folder, "demo");
  }

  /**
   * @param data the folder in it where everything is kept
   */
  DemoProcess(Path folder, String data) {
    this.folder = folder;
    this.data = data;
  }

  PackagedProgram start(String... options) {
    List<String> arguments = new ArrayList<>(List.of("demo", "--data", data));
    arguments.addAll(List.of("--sandbox-port", Integer.toString(ports + 2)));
    arguments.addAll(List.of("--set", "http.port=" + ports));
    arguments.addAll(List.of("--set", "database.embedded.port=" + (ports + 1)));
    arguments.addAll(List.of(options));
    return PackagedProgram.start(folder, arguments);
  }

  static void awaitServing(PackagedProgram demo) throws InterruptedException {
    demo.awaitLine(SERVING, LIMIT);
  }

  String server(String path) {
    return "http://127.0.0.1:" + ports + path;
  }

  /** All records of the sandboxes, those of the first district first. */
  List<String> states() throws IOException, InterruptedException {
    List<String> states = new ArrayList<>();
    for (int i = 0; i < DISTRICTS; i++) {
      states.add(state(ports + 2 + i));
    }
    return states;
  }

  private static String state(int port) throws IOException, InterruptedException {
    return PackagedProgram.get("http://127.0.0.1:" + port + "/sandbox/state").body();
  }
}

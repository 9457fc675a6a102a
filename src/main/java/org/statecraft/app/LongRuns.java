package org.statecraft.app;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.cli.Commands;
import org.statecraft.config.Environment;
import org.statecraft.config.Problem;
import org.statecraft.config.Problems;
import org.statecraft.config.ServerConfig;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.connections.ConnectionReader;
import org.statecraft.demo.Screen;
import org.statecraft.http.HttpListener;
import org.statecraft.sandbox.Sandbox;
import org.statecraft.sandbox.SandboxConfig;

/** The commands that run until the process is told to stop: server, demo and sandbox. */
final class LongRuns {

  private static final Logger LOG = LoggerFactory.getLogger(LongRuns.class);

  private final PrintWriter out;
  private final InstantSource clock;
  private final Instant begun;

  LongRuns(PrintWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
    this.begun = clock.instant();
  }

  int serve(Path file, Map<String, String> settings) throws IOException, InterruptedException {
    Problems problems = new Problems();
    Environment environment = new Environment(System.getenv());
    ServerConfig config = ServerConfig.read(file, settings, environment, problems);
    List<ConnectionFile> connections =
        new ConnectionReader(environment, problems).readFolder(config.paths().connections());
    environment.reportUnknown(problems);
    problems.throwIfAny();
    Logging.level(config.log().level());
    for (Problem warning : problems.warnings()) {
      LOG.warn("{}", warning);
    }
    if (config.database().isEmbedded()) {
      LOG.warn("the embedded database is for trying out; set database.url for real data");
    }
    Server server =
        new Server(config, connections, message -> LOG.info("{}", message), clock, Watchers.NONE);
    untilStopped(server);
    return Commands.DONE;
  }

  int demo(boolean exit, Path data, int sandboxPort, Map<String, String> settings)
      throws IOException, InterruptedException {
    Files.createDirectories(data);
    Logging.quiet(data.resolve("statecraft.log"));
    try (Screen screen = new Screen(out)) {
      DemoFolder folder = DemoFolder.prepare(data, sandboxPort);
      return play(screen, Demo.prepare(screen, folder, settings, clock), exit);
    }
  }

  private int play(Screen screen, Demo demo, boolean exit)
      throws IOException, InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    Thread stop = stopThread(demo::stop, stopped);
    Runtime.getRuntime().addShutdownHook(stop);
    boolean drained;
    try {
      drained = demo.run();
      if (!exit) {
        screen.show(demo.addresses());
      }
    } catch (IOException | RuntimeException e) {
      if (demo.isStopping()) {
        stopped.await();
        return Commands.DONE;
      }
      Runtime.getRuntime().removeShutdownHook(stop);
      demo.stop();
      throw e;
    }
    if (!exit) {
      stopped.await();
      return Commands.DONE;
    }
    Runtime.getRuntime().removeShutdownHook(stop);
    demo.stop();
    return drained ? Commands.DONE : Commands.FAILED;
  }

  int sandbox(Commands.SandboxOptions options) throws IOException, InterruptedException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    CountDownLatch stopped = new CountDownLatch(1);
    try {
      SandboxConfig config = SandboxSettings.of(options, clock);
      Sandbox sandbox = Sandboxes.start(vertx, config).await(1, TimeUnit.MINUTES);
      Thread stop = stopThread(() -> sandbox.close().await(), stopped);
      Runtime.getRuntime().addShutdownHook(stop);
      out.println(
          "Sandbox Ed-Fi API "
              + options.family()
              + ", Data Standard "
              + config.standard()
              + ", at http://127.0.0.1:"
              + sandbox.port()
              + ", key 'sandbox', secret 'sandbox-secret'; Ctrl-C stops");
    } catch (TimeoutException | RuntimeException e) {
      vertx.close().await();
      throw e instanceof RuntimeException known
          ? known
          : new StartFailure("the sandbox did not start in time", e);
    }
    stopped.await();
    return Commands.DONE;
  }

  /** Starts a server and waits until the process is told to stop; then stops it in order. */
  private void untilStopped(Server server) throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    Thread stop = stopThread(server::stop, stopped);
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      HttpListener listener = server.start();
      LOG.info(
          "ready address={} took_ms={}",
          listener.address(),
          Duration.between(begun, clock.instant()).toMillis());
    } catch (RuntimeException e) {
      // Told to stop while starting: whatever failed then failed because of it.
      if (!server.isStopping()) {
        Runtime.getRuntime().removeShutdownHook(stop);
        throw e;
      }
    }
    stopped.await();
  }

  /**
   * Ends the process in order when it is told to stop, with the code of a process that did what it
   * was told; the virtual machine's own would be that of a signal.
   */
  private Thread stopThread(Runnable stop, CountDownLatch stopped) {
    return new Thread(
        () -> {
          LOG.info("stopping");
          stop.run();
          LOG.info("stopped");
          stopped.countDown();
          out.flush();
          Runtime.getRuntime().halt(Commands.DONE);
        },
        "stop");
  }
}

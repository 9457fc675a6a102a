package org.statecraft.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.cli.Commands;
import org.statecraft.config.Environment;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.Problem;
import org.statecraft.config.Problems;
import org.statecraft.config.ServerConfig;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.connections.ConnectionReader;
import org.statecraft.db.DatabaseUnavailable;
import org.statecraft.http.HttpListener;

/** Carries out the commands. */
final class Launcher implements Commands {

  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

  private final PrintWriter out;
  private final PrintWriter err;
  private final InstantSource clock = InstantSource.system();
  private final Instant begun = clock.instant();

  Launcher(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public int serve(Path file, Map<String, String> settings) {
    return orSayWhyNot(
        () -> {
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
              new Server(
                  config, connections, message -> LOG.info("{}", message), clock, Watchers.NONE);
          untilStopped(server, listener -> {});
          return DONE;
        });
  }

  @Override
  public int demo(boolean exit, Path data, Map<String, String> settings) {
    return orSayWhyNot(
        () -> {
          Files.createDirectories(data);
          Logging.quiet(data.resolve("statecraft.log"));
          Problems problems = new Problems();
          Environment environment = new Environment(System.getenv());
          ServerConfig config =
              ServerConfig.withoutFile(demoSettings(data, settings), environment, problems);
          environment.reportUnknown(problems);
          problems.throwIfAny();
          problems.warnings().forEach(warning -> err.println("statecraft: " + warning));
          Server server = new Server(config, List.of(), out::println, clock, Watchers.NONE);
          // Issue 2: the sandbox is started before, the sample district-year is played here.
          if (exit) {
            server.start();
            server.stop();
          } else {
            untilStopped(
                server,
                listener -> out.println("Serving at " + listener.address() + "; Ctrl-C stops"));
          }
          return DONE;
        });
  }

  @Override
  public int sandbox(int port, Optional<Path> journal) {
    return orSayWhyNot(
        () -> {
          // Issue 2: Sandbox.start(vertx, SandboxConfig) is plugged in here.
          throw new StartFailure("the sandbox is not part of this build yet");
        });
  }

  private static Map<String, String> demoSettings(Path data, Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("database.url", "embedded");
    all.put("database.embedded.folder", data.resolve("database").toString());
    all.putAll(settings);
    return all;
  }

  /** Starts a server and waits until the process is told to stop; then stops it in order. */
  private void untilStopped(Server server, Consumer<HttpListener> ready)
      throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    Thread stop =
        new Thread(
            () -> {
              LOG.info("stopping");
              server.stop();
              LOG.info("stopped");
              stopped.countDown();
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      HttpListener listener = server.start();
      LOG.info(
          "ready address={} took_ms={}",
          listener.address(),
          Duration.between(begun, clock.instant()).toMillis());
      ready.accept(listener);
    } catch (RuntimeException e) {
      // Told to stop while starting: whatever failed then failed because of it.
      if (!server.isStopping()) {
        Runtime.getRuntime().removeShutdownHook(stop);
        throw e;
      }
    }
    stopped.await();
  }

  private interface Work {
    int run() throws IOException, InterruptedException;
  }

  /** What a person can put right is said in one message; anything else is a bug with its trace. */
  private int orSayWhyNot(Work work) {
    try {
      return work.run();
    } catch (InvalidFiles e) {
      err.println("statecraft: cannot start, because of the configuration:");
      e.problems().forEach(problem -> err.println("  " + problem));
    } catch (DatabaseUnavailable | StartFailure | IOException e) {
      LOG.debug("cannot start", e);
      err.println("statecraft: cannot start: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return FAILED;
  }
}

package org.statecraft.app;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.admin.NotThere;
import org.statecraft.cli.Commands;
import org.statecraft.cli.DeliverOptions;
import org.statecraft.cli.ErrorsOptions;
import org.statecraft.cli.ExplainOptions;
import org.statecraft.cli.PlanOptions;
import org.statecraft.cli.PreferenceTask;
import org.statecraft.cli.ResyncTask;
import org.statecraft.config.Environment;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.LogConfig;
import org.statecraft.config.Problem;
import org.statecraft.config.Problems;
import org.statecraft.config.ServerConfig;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.connections.ConnectionReader;
import org.statecraft.db.DatabaseUnavailable;
import org.statecraft.demo.Screen;
import org.statecraft.http.HttpListener;
import org.statecraft.sandbox.Sandbox;
import org.statecraft.sandbox.SandboxConfig;

/** Carries out the commands. */
final class Launcher implements Commands {

  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

  private final BufferedReader in;
  private final PrintWriter out;
  private final PrintWriter err;
  private final InstantSource clock = InstantSource.system();
  private final Instant begun = clock.instant();

  Launcher(PrintWriter out, PrintWriter err) {
    this(new BufferedReader(Reader.nullReader()), out, err);
  }

  /**
   * Commands with somebody who can answer.
   *
   * @param in what is typed
   */
  Launcher(BufferedReader in, PrintWriter out, PrintWriter err) {
    this.in = in;
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
  public int demo(boolean exit, Path data, int sandboxPort, Map<String, String> settings) {
    return orSayWhyNot(
        () -> {
          Files.createDirectories(data);
          Logging.quiet(data.resolve("statecraft.log"));
          try (Screen screen = new Screen(out)) {
            DemoFolder folder = DemoFolder.prepare(data, sandboxPort);
            return play(screen, Demo.prepare(screen, folder, settings, clock), exit);
          }
        });
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
        return DONE;
      }
      Runtime.getRuntime().removeShutdownHook(stop);
      demo.stop();
      throw e;
    }
    if (!exit) {
      stopped.await();
      return DONE;
    }
    Runtime.getRuntime().removeShutdownHook(stop);
    demo.stop();
    return drained ? DONE : FAILED;
  }

  @Override
  public int sandbox(SandboxOptions options) {
    return orSayWhyNot(
        () -> {
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
          return DONE;
        });
  }

  @Override
  public int preferences(PreferenceTask task) {
    return orSayWhyNot(
        "nothing was done",
        "because of these problems:",
        () -> new PreferenceCommands(out, clock).run(task));
  }

  @Override
  public int errors(ErrorsOptions options) {
    return onDatabase(
        options.config(),
        options.settings(),
        database -> new ErrorsRun(database, options, out, clock).run());
  }

  @Override
  public int deliver(DeliverOptions options) {
    return onDatabase(
        options.config(),
        options.settings(),
        database -> {
          new DeliverRun(database, options, out, clock).run();
          return true;
        });
  }

  @Override
  public int resync(ResyncTask task) {
    Logging.level(LogConfig.Level.WARN);
    return orSayWhyNot(
        "nothing was done",
        "because of these problems:",
        () -> new ResyncCommands(in, out, err, clock).run(task));
  }

  @Override
  public int check(CheckOptions options) {
    return onPacks(() -> new CheckRun(out, err).run(options));
  }

  @Override
  public int test(TestOptions options) {
    return onPacks(
        () -> {
          CountDownLatch stop = new CountDownLatch(1);
          return new PackTools(out, err, clock).test(options, stop);
        });
  }

  @Override
  public int newState(String state, Folders folders) {
    return onPacks(() -> new NewState(out).make(state, folders));
  }

  @Override
  public int packs(PacksOptions options) {
    return onDatabase(
        options.config(),
        options.settings(),
        database -> new PacksRun(database, options, out, clock).run());
  }

  @Override
  public int shadow(ShadowOptions options) {
    return onPacks(() -> new ShadowRun(options, out, clock).run());
  }

  @Override
  public int explain(ExplainOptions options) {
    return onPacks(() -> new ExplainRun(options, out, clock).run());
  }

  @Override
  public int plan(PlanOptions options) {
    AtomicInteger code = new AtomicInteger(PlanRun.CANNOT_BE_TOLD);
    onPacks(
        () -> {
          code.set(new PlanRun(options, out, err, clock).run());
          return DONE;
        });
    return code.get();
  }

  private int onPacks(Work work) {
    Logging.level(LogConfig.Level.WARN);
    return orSayWhyNot("not done", "because of these files:", work);
  }

  private int onDatabase(
      Path config, Map<String, String> settings, Predicate<CommandDatabase> work) {
    Logging.level(LogConfig.Level.WARN);
    try (CommandDatabase database = CommandDatabase.open(config, settings, clock)) {
      return work.test(database) ? DONE : FAILED;
    } catch (InvalidFiles e) {
      err.println("statecraft: the configuration does not tell which database:");
      e.problems().forEach(problem -> err.println("  " + problem));
      return FAILED;
    } catch (DatabaseUnavailable e) {
      err.println("statecraft: " + e.getMessage());
      return FAILED;
    } catch (IllegalArgumentException e) {
      err.println("statecraft: " + e.getMessage());
      return WRONG_USAGE;
    }
  }

  @Override
  public int mutate(MutateOptions options) {
    Logging.level(LogConfig.Level.WARN);
    return orSayWhyNot(() -> new Mutate(out, err, clock).run(options));
  }

  /** Starts a server and waits until the process is told to stop; then stops it in order. */
  private void untilStopped(Server server, Consumer<HttpListener> ready)
      throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    Thread stop = stopThread(server::stop, stopped);
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
          Runtime.getRuntime().halt(DONE);
        },
        "stop");
  }

  private interface Work {
    int run() throws IOException, InterruptedException;
  }

  private int orSayWhyNot(Work work) {
    return orSayWhyNot("cannot start", "because of the configuration:", work);
  }

  /** What a person can put right is said in one message; anything else is a bug with its trace. */
  private int orSayWhyNot(String what, String because, Work work) {
    try {
      return work.run();
    } catch (InvalidFiles e) {
      err.println("statecraft: " + what + ", " + because);
      e.problems().forEach(problem -> err.println("  " + problem));
    } catch (DatabaseUnavailable | StartFailure | NotThere | IOException e) {
      LOG.debug("{}", what, e);
      err.println("statecraft: " + what + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return FAILED;
  }
}

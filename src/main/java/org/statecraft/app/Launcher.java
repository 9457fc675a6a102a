package org.statecraft.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.statecraft.cli.StatusOptions;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.LogConfig;
import org.statecraft.db.DatabaseUnavailable;

/** Carries out the commands. */
final class Launcher implements Commands {

  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

  private final BufferedReader in;
  private final PrintWriter out;
  private final PrintWriter err;
  private final InstantSource clock = InstantSource.system();
  private final LongRuns longRuns;

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
    this.longRuns = new LongRuns(out, clock);
  }

  @Override
  public int serve(Path file, Map<String, String> settings) {
    return orSayWhyNot(() -> longRuns.serve(file, settings));
  }

  @Override
  public int demo(boolean exit, Path data, int sandboxPort, Map<String, String> settings) {
    return orSayWhyNot(() -> longRuns.demo(exit, data, sandboxPort, settings));
  }

  @Override
  public int sandbox(SandboxOptions options) {
    return orSayWhyNot(() -> longRuns.sandbox(options));
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
  public int status(StatusOptions options) {
    return onPacks(() -> new StatusRun(options, out, clock).run());
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

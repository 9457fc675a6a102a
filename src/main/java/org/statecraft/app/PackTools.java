package org.statecraft.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.statecraft.cli.Commands;
import org.statecraft.cli.PackCommands;
import org.statecraft.packs.PackFiles;
import org.statecraft.packs.PackWatch;

/** The commands for packs that need no database. */
final class PackTools {

  private static final long LOOK_MILLIS = 500;

  private final PrintWriter out;
  private final PrintWriter err;
  private final InstantSource clock;

  PackTools(PrintWriter out, PrintWriter err, InstantSource clock) {
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  /**
   * Runs the cases, and again after each change of the files, until told to stop.
   *
   * @param stop counted down to end
   */
  int test(PackCommands.TestOptions options, CountDownLatch stop)
      throws InterruptedException, IOException {
    TestRun tests = new TestRun(out, err, clock);
    // Read before the run, so that an edit while it lasts is run too.
    Optional<PackFiles> known = options.watch() ? files(options.folders()) : Optional.empty();
    int code = tests.run(options);
    if (!options.watch() || code == Commands.WRONG_USAGE) {
      return code;
    }
    PackWatch watch = new PackWatch(options.folders().rules(), options.folders().descriptors());
    out.println("Waiting for changes; Ctrl-C stops");
    out.flush();
    while (!stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      Optional<PackFiles> atRest = look(watch);
      if (atRest.isPresent() && !atRest.equals(known)) {
        known = atRest;
        out.println();
        code = tests.run(options);
        out.println("Waiting for changes; Ctrl-C stops");
        out.flush();
      }
    }
    return code;
  }

  private static Optional<PackFiles> files(PackCommands.Folders folders) {
    try {
      return Optional.of(PackFiles.read(folders.rules(), folders.descriptors()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Files on their way cannot always be read; the next look will. */
  private static Optional<PackFiles> look(PackWatch watch) {
    try {
      return watch.look();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

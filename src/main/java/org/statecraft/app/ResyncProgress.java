package org.statecraft.app;

import java.io.PrintWriter;
import java.util.Locale;
import org.statecraft.edfi.ResourceName;
import org.statecraft.resync.RunProgress;

/** Tells on standard error how far a run is, a line a second at most. */
final class ResyncProgress implements RunProgress {

  private static final long EVERY_NANOS = 1_000_000_000L;

  private final PrintWriter err;
  private long last = System.nanoTime();
  private long compared;
  private long applied;

  ResyncProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void read(ResourceName resource, long records) {
    say("reading the API: %s, %,d records", resource, records);
  }

  @Override
  public synchronized void compared(long students, long ofAll) {
    compared += students;
    say(
        "comparing: %,d of %,d students, %d %%",
        compared, ofAll, ofAll == 0 ? 100 : Math.min(100, 100 * compared / ofAll));
  }

  @Override
  public synchronized void applied(long actions) {
    applied += actions;
    say("handing over: %,d actions", applied);
  }

  private void say(String format, Object... values) {
    if (System.nanoTime() - last >= EVERY_NANOS) {
      last = System.nanoTime();
      err.println(String.format(Locale.ROOT, format, values));
      err.flush();
    }
  }
}

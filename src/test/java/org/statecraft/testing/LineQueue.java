package org.statecraft.testing;

import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What something prints, line by line, for a test that waits for it. */
public final class LineQueue extends Writer {

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final StringBuilder line = new StringBuilder();

  /** The lines up to one that begins so; fails when it does not come. */
  public List<String> until(String begin) throws InterruptedException {
    List<String> all = new ArrayList<>();
    while (true) {
      String next = lines.poll(1, TimeUnit.MINUTES);
      if (next == null) {
        throw new AssertionError("no line '" + begin + "' after " + all);
      }
      all.add(next);
      if (next.startsWith(begin)) {
        return all;
      }
    }
  }

  @Override
  public void write(char[] text, int from, int length) {
    synchronized (lock) {
      for (int i = from; i < from + length; i++) {
        if (text[i] == '\n') {
          lines.add(line.toString());
          line.setLength(0);
        } else {
          line.append(text[i]);
        }
      }
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}

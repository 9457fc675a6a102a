package org.statecraft.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every request and answer since the sandbox was started. The newest are in memory; when there are
 * too many, the older ones go to a file. Bodies are kept as hashes only.
 */
final class RequestLog implements AutoCloseable {

  /** The most requests that are told at once. */
  static final int PAGE = 10_000;

  /** The most requests in memory, some hundred bytes each. */
  static final int CAPACITY = 50_000;

  private final Optional<Path> named;
  private final int capacity;
  private final ArrayDeque<String> newest = new ArrayDeque<>();

  /**
   * Where in the file the first line of each part begins; parts have half the capacity of lines.
   */
  private final List<Long> parts = new ArrayList<>();

  private @Nullable FileChannel file;
  private long last;
  private long inFile;

  /**
   * A log.
   *
   * @param file where older requests go; a temporary file if empty
   */
  RequestLog(Optional<Path> file, int capacity) {
    this.named = file;
    this.capacity = capacity;
  }

  void add(LoggedRequest request) {
    last++;
    newest.add(request.json(last));
    if (newest.size() > capacity) {
      spill(capacity / 2);
    }
  }

  /** The requests after a sequence number, oldest first, at most {@link #PAGE}. */
  String after(long sequence) {
    StringBuilder text = new StringBuilder("{\"last\":").append(last).append(",\"requests\":[");
    long next = Math.max(0, sequence);
    long end = Math.min(last, next + PAGE);
    boolean first = true;
    for (String line : lines(next, end)) {
      text.append(first ? "" : ",").append(line);
      first = false;
    }
    return text.append("]}").toString();
  }

  private List<String> lines(long after, long until) {
    List<String> lines = new ArrayList<>();
    if (after < inFile) {
      lines.addAll(fromFile(after, Math.min(until, inFile)));
    }
    long sequence = inFile;
    for (String line : newest) {
      sequence++;
      if (sequence > after && sequence <= until) {
        lines.add(line);
      }
    }
    return lines;
  }

  private void spill(int lines) {
    try {
      FileChannel channel = open();
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < lines; i++) {
        text.append(newest.remove()).append('\n');
      }
      parts.add(channel.size());
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
      channel.position(channel.size());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      inFile += lines;
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox's log of requests cannot be written", e);
    }
  }

  private List<String> fromFile(long after, long until) {
    int perPart = capacity / 2;
    try {
      FileChannel channel = open();
      List<String> lines = new ArrayList<>();
      for (long part = after / perPart; part * perPart < until; part++) {
        long start = parts.get((int) part);
        long end = part + 1 < parts.size() ? parts.get((int) part + 1) : channel.size();
        ByteBuffer bytes = ByteBuffer.allocate((int) (end - start));
        while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) >= 0) {
          // Until the part is whole.
        }
        long sequence = part * perPart;
        for (String line : new String(bytes.array(), StandardCharsets.UTF_8).split("\n")) {
          sequence++;
          if (sequence > after && sequence <= until) {
            lines.add(line);
          }
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox's log of requests cannot be read", e);
    }
  }

  private FileChannel open() throws IOException {
    FileChannel channel = file;
    if (channel == null) {
      channel =
          named.isPresent()
              ? FileChannel.open(
                  named.get(),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE)
              : FileChannel.open(
                  Files.createTempFile("statecraft-sandbox", ".ndjson"),
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.DELETE_ON_CLOSE);
      file = channel;
    }
    return channel;
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox's log of requests cannot be closed", e);
    }
  }
}

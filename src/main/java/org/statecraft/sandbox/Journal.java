package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.CanonicalJson;

/**
 * The file that keeps the state over a kill: one JSON line for every write, given to the operating
 * system before the write is answered. It survives the death of the process, not of the machine.
 *
 * <p>Writing is a copy into the page cache, some microseconds, so it is done on the event loop.
 */
final class Journal implements AutoCloseable {

  private static final int KEEP_DEAD_LINES = 10_000;

  private final Path path;
  private FileChannel channel;

  private Journal(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Opens a journal and reads what it has. A last line without end, torn by a kill, is cut off; its
   * write was never answered.
   *
   * @throws IllegalStateException when another process has it open, or a line before the last is no
   *     JSON
   */
  static Journal open(Path path, Consumer<JsonNode> replay) {
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      FileChannel channel = locked(path);
      try {
        channel.truncate(read(path, channel, replay));
        channel.position(channel.size());
        return new Journal(path, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox's journal " + path + " cannot be used", e);
    }
  }

  /** Adds the line of a record that was created or replaced. */
  void wrote(StoredRecord record) {
    append(line(record));
  }

  /** Adds the line of a record that was deleted. */
  void deleted(StoredRecord record) {
    append(
        "{\"deleted\":\""
            + record.id()
            + "\",\"resource\":\""
            + record.document().resource().name()
            + "\"}\n");
  }

  /** Replaces the file by one with a line for every record, when most of its lines are dead. */
  void compact(long lines, RecordStore store) {
    int live = store.sorted().size();
    if (lines < 2L * live + KEEP_DEAD_LINES) {
      return;
    }
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh))) {
        for (StoredRecord record : store.sorted()) {
          out.write(line(record).getBytes(StandardCharsets.UTF_8));
        }
      }
      channel.close();
      Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      channel = locked(path);
      channel.position(channel.size());
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox's journal " + path + " cannot be compacted", e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox's journal " + path + " cannot be closed", e);
    }
  }

  private static String line(StoredRecord record) {
    return "{\"body\":"
        + record.document().json()
        + ",\"id\":\""
        + record.id()
        + "\",\"resource\":\""
        + record.document().resource().name()
        + "\",\"version\":"
        + record.version()
        + "}\n";
  }

  private void append(String line) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      long start = channel.position();
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } catch (IOException e) {
        // Half a line, as on a full disk, must not stand before whole ones.
        channel.truncate(start);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox's journal " + path + " cannot be written", e);
    }
  }

  private static FileChannel locked(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      channel.close();
      throw new IllegalStateException("another sandbox has the journal " + path + " open");
    }
    return channel;
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Replays all whole lines and answers where the last of them ends. */
  private static long read(Path path, FileChannel channel, Consumer<JsonNode> replay)
      throws IOException {
    // Through the locked channel: closing another one would give the lock up on POSIX systems.
    ByteBuffer block = ByteBuffer.allocate(1 << 16);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long end = 0;
    int number = 0;
    while (channel.read(block.clear()) >= 0) {
      int start = 0;
      for (int at = 0; at < block.position(); at++) {
        if (block.get(at) == '\n') {
          line.write(block.array(), start, at - start);
          start = at + 1;
          number++;
          replay.accept(parsed(path, number, line.toString(StandardCharsets.UTF_8)));
          end += line.size() + 1;
          line.reset();
        }
      }
      line.write(block.array(), start, block.position() - start);
    }
    return end;
  }

  private static JsonNode parsed(Path path, int number, String line) {
    try {
      return CanonicalJson.read(line);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "the sandbox's journal " + path + " is damaged in line " + number, e);
    }
  }
}

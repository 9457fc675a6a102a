package org.statecraft.db;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.statecraft.config.Secret;

/**
 * The folder of the embedded database: programs, data, password and log. Opening it takes a lock,
 * so that two programs never use it at once.
 */
final class EmbeddedFolder implements AutoCloseable {

  /**
   * A server that runs, or ran, on the data.
   *
   * @param pid its process
   * @param port where it listens
   */
  record Postmaster(long pid, int port) {}

  private static final String PASSWORD = "password";
  private static final int PORT_LINE = 3;
  private static final int LINES_SHOWN = 12;

  private final Path folder;
  private final @Nullable FileChannel lock;

  private EmbeddedFolder(Path folder, @Nullable FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** Opens the folder, making it if absent. */
  static EmbeddedFolder open(Path path) throws IOException {
    Path folder = path.toAbsolutePath().normalize();
    Files.createDirectories(folder);
    checkOwner(folder);
    if (isPosix(folder)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
    FileChannel lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock held = lock.tryLock();
      if (held != null) {
        return new EmbeddedFolder(folder, lock);
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process, which is the same to the caller.
    }
    lock.close();
    throw new DatabaseUnavailable(
        "another Statecraft uses the database in "
            + folder
            + "; stop it, or name another folder by database.embedded.folder");
  }

  private static void checkOwner(Path folder) throws IOException {
    // PostgreSQL minds the owner only there; Windows writes the domain before the name.
    if (!isPosix(folder)) {
      return;
    }
    String owner = Files.getOwner(folder).getName();
    String us = System.getProperty("user.name", owner);
    if (!owner.equals(us)) {
      throw new DatabaseUnavailable(
          folder
              + " belongs to "
              + owner
              + ", and PostgreSQL runs only as the owner of its data; you are "
              + us
              + ". Run as "
              + owner
              + ", or name another folder by database.embedded.folder");
    }
  }

  Path path() {
    return folder;
  }

  /** The library makes this folder writable to everybody; the one around it keeps them out. */
  Path programs() {
    return folder.resolve("binaries");
  }

  Path data() {
    return folder.resolve("data");
  }

  Path log() {
    return folder.resolve("postgresql.log");
  }

  Path passwordFile() {
    return folder.resolve(PASSWORD);
  }

  /** Whether the programs were unpacked before. */
  boolean isUnpacked() throws IOException {
    if (!Files.isDirectory(programs())) {
      return false;
    }
    try (Stream<Path> files = Files.list(programs())) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("PG-"));
    }
  }

  /** Whether the data was made before, and completely. */
  boolean isPrepared() {
    return Files.exists(data().resolve("PG_VERSION")) && !Files.exists(unfinished());
  }

  /**
   * Makes ready for a fresh database: a password of its own, and no remains of a first start that
   * was interrupted. They are known by a mark that is set here and taken away when the first start
   * is through, so that nothing else is ever deleted.
   */
  void beginPreparing() throws IOException {
    if (Files.exists(unfinished())) {
      deleteData();
    } else if (Files.exists(data())) {
      throw new DatabaseUnavailable(
          data() + " is there but holds no database; move it away or name another folder");
    }
    Files.writeString(unfinished(), "The first start has not finished.\n");
    Files.deleteIfExists(passwordFile());
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    Files.createFile(passwordFile(), onlyForOwner());
    Files.writeString(passwordFile(), HexFormat.of().formatHex(random) + "\n");
  }

  void endPreparing() throws IOException {
    Files.deleteIfExists(unfinished());
  }

  Secret password() throws IOException {
    if (!Files.exists(passwordFile())) {
      throw new DatabaseUnavailable(
          passwordFile() + " with the database's password is missing; restore it");
    }
    return new Secret(Files.readString(passwordFile()).strip());
  }

  /**
   * The server that runs on the data, such as one that outlived a killed program. A file left by
   * one whose process number now belongs to another program is removed, because PostgreSQL would
   * take it for a running server.
   */
  Optional<Postmaster> running() throws IOException {
    Optional<Postmaster> said = said(data());
    if (said.isPresent() && isAnotherProgram(said.get())) {
      Files.delete(data().resolve("postmaster.pid"));
      return Optional.empty();
    }
    return said;
  }

  /** The server that runs on the data of a folder that somebody else may have open. */
  Optional<Postmaster> seen() throws IOException {
    return said(data()).filter(server -> !isAnotherProgram(server));
  }

  /** The folder without its lock, to look and change nothing. */
  static EmbeddedFolder unopened(Path path) {
    return new EmbeddedFolder(path.toAbsolutePath().normalize(), null);
  }

  /** The living process that the data's file names. */
  private static Optional<Postmaster> said(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() <= PORT_LINE) {
      return Optional.empty();
    }
    long pid = Long.parseLong(lines.get(0).strip());
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(alive -> new Postmaster(pid, Integer.parseInt(lines.get(PORT_LINE).strip())));
  }

  private static boolean isAnotherProgram(Postmaster server) {
    return ProcessHandle.of(server.pid())
        .flatMap(process -> process.info().command())
        .filter(command -> !Path.of(command).getFileName().toString().startsWith("postgres"))
        .isPresent();
  }

  /** The last lines of the server's log, for an error message. */
  String logTail() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    } catch (IOException e) {
      return "(no log)";
    }
  }

  private Path unfinished() {
    return folder.resolve("unfinished");
  }

  private void deleteData() throws IOException {
    if (!Files.exists(data())) {
      return;
    }
    try (Stream<Path> files = Files.walk(data())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private FileAttribute<?>[] onlyForOwner() {
    return isPosix(folder)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }
}

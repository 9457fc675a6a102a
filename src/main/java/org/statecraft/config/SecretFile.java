package org.statecraft.config;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** A file with a secret of our own making, that only its owner can read. */
public final class SecretFile {

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private SecretFile() {}

  /**
   * Writes a file, whole or not at all, whenever the process is killed. It is never open to others,
   * not even while it is made.
   *
   * @throws java.nio.file.FileAlreadyExistsException when another process is making it now
   */
  public static void write(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    if (hasOwners(fresh)) {
      Files.createFile(fresh, OWNER_ONLY);
    }
    Files.writeString(fresh, text + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Writes a file unless it is there, also when several processes do so at once: then one of them
   * has written it, and it is whole.
   */
  public static void writeIfAbsent(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path fresh =
        hasOwners(file)
            ? Files.createTempFile(folder, ".secret", ".new", OWNER_ONLY)
            : Files.createTempFile(folder, ".secret", ".new");
    try {
      Files.writeString(fresh, text + "\n");
      // A link, unlike a move, never takes the place of a file that is there.
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      // Another process was faster, and what it wrote is as good.
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Whether others than the owner can read or write it. */
  public static boolean isOpenToOthers(Path file) throws IOException {
    return hasOwners(file)
        && Files.getPosixFilePermissions(file).stream()
            .anyMatch(each -> !each.name().startsWith("OWNER"));
  }

  private static boolean hasOwners(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}

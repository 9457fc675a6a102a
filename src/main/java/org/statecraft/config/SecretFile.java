package org.statecraft.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file with a secret of our own making, that only its owner can read. */
public final class SecretFile {

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
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(fresh, text + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
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

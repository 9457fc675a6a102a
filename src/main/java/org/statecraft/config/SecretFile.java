package org.statecraft.config;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
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

  /** Writes a file as {@link #write} does if there is none; of several processes one does. */
  public static void writeIfAbsent(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    // Temporary files are open to their owner alone.
    Path fresh = Files.createTempFile(folder, String.valueOf(file.getFileName()), ".new");
    try {
      Files.writeString(fresh, text + "\n");
      // A link, unlike a move, never takes the place of what is there.
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      // Another process was faster; what it wrote is as good.
    } catch (UnsupportedOperationException e) {
      Files.move(fresh, file);
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

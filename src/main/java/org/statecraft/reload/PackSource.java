package org.statecraft.reload;

import java.nio.file.FileSystems;
import java.nio.file.Path;

/** The folders that packs are read from. */
public record PackSource(Path rules, Path descriptors) {

  /** Whether they are folders that can change, and not in the program's own archive. */
  boolean isOnDisk() {
    return rules.getFileSystem().equals(FileSystems.getDefault());
  }
}

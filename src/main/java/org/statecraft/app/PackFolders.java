package org.statecraft.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the folder of a pack, as a person names it, comes to. */
record PackFolders(String pack, Path rules, Path descriptors) {

  /**
   * The folders around a pack's.
   *
   * @param descriptors where the tables are; empty for beside the rules
   * @throws StartFailure when there is no pack
   */
  static PackFolders of(Path named, Optional<Path> descriptors) {
    Path folder = named.toAbsolutePath().normalize();
    Path rules = folder.getParent();
    Path name = folder.getFileName();
    if (rules == null || name == null || !Files.exists(folder.resolve("pack.yaml"))) {
      throw new StartFailure("there is no pack in '" + named + "'");
    }
    return new PackFolders(
        name.toString(), rules, descriptors.orElse(rules.resolveSibling("descriptors")));
  }
}

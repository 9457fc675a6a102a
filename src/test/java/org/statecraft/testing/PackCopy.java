package org.statecraft.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Packs in a folder of a test's own, where they can be edited. */
public final class PackCopy {

  private PackCopy() {}

  /** The core pack with its schemas and tables, below a folder. */
  public static void core(Path folder) throws IOException {
    for (String each : List.of("rules/core", "rules/schema", "descriptors/core")) {
      copy(Path.of(each), folder.resolve(each));
    }
  }

  /** A folder with all that is in it. */
  public static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    }
  }
}

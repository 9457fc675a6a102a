package org.statecraft.resync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Copies of the rules, for tests that want some of them otherwise. */
final class RulesCopy {

  private RulesCopy() {}

  /** Copies some folders of the rules. */
  static void write(Path to, String... folders) throws IOException {
    for (String folder : folders) {
      Path from = Path.of("rules", folder);
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          write(
              to.resolve(folder).resolve(from.relativize(file).toString()), Files.readString(file));
        }
      }
    }
  }

  /** Writes a file and the folders it is in. */
  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}

package org.statecraft.packs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of packs in a folder of their own for the time being. */
public final class PackFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PackFolder.class);

  private final Path folder;

  private PackFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes files.
   *
   * @throws IOException when they cannot be written, or one would lead out of the folder
   */
  public static PackFolder of(PackFiles files) throws IOException {
    PackFolder made = new PackFolder(Files.createTempDirectory("statecraft-pack"));
    try {
      files.write(made.folder);
      return made;
    } catch (IOException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  public Path rules() {
    return folder.resolve("rules");
  }

  public Path descriptors() {
    return folder.resolve("descriptors");
  }

  /** What all its paths begin with. */
  public String prefix() {
    return folder + "/";
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : List.copyOf(all.sorted(Comparator.reverseOrder()).toList())) {
        Files.delete(each);
      }
    } catch (IOException e) {
      LOG.warn("not deleted folder={}", folder);
    }
  }
}

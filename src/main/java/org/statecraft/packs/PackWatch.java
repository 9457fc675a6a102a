package org.statecraft.packs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells when the files of packs have changed, by their content: an editor's rename, a checkout of
 * another version and a link that is turned to another folder all look the same. Files count when
 * they are the same at two looks, so that nothing half-written is taken.
 */
public final class PackWatch {

  private final Path rules;
  private final Path descriptors;
  private String handled = "";
  private String before = "";

  public PackWatch(Path rules, Path descriptors) {
    this.rules = rules;
    this.descriptors = descriptors;
  }

  /**
   * Looks at the files; some milliseconds.
   *
   * @return the files if they are others than those that were returned last, and are at rest
   * @throws IOException when they cannot be read; looking again may help
   */
  public Optional<PackFiles> look() throws IOException {
    PackFiles files;
    try {
      files = PackFiles.read(rules, descriptors);
    } catch (IOException e) {
      before = "";
      throw e;
    }
    String now = files.hash();
    boolean rest = now.equals(before);
    before = now;
    if (!rest || now.equals(handled)) {
      return Optional.empty();
    }
    handled = now;
    return Optional.of(files);
  }

  /** What was returned last could not be dealt with: the next look returns it again. */
  public void again() {
    handled = "";
  }

  /** Whether the files are still those that were returned last. */
  public boolean isUnchanged() throws IOException {
    return PackFiles.read(rules, descriptors).hash().equals(handled);
  }
}

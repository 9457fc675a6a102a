package org.statecraft.admin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.statecraft.packs.PackFiles;
import org.statecraft.packs.PackFolder;
import org.statecraft.reload.PackSource;

/**
 * The packs as they stand on disk, or as they would with some files of a caller in their place. The
 * caller's files are never put where the server reads its packs.
 */
public final class EditedFolder implements AutoCloseable {

  private static final Pattern PATH =
      Pattern.compile("(rules|descriptors)(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+\\.(drl|yaml|csv)");

  private final PackSource source;
  private final @Nullable PackFolder folder;

  private EditedFolder(PackSource source, @Nullable PackFolder folder) {
    this.source = source;
    this.folder = folder;
  }

  /** Whether a file of packs may have this path. */
  public static boolean isPath(String path) {
    return PATH.matcher(path).matches();
  }

  /**
   * Opens the packs.
   *
   * @param files by path, {@code rules/...} or {@code descriptors/...}; empty for those on disk
   */
  public static EditedFolder open(PackSource source, Map<String, String> files) throws IOException {
    if (files.isEmpty()) {
      return new EditedFolder(source, null);
    }
    SortedMap<String, String> all =
        new TreeMap<>(PackFiles.read(source.rules(), source.descriptors()).texts());
    files.forEach(
        (path, text) -> {
          if (!isPath(path)) {
            throw new IllegalArgumentException("no file of a pack is '" + path + "'");
          }
          all.put(path, text);
        });
    return new EditedFolder(source, PackFolder.of(new PackFiles(all)));
  }

  public Path rules() {
    return folder == null ? source.rules() : folder.rules();
  }

  public Path descriptors() {
    return folder == null ? source.descriptors() : folder.descriptors();
  }

  /** A text without the name of a folder that nobody knows. */
  public String plain(String text) {
    return folder == null ? text : text.replace(folder.prefix(), "");
  }

  @Override
  public void close() {
    if (folder != null) {
      folder.close();
    }
  }
}

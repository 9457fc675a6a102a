package org.statecraft.packs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.statecraft.config.TextFile;

/**
 * Everything that packs are made of, as it stood in the folders at one time: a text by its path,
 * {@code rules/...} and {@code descriptors/...}. Links are followed, so a folder may be one; names
 * that begin with a dot are left out, which are an editor's or the machine's.
 *
 * @param texts by path
 */
public record PackFiles(SortedMap<String, String> texts) {

  private static final String RULES = "rules/";
  private static final String DESCRIPTORS = "descriptors/";
  private static final String SCHEMA = "rules/schema/";

  /** No pack comes near; a folder that does is another one by mistake. */
  private static final int MOST_FILES = 10_000;

  private static final long LONGEST = 2L << 20;
  private static final long MOST_BYTES = 64L << 20;

  public PackFiles {
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
  }

  /**
   * Reads the folders. A folder that is being written may give a mixture; who cannot bear that
   * reads twice and compares.
   *
   * @throws IOException when a folder cannot be read, or holds more than packs can have
   */
  public static PackFiles read(Path rules, Path descriptors) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    read(rules, RULES, texts);
    if (Files.isDirectory(descriptors)) {
      read(descriptors, DESCRIPTORS, texts);
    }
    return new PackFiles(texts);
  }

  private static void read(Path folder, String prefix, Map<String, String> texts)
      throws IOException {
    long bytes = 0;
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        Path relative = folder.relativize(file);
        if (!isPackFile(relative) || !Files.isRegularFile(file)) {
          continue;
        }
        long size = Files.size(file);
        bytes += size;
        if (size > LONGEST || bytes > MOST_BYTES || texts.size() >= MOST_FILES) {
          throw new IOException(
              file + " is too much: no file of a pack is longer than 2 MiB, and all are 64 MiB");
        }
        texts.put(prefix + relative.toString().replace('\\', '/'), TextFile.read(file));
      }
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Whether a file is named as if it were one of a pack, but for a slip or a desktop's ways. */
  static boolean isMisnamed(Path relative) {
    String name = relative.toString().toLowerCase(Locale.ROOT);
    return name.matches(".*\\.(drl|ya?ml|csv)(\\.txt)?")
        && !isPackFile(relative)
        && !isHidden(relative);
  }

  /** Whether a file below a folder of packs is one of theirs. */
  static boolean isPackFile(Path relative) {
    String name = relative.toString();
    return !isHidden(relative)
        && (name.endsWith(".drl") || name.endsWith(".yaml") || name.endsWith(".csv"));
  }

  /** Names that begin with a dot are an editor's or the machine's. */
  private static boolean isHidden(Path relative) {
    for (Path name : relative) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  /** The files that some packs are made of, and the schemas. */
  public PackFiles of(Collection<String> packs) {
    SortedMap<String, String> own = new TreeMap<>();
    texts.forEach(
        (path, text) -> {
          boolean wanted =
              path.startsWith(SCHEMA)
                  || packs.stream()
                      .anyMatch(
                          pack ->
                              path.startsWith(RULES + pack + "/")
                                  || path.startsWith(DESCRIPTORS + pack + "/"));
          if (wanted) {
            own.put(path, text);
          }
        });
    return new PackFiles(own);
  }

  /** The same for the same paths and texts, and for no others. */
  public String hash() {
    StringBuilder all = new StringBuilder();
    texts.forEach((path, text) -> all.append(path).append('\0').append(hash(text)).append('\0'));
    return hash(all.toString());
  }

  /** The hash of one text. */
  public static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Writes the files below a folder, as {@code rules} and {@code descriptors}. */
  public void write(Path folder) throws IOException {
    for (Map.Entry<String, String> file : texts.entrySet()) {
      Path target = folder.resolve(file.getKey()).normalize();
      if (!target.startsWith(folder)) {
        throw new IOException(file.getKey() + " leads out of the folder");
      }
      Path parent = target.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(target, file.getValue(), StandardCharsets.UTF_8);
    }
  }
}

package org.statecraft.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Folders that are part of the program, in its jar or among its classes. */
public final class PackagedFolder {

  private PackagedFolder() {}

  /**
   * A folder of the program.
   *
   * @param name from the root, such as {@code db/migration}
   */
  public static Optional<Path> find(String name) {
    URL packaged = PackagedFolder.class.getResource("/" + name);
    if (packaged == null) {
      return Optional.empty();
    }
    try {
      URI uri = packaged.toURI();
      return Optional.of(uri.getScheme().equals("jar") ? inJar(uri, name) : Path.of(uri));
    } catch (IOException e) {
      throw new UncheckedIOException("the packaged folder '" + name + "' cannot be read", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the packaged folder '" + name + "' has no address", e);
    }
  }

  /**
   * The files of a folder of the program, by name; not those of folders below it. Reads the jar as
   * classes are read, without the index of all of it that {@link #find} makes.
   */
  public static SortedMap<String, byte[]> files(String name) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    URL packaged = PackagedFolder.class.getResource("/" + name);
    try {
      if (packaged != null && packaged.openConnection() instanceof JarURLConnection jar) {
        readJar(jar.getJarFile(), name + "/", files);
      } else {
        for (Path file : list(find(name))) {
          files.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("the packaged folder '" + name + "' cannot be read", e);
    }
  }

  private static List<Path> list(Optional<Path> folder) throws IOException {
    if (folder.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.get())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void readJar(JarFile jar, String prefix, SortedMap<String, byte[]> to)
      throws IOException {
    for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
      JarEntry entry = all.nextElement();
      String path = entry.getName();
      if (path.startsWith(prefix)
          && path.indexOf('/', prefix.length()) < 0
          && !entry.isDirectory()) {
        try (InputStream in = jar.getInputStream(entry)) {
          to.put(path.substring(prefix.length()), in.readAllBytes());
        }
      }
    }
  }

  private static Path inJar(URI uri, String name) throws IOException {
    FileSystem jar;
    try {
      jar = FileSystems.newFileSystem(uri, Map.of());
    } catch (FileSystemAlreadyExistsException e) {
      jar = FileSystems.getFileSystem(uri);
    }
    return jar.getPath("/" + name);
  }
}

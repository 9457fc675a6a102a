package org.statecraft.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

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

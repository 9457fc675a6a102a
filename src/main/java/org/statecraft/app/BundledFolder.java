package org.statecraft.app;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.statecraft.admin.EditedPacks;
import org.statecraft.cli.PackCommands;

/**
 * A folder that people edit, or, where the program was started without one, the copy that was
 * packaged with it.
 */
final class BundledFolder {

  private BundledFolder() {}

  /**
   * The folder at {@code path} if there is one, else the packaged folder {@code name}.
   *
   * @throws StartFailure when there is neither
   */
  static Path orPackaged(Path path, String name) {
    if (Files.isDirectory(path)) {
      return path;
    }
    URL packaged = BundledFolder.class.getResource("/" + name);
    if (packaged == null) {
      throw new StartFailure(
          "there is no folder '" + path + "'; set paths." + name + " to where it is");
    }
    try {
      URI uri = packaged.toURI();
      return uri.getScheme().equals("jar") ? inJar(uri, name) : Path.of(uri);
    } catch (IOException | URISyntaxException e) {
      throw new StartFailure("the packaged folder '" + name + "' cannot be read", e);
    }
  }

  /** The packs of the folders a command names. */
  static EditedPacks packs(PackCommands.Folders folders) {
    return new EditedPacks(
        orPackaged(folders.rules(), "rules"), orPackaged(folders.descriptors(), "descriptors"));
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

package org.statecraft.app;

import java.nio.file.Files;
import java.nio.file.Path;
import org.statecraft.admin.EditedPacks;
import org.statecraft.cli.PackCommands;
import org.statecraft.config.PackagedFolder;

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
    return PackagedFolder.find(name)
        .orElseThrow(
            () ->
                new StartFailure(
                    "there is no folder '" + path + "'; set paths." + name + " to where it is"));
  }

  /** The packs of the folders a command names. */
  static EditedPacks packs(PackCommands.Folders folders) {
    return new EditedPacks(
        orPackaged(folders.rules(), "rules"), orPackaged(folders.descriptors(), "descriptors"));
  }
}

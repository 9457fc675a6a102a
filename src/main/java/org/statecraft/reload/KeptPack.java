package org.statecraft.reload;

import java.io.IOException;
import org.statecraft.config.Problems;
import org.statecraft.packs.PackFiles;
import org.statecraft.packs.PackFolder;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;

/** A pack read from files that the database keeps, with the schemas it was made for. */
public record KeptPack(RulePack pack, ResourceSchemas schemas) {

  /**
   * Reads a pack; blocking. The files stand in a folder for the time being.
   *
   * @throws org.statecraft.config.InvalidFiles when this version of the program does not take them
   *     any more
   */
  public static KeptPack read(String name, PackFiles files) {
    try (PackFolder folder = PackFolder.of(files)) {
      Problems problems = new Problems();
      ResourceSchemas schemas = ResourceSchemas.load(folder.rules().resolve("schema"), problems);
      problems.throwIfAny();
      return new KeptPack(new PackReader(folder.rules(), folder.descriptors()).read(name), schemas);
    } catch (IOException e) {
      throw new IllegalStateException("the kept files of a pack cannot be written", e);
    }
  }
}

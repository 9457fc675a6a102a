package org.statecraft.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Problems;
import org.statecraft.packs.PackFiles;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;

/** A pack read from files that the database keeps, with the schemas it was made for. */
public record KeptPack(RulePack pack, ResourceSchemas schemas) {

  private static final Logger LOG = LoggerFactory.getLogger(KeptPack.class);

  /**
   * Reads a pack; blocking. The files stand in a folder for the time being.
   *
   * @throws org.statecraft.config.InvalidFiles when this version of the program does not take them
   *     any more
   */
  public static KeptPack read(String name, PackFiles files) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("statecraft-pack");
      files.write(folder);
      Problems problems = new Problems();
      Path rules = folder.resolve("rules");
      ResourceSchemas schemas = ResourceSchemas.load(rules.resolve("schema"), problems);
      problems.throwIfAny();
      return new KeptPack(new PackReader(rules, folder.resolve("descriptors")).read(name), schemas);
    } catch (IOException e) {
      throw new IllegalStateException("the kept files of a pack cannot be written", e);
    } finally {
      if (folder != null) {
        delete(folder);
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : List.copyOf(all.sorted(Comparator.reverseOrder()).toList())) {
        Files.delete(each);
      }
    } catch (IOException e) {
      LOG.warn("not deleted folder={}", folder);
    }
  }
}

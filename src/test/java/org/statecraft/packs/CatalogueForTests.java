package org.statecraft.packs;

import java.nio.file.Path;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;

/** Reads catalogues for tests of other packages. */
public final class CatalogueForTests {

  private CatalogueForTests() {}

  /** The catalogue of the core pack. */
  public static FactCatalogue core() {
    Problems problems = new Problems();
    FactCatalogue catalogue =
        FactCatalogueReader.read(YamlFile.read(Path.of("rules/core/facts.yaml"), problems));
    problems.throwIfAny();
    return catalogue;
  }

  /** A catalogue from text. */
  public static FactCatalogue parse(String yaml) {
    Problems problems = new Problems();
    FactCatalogue catalogue =
        FactCatalogueReader.read(YamlFile.parse("facts.yaml", yaml, problems));
    problems.throwIfAny();
    return catalogue;
  }
}

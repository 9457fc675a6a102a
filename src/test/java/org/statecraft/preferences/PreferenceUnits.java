package org.statecraft.preferences;

import java.nio.file.Path;
import java.util.Map;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.SeedReader;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.SchoolYear;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.RulePack;
import org.statecraft.testing.Records;
import org.statecraft.testing.TestConnections;

/** What tests of preferences are made of. */
final class PreferenceUnits {

  private static final PackReader PACKS = new PackReader(Path.of("rules"), Path.of("descriptors"));

  static final RulePack CORE = PACKS.read("core");
  static final RulePack MO = PACKS.read("mo");

  private PreferenceUnits() {}

  static ConnectionSeed seed(String yaml) {
    Problems problems = new Problems();
    ConnectionSeed seed = SeedReader.readFile(YamlFile.parse("p.yaml", yaml, problems));
    problems.throwIfAny();
    return seed;
  }

  static Connection connection(String name, String district, RulePack pack, int year) {
    return Records.with(
        TestConnections.of(
            name, district, pack.name(), new DataStandard("4.0"), TestConnections.NOWHERE),
        Map.of("schoolYear", new SchoolYear(year)));
  }
}

package org.statecraft.preferences;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.statecraft.campus.District;
import org.statecraft.config.Problems;
import org.statecraft.config.Secret;
import org.statecraft.config.YamlFile;
import org.statecraft.connections.ApiAddress;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.Credentials;
import org.statecraft.connections.SeedReader;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.SchoolYear;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.RulePack;

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
    return new Connection(
        new ConnectionName(name),
        new District(district),
        new SchoolYear(year),
        pack.name(),
        new DataStandard("4.0"),
        "state-id",
        new ApiAddress(
            URI.create("http://localhost:1"), Optional.empty(), Optional.empty(), Optional.empty()),
        new Credentials(new Secret("k"), new Secret("s")),
        Duration.ofSeconds(1),
        4);
  }
}

package org.statecraft.simulation;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.statecraft.app.SimulatedProcess.Packs;
import org.statecraft.config.Problems;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.MappingChoice;
import org.statecraft.edfi.DataStandard;
import org.statecraft.history.CampusModel;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.rules.RuleSets;
import org.statecraft.testing.Records;
import org.statecraft.testing.TestConnections;

/** The core pack, compiled once, and connections that use it. */
public final class SimulatedPacks {

  /** The key of each resource we write, as its schema orders it. */
  public static final Map<String, List<String>> KEYS =
      Map.of(
          "programs",
          List.of(
              "educationOrganizationReference.educationOrganizationId",
              "programName",
              "programTypeDescriptor"),
          "studentCTEProgramAssociations",
          List.of(
              "beginDate",
              "educationOrganizationReference.educationOrganizationId",
              "programReference.educationOrganizationId",
              "programReference.programName",
              "programReference.programTypeDescriptor",
              "studentReference.studentUniqueId"));

  /** Shorter than some answers take. */
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  private static Packs packs;

  private SimulatedPacks() {}

  /** The standard with which a family is simulated; two are compiled, not five. */
  public static DataStandard standard(String family) {
    return new DataStandard(family.equals("8") ? "5.2" : "4.0");
  }

  /** Whether its documents have {@code ctePrograms}. */
  public static boolean withPrograms(String family) {
    return !family.equals("8");
  }

  /** The packs. */
  public static synchronized Packs get() {
    if (packs == null) {
      Problems problems = new Problems();
      ResourceSchemas schemas = ResourceSchemas.load(Path.of("rules/schema"), problems);
      problems.throwIfAny();
      PackReader reader = new PackReader(Path.of("rules"), Path.of("descriptors"));
      RuleSets ruleSets = new RuleSets(reader, schemas);
      ruleSets.load(
          List.of(
              connection("any", "any", "7.3", URI.create("http://127.0.0.1:1")),
              connection("any", "any", "8", URI.create("http://127.0.0.1:1"))));
      packs = new Packs(ruleSets, reader.catalogue(), schemas);
    }
    return packs;
  }

  /** A connection to an API. */
  public static Connection connection(String name, String district, String family, URI api) {
    return Records.with(
        TestConnections.of(name, district, "core", standard(family), api),
        Map.of("timeout", TIMEOUT));
  }

  /** The connection with its preferences. */
  public static ConnectionFile file(Connection connection) {
    return new ConnectionFile(connection, new ConnectionSeed(Map.of(), choices()));
  }

  /** The mappings the plain model has too. */
  public static List<MappingChoice> choices() {
    List<MappingChoice> choices = new ArrayList<>();
    for (int program = 1; program <= CampusModel.MAPPED_PROGRAMS; program++) {
      choices.add(new MappingChoice("ProgramType", "" + program, CampusModel.PROGRAM_TYPE));
      choices.add(new MappingChoice("CareerPathway", "" + program, CampusModel.PATHWAY + program));
    }
    choices.add(new MappingChoice("CompletedStatus", "C", "Completed"));
    return choices;
  }
}

package org.statecraft.bench;

import java.nio.file.Path;
import java.util.List;
import org.statecraft.config.Problems;
import org.statecraft.connections.MappingChoice;
import org.statecraft.edfi.DataStandard;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;
import org.statecraft.rules.Mappings;
import org.statecraft.rules.RuleSet;

/** The packs of this repository, and what a district has chosen for the core pack. */
final class BenchPacks {

  static final int PROGRAMS = 40;
  static final String PROGRAM_TYPE = "uri://ed-fi.org/ProgramTypeDescriptor#Career and Technical";
  static final String PATHWAY = "uri://ed-fi.org/CareerPathwayDescriptor#Pathway ";

  private static final PackReader READER = new PackReader(Path.of("rules"), Path.of("descriptors"));

  private BenchPacks() {}

  static ResourceSchemas schemas() {
    Problems problems = new Problems();
    ResourceSchemas schemas = ResourceSchemas.load(Path.of("rules/schema"), problems);
    problems.throwIfAny();
    return schemas;
  }

  static PackReader reader() {
    return READER;
  }

  static RuleSet compile(String pack, String standard) {
    return RuleSet.compile(READER.read(pack), schemas(), new DataStandard(standard));
  }

  /** Programs 1 to {@link #PROGRAMS} are mapped; a program above has no Ed-Fi code. */
  static List<MappingChoice> choices() {
    List<MappingChoice> choices = new java.util.ArrayList<>();
    for (int program = 1; program <= PROGRAMS; program++) {
      choices.add(new MappingChoice("ProgramType", Integer.toString(program), PROGRAM_TYPE));
      choices.add(new MappingChoice("CareerPathway", Integer.toString(program), PATHWAY + program));
    }
    choices.add(new MappingChoice("CompletedStatus", "C", "Completed"));
    return choices;
  }

  static Mappings mappings(RulePack pack) {
    return Mappings.of(pack, choices());
  }
}

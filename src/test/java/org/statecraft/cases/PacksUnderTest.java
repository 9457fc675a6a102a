package org.statecraft.cases;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.statecraft.config.Problems;
import org.statecraft.edfi.DataStandard;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;
import org.statecraft.rules.RuleSet;

/** The packs of this repository, each read once and compiled once per data standard and JVM. */
final class PacksUnderTest {

  private static final PackReader READER = new PackReader(Path.of("rules"), Path.of("descriptors"));
  private static final Map<String, RulePack> PACKS = new ConcurrentHashMap<>();
  private static final Map<String, RuleSet> RULE_SETS = new ConcurrentHashMap<>();
  private static final ResourceSchemas SCHEMAS = schemas();

  private PacksUnderTest() {}

  static List<String> names() {
    return READER.names();
  }

  static RulePack pack(String name) {
    return PACKS.computeIfAbsent(name, READER::read);
  }

  static RuleSet ruleSet(String pack, DataStandard standard) {
    return RULE_SETS.computeIfAbsent(
        pack + " " + standard, key -> RuleSet.compile(pack(pack), SCHEMAS, standard));
  }

  static List<RuleCase> cases(String pack) {
    Problems problems = new Problems();
    List<RuleCase> cases = CaseReader.read(pack(pack), problems);
    problems.throwIfAny();
    return cases;
  }

  private static ResourceSchemas schemas() {
    Problems problems = new Problems();
    ResourceSchemas schemas = ResourceSchemas.load(Path.of("rules/schema"), problems);
    problems.throwIfAny();
    return schemas;
  }
}

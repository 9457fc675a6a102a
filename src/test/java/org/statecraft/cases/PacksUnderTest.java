package org.statecraft.cases;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.statecraft.config.Problems;
import org.statecraft.deliver.AnswersUnderTest;
import org.statecraft.edfi.DataStandard;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;
import org.statecraft.rules.RuleSet;

/**
 * The packs of this repository: each read once, compiled once, and each of its cases run once per
 * JVM, whoever asks.
 */
final class PacksUnderTest {

  private static final PackReader READER = new PackReader(Path.of("rules"), Path.of("descriptors"));
  private static final Map<String, RulePack> PACKS = new ConcurrentHashMap<>();
  private static final Map<String, RuleSet> COMPILED = new ConcurrentHashMap<>();
  private static final Map<String, RuleSet> BY_STANDARD = new ConcurrentHashMap<>();
  private static final Map<String, List<RuleCase>> CASES = new ConcurrentHashMap<>();
  private static final Map<String, CaseResult> RESULTS = new ConcurrentHashMap<>();
  private static final AtomicInteger COMPILATIONS = new AtomicInteger();
  private static final ResourceSchemas SCHEMAS = schemas();

  private PacksUnderTest() {}

  static List<String> names() {
    return READER.names();
  }

  static RulePack pack(String name) {
    return PACKS.computeIfAbsent(name, READER::read);
  }

  static RuleSet ruleSet(String pack, DataStandard standard) {
    return BY_STANDARD.computeIfAbsent(
        pack + " " + standard, key -> compiled(pack).forStandard(SCHEMAS, standard));
  }

  private static RuleSet compiled(String name) {
    return COMPILED.computeIfAbsent(
        name,
        key -> {
          COMPILATIONS.incrementAndGet();
          return RuleSet.compile(pack(name), SCHEMAS, pack(name).dataStandard());
        });
  }

  /** How often a pack was compiled so far. */
  static int compilations() {
    return COMPILATIONS.get();
  }

  static List<RuleCase> cases(String pack) {
    return CASES.computeIfAbsent(
        pack,
        key -> {
          Problems problems = new Problems();
          List<RuleCase> cases = CaseReader.read(pack(pack), problems);
          problems.throwIfAny();
          return cases;
        });
  }

  /** What comes of a case of a pack. */
  static CaseResult result(String pack, RuleCase each) {
    return RESULTS.computeIfAbsent(
        pack + " " + each.name(),
        key ->
            new CaseRunner(pack(pack), standard -> ruleSet(pack, standard), new AnswersUnderTest())
                .run(each));
  }

  private static ResourceSchemas schemas() {
    Problems problems = new Problems();
    ResourceSchemas schemas = ResourceSchemas.load(Path.of("rules/schema"), problems);
    problems.throwIfAny();
    return schemas;
  }
}

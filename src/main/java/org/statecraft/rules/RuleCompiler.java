package org.statecraft.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.compiler.kie.builder.impl.DrlProject;
import org.kie.api.KieBase;
import org.kie.api.KieBaseConfiguration;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.conf.KieBaseMutabilityOption;
import org.kie.api.definition.type.FactType;
import org.kie.api.runtime.KieContainer;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.packs.PackFile;
import org.statecraft.packs.RulePack;

/**
 * Compiles the rule files of a pack. Blocking, and takes a second the first time; called on a
 * worker.
 */
final class RuleCompiler {

  static {
    // Read by the engine when its classes load; ISO dates in rules would fail when evaluated.
    System.setProperty("drools.dateformat", "yyyy-MM-dd");
  }

  static final String PACKAGE = "rules";

  /** Names every rule may use; on the first line, so that line numbers stay those of the file. */
  static final String HEADER =
      "package " + PACKAGE + "; import java.time.LocalDate; import java.math.BigDecimal; ";

  private static final Pattern WHEN = Pattern.compile("(?m)^([ \\t]*)when\\b");

  private final Problems problems;

  RuleCompiler(Problems problems) {
    this.problems = problems;
  }

  /**
   * A pack's rules, read and checked but not compiled.
   *
   * @param rules by name
   * @param strata in which order the rules run, by name
   */
  record Parsed(
      List<DrlFile> files,
      FactTypes types,
      Map<String, RuleInfo> rules,
      Map<String, Integer> strata) {}

  /**
   * Compiles a pack.
   *
   * @throws org.statecraft.config.InvalidFiles with every problem found
   */
  Compiled compile(RulePack pack) {
    return compile(pack.name(), parse(pack, Map.of()));
  }

  /**
   * Reads and checks the rules of a pack.
   *
   * @param known files that were read before
   * @throws org.statecraft.config.InvalidFiles with every problem found
   */
  Parsed parse(RulePack pack, Map<PackFile, DrlFile> known) {
    DrlReader reader = new DrlReader(problems);
    List<DrlFile> files = new ArrayList<>();
    for (PackFile file : pack.ruleFiles()) {
      DrlFile read = known.get(file);
      files.add(read == null ? reader.read(file) : read);
    }
    FactTypes types = new FactTypes(pack, files, problems);
    types.check(files, problems);
    Map<String, RuleInfo> rules = rules(files);
    problems.throwIfAny();
    Map<String, Integer> strata = Strata.of(rules.values(), problems);
    problems.throwIfAny();
    return new Parsed(files, types, rules, strata);
  }

  /**
   * Compiles rules that were read.
   *
   * @param name what the engine knows them by; it remembers the last of each name
   */
  Compiled compile(String name, Parsed parsed) {
    KieContainer container = build(name, parsed.files(), parsed.types(), parsed.strata());
    KieBaseConfiguration configuration = KieServices.get().newKieBaseConfiguration();
    // Rules never change within a base; knowing that, the engine keeps facts in a simpler store.
    configuration.setOption(KieBaseMutabilityOption.DISABLED);
    return compiled(container, container.newKieBase(configuration), parsed);
  }

  static Compiled compiled(KieContainer container, KieBase base, Parsed parsed) {
    Map<String, Class<?>> classes = new HashMap<>();
    for (String name : parsed.types().names()) {
      FactType type = base.getFactType(PACKAGE, name);
      if (type != null) {
        classes.put(name, type.getFactClass());
      }
    }
    return new Compiled(container, base, classes, parsed.rules(), parsed.files());
  }

  private Map<String, RuleInfo> rules(List<DrlFile> files) {
    Map<String, RuleInfo> byName = new LinkedHashMap<>();
    Map<String, RuleInfo> byId = new HashMap<>();
    for (DrlFile file : files) {
      for (RuleInfo rule : file.rules()) {
        RuleInfo sameName = byName.putIfAbsent(rule.name(), rule);
        if (sameName != null) {
          problems.add(
              rule.place(),
              "there is a rule \"" + rule.name() + "\" already, at " + sameName.place());
        }
        RuleInfo sameId = rule.id().isEmpty() ? null : byId.putIfAbsent(rule.id(), rule);
        if (sameId != null) {
          problems.add(
              rule.place(), "the id " + rule.id() + " is taken already, at " + sameId.place());
        }
      }
    }
    return byName;
  }

  private KieContainer build(
      String name, List<DrlFile> files, FactTypes types, Map<String, Integer> strata) {
    KieServices services = KieServices.get();
    // One id per pack, whatever its revision: otherwise the engine keeps old versions in memory.
    ReleaseId id = services.newReleaseId("org.statecraft.rules", name, "1");
    KieFileSystem system = services.newKieFileSystem().generateAndWritePomXML(id);
    system.write(path("given-facts"), HEADER + "\n" + types.declarations());
    Map<String, PackFile> byPath = new HashMap<>();
    for (DrlFile file : files) {
      String path = path(file.file().path().replace(".drl", "").replace('/', '_'));
      byPath.put(path.replace("src/main/resources/", ""), file.file());
      system.write(path, HEADER + ordered(file, strata));
    }
    KieBuilder builder = services.newKieBuilder(system);
    try {
      builder.buildAll(DrlProject.class);
    } catch (RuntimeException | LinkageError e) {
      problems.add(Place.of(name), "the rules cannot be compiled: " + e.getMessage());
    }
    for (Message message : builder.getResults().getMessages(Message.Level.ERROR)) {
      PackFile file = byPath.get(message.getPath());
      problems.add(
          file == null
              ? Place.of(name)
              : new Place(file.shown(), Math.max(0, message.getLine()), 0),
          message.getText().strip().replaceAll("\\s*\\n\\s*", " "));
    }
    problems.throwIfAny();
    return services.newKieContainer(id);
  }

  private static String path(String name) {
    return "src/main/resources/" + PACKAGE + "/" + name + ".drl";
  }

  /** The file's text with each rule's stratum written before its {@code when}, on the same line. */
  private static String ordered(DrlFile file, Map<String, Integer> strata) {
    List<RuleInfo> inOrder = new ArrayList<>(file.rules());
    TreeMap<Integer, RuleInfo> byLine = new TreeMap<>();
    inOrder.forEach(rule -> byLine.put(rule.place().line(), rule));
    String text = file.file().text();
    StringBuilder result = new StringBuilder();
    Matcher when = WHEN.matcher(text);
    while (when.find()) {
      int line = 1 + (int) text.substring(0, when.start()).chars().filter(c -> c == '\n').count();
      Map.Entry<Integer, RuleInfo> rule = byLine.floorEntry(line);
      int stratum = rule == null ? 0 : strata.getOrDefault(rule.getValue().name(), 0);
      when.appendReplacement(result, "$1salience " + -stratum + " when");
    }
    return when.appendTail(result).toString();
  }
}

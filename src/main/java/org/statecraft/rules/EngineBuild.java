package org.statecraft.rules;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.drools.compiler.kie.builder.impl.DrlProject;
import org.jspecify.annotations.Nullable;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.drl.RuleFile;

/** Hands the rules of a pack to the engine. */
final class EngineBuild {

  private static final Logger LOG = LoggerFactory.getLogger(EngineBuild.class);

  static {
    // Read by the engine when its classes load; ISO dates in rules would fail when evaluated.
    System.setProperty("drools.dateformat", "yyyy-MM-dd");
    // Texts are then joined without the classes that link methods, which rules must not see.
    System.setProperty("drools.dialect.java.compiler.lnglevel", "1.8");
  }

  static final String PACKAGE = "rules";

  /** Names every rule may use; on the first line, so that line numbers stay those of the file. */
  static final String HEADER =
      "package "
          + PACKAGE
          + "; import java.time.LocalDate; import java.time.LocalDateTime;"
          + " import java.math.BigDecimal; ";

  /** The engine keeps what it builds under one id per pack, so two builds must not meet. */
  private static final Map<String, Object> ONE_AT_A_TIME = new ConcurrentHashMap<>();

  private final String name;
  private final RuleCompiler.Parsed parsed;
  private final Problems problems;

  /**
   * @param name what the engine knows the rules by
   * @param problems what is known to be wrong already
   */
  EngineBuild(String name, RuleCompiler.Parsed parsed, Problems problems) {
    this.name = name;
    this.parsed = parsed;
    this.problems = problems;
  }

  /**
   * The rules, in the order of their strata.
   *
   * @param probing whether with probes, which tell how far each rule comes
   */
  Compiled whole(boolean probing) {
    return whole(probing, file -> probing ? Probes.of(file, parsed.strata()) : "", null);
  }

  /**
   * The same, with probes that tell of some rules which part of a condition stops them.
   *
   * @param wanted names of rules
   */
  Compiled telling(Set<String> wanted) {
    StoryProbes stories = new StoryProbes(parsed.strata());
    return whole(true, file -> stories.of(file, wanted), stories);
  }

  private Compiled whole(
      boolean probing, Function<DrlFile, String> probesOf, @Nullable StoryProbes stories) {
    Map<String, String> texts = new HashMap<>();
    Map<String, DrlFile> byPath = new HashMap<>();
    for (DrlFile file : parsed.files()) {
      String path = path(file.file().path().replace(".drl", "").replace('/', '_'));
      texts.put(path, HEADER + ordered(file, parsed.strata()) + probesOf.apply(file));
      byPath.put(path.replace("src/main/resources/", ""), file);
    }
    if (probing) {
      texts.put(path("probed-conditions"), HEADER + "\n" + Probes.declaration());
    }
    return compiled(build(texts, byPath), stories);
  }

  /** The declared facts without any rule; {@code problems} already tell why. */
  Compiled factsOnly() {
    StringBuilder declared = new StringBuilder(HEADER);
    for (DrlFile file : parsed.files()) {
      file.declares()
          .forEach((fact, fields) -> FactTypes.declaration(declared.append('\n'), fact, fields));
    }
    return compiled(build(Map.of(path("declared-facts"), declared.toString()), Map.of()), null);
  }

  private Compiled compiled(KieContainer container, @Nullable StoryProbes stories) {
    KieBaseConfiguration configuration = KieServices.get().newKieBaseConfiguration();
    // Rules never change within a base; knowing that, the engine keeps facts in a simpler store.
    configuration.setOption(KieBaseMutabilityOption.DISABLED);
    KieBase base = container.newKieBase(configuration);
    return compiled(container, base, parsed, stories);
  }

  /** What a base of the engine has of these rules. */
  static Compiled compiled(
      KieContainer container,
      KieBase base,
      RuleCompiler.Parsed parsed,
      @Nullable StoryProbes stories) {
    return new Compiled(container, base, classes(base, parsed), parsed, stories);
  }

  private KieContainer build(Map<String, String> texts, Map<String, DrlFile> byPath) {
    synchronized (ONE_AT_A_TIME.computeIfAbsent(name, key -> new Object())) {
      KieServices services = KieServices.get();
      // One id per pack, whatever its revision: otherwise the engine keeps old versions in memory.
      ReleaseId id = services.newReleaseId("org.statecraft.rules", name, "1");
      KieFileSystem system = services.newKieFileSystem().generateAndWritePomXML(id);
      system.write(path("given-facts"), HEADER + "\n" + parsed.types().declarations());
      texts.forEach(system::write);
      ClassLoader sight = new RuleClassLoader(EngineBuild.class.getClassLoader());
      KieBuilder builder = services.newKieBuilder(system, sight);
      Problems own = new Problems();
      try {
        builder.buildAll(DrlProject.class);
        for (Message each : builder.getResults().getMessages(Message.Level.ERROR)) {
          tell(each, byPath, own);
        }
      } catch (RuntimeException | LinkageError e) {
        LOG.debug("pack={} engine=failed", name, e);
        own.add(Place.of(name), "the rule engine cannot build this pack; " + askSupport());
      }
      if (!own.isEmpty()) {
        // Beside problems of our own, those of the engine are their consequence.
        (problems.isEmpty() ? own : problems).throwIfAny();
      }
      return services.newKieContainer(id, sight);
    }
  }

  /**
   * Something our own checks let pass. The engine's words are no help to who writes rules; its line
   * is near the fault, so the rule that the line belongs to is named.
   */
  private void tell(Message message, Map<String, DrlFile> byPath, Problems own) {
    LOG.debug("pack={} engine={}", name, message.getText());
    DrlFile file = byPath.get(String.valueOf(message.getPath()));
    if (file == null) {
      own.add(Place.of(name), "the rule engine cannot build this pack; " + askSupport());
      return;
    }
    RuleInfo near = null;
    for (RuleInfo rule : file.rules()) {
      if (rule.place().line() <= Math.max(1, message.getLine())) {
        near = rule;
      }
    }
    boolean then = near != null && message.getLine() == near.place().line();
    own.add(
        near == null
            ? new Place(file.file().shown(), Math.max(1, message.getLine()), 1)
            : then ? near.then() : new Place(file.file().shown(), message.getLine(), 1),
        "the rule engine does not take "
            + (near == null ? "this line" : "rule \"" + near.name() + "\"")
            + (then ? ", most likely because of its 'then'" : ", most likely because of this line")
            + "; "
            + askSupport());
  }

  private static String askSupport() {
    return "compare it with a rule that works, or show it to Support";
  }

  private static Map<String, Class<?>> classes(KieBase base, RuleCompiler.Parsed parsed) {
    Map<String, Class<?>> classes = new HashMap<>();
    for (String fact : parsed.types().names()) {
      FactType type = base.getFactType(PACKAGE, fact);
      if (type != null) {
        classes.put(fact, type.getFactClass());
      }
    }
    return classes;
  }

  private static String path(String name) {
    return "src/main/resources/" + PACKAGE + "/" + name + ".drl";
  }

  /** The file's text with each rule's stratum written before its {@code when}, on the same line. */
  private static String ordered(DrlFile file, Map<String, Integer> strata) {
    String text = file.file().text();
    StringBuilder result = new StringBuilder();
    int done = 0;
    for (RuleFile.Rule rule : file.source().rules()) {
      result.append(text, done, rule.span().start()).append(ordered(rule, text, strata));
      done = rule.span().end();
    }
    return result.append(text.substring(done)).toString();
  }

  /** One rule out of its file's text, with its stratum. */
  static String ordered(RuleFile.Rule rule, String text, Map<String, Integer> strata) {
    int when = rule.whenSpan().start() - "when".length();
    return text.substring(rule.span().start(), when)
        + "salience "
        + -strata.getOrDefault(rule.name(), 0)
        + " "
        + text.substring(when, rule.span().end());
  }
}

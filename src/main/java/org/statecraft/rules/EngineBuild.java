package org.statecraft.rules;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import org.drools.core.impl.RuleBaseFactory;
import org.drools.kiesession.rulebase.InternalKnowledgeBase;
import org.drools.kiesession.rulebase.KnowledgeBaseFactory;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.KieBaseConfiguration;
import org.kie.api.conf.KieBaseMutabilityOption;
import org.kie.api.definition.type.FactType;
import org.kie.api.io.Resource;
import org.kie.api.io.ResourceType;
import org.kie.internal.builder.CompositeKnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilderConfiguration;
import org.kie.internal.builder.KnowledgeBuilderError;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.builder.conf.ParallelRulesBuildThresholdOption;
import org.kie.internal.io.ResourceFactory;
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

  /** However many rules there are. */
  private static final int NEVER = -1;

  private final String name;
  private final RuleCompiler.Parsed parsed;
  private final Problems problems;

  /**
   * @param name of the pack, for messages
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
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, DrlFile> byPath = new HashMap<>();
    for (DrlFile file : parsed.files()) {
      String path = file.file().path();
      texts.put(path, HEADER + ordered(file, parsed.strata()) + probesOf.apply(file));
      byPath.put(path, file);
    }
    if (probing) {
      texts.put("probed-conditions", HEADER + "\n" + Probes.declaration());
    }
    return build(texts, byPath, stories);
  }

  /** The declared facts without any rule; {@code problems} already tell why. */
  Compiled factsOnly() {
    StringBuilder declared = new StringBuilder(HEADER);
    for (DrlFile file : parsed.files()) {
      file.declares()
          .forEach((fact, fields) -> FactTypes.declaration(declared.append('\n'), fact, fields));
    }
    return build(Map.of("declared-facts", declared.toString()), Map.of(), null);
  }

  private Compiled build(
      Map<String, String> texts, Map<String, DrlFile> byPath, @Nullable StoryProbes stories) {
    ClassLoader sight = new RuleClassLoader(EngineBuild.class.getClassLoader());
    KieBaseConfiguration configuration =
        RuleBaseFactory.newKnowledgeBaseConfiguration(new Properties(), sight);
    // Rules never change within a base; knowing that, the engine keeps facts in a simpler store.
    configuration.setOption(KieBaseMutabilityOption.DISABLED);
    InternalKnowledgeBase base = KnowledgeBaseFactory.newKnowledgeBase(configuration);
    // Into the base at once: packages added to it later would have all their classes made again.
    KnowledgeBuilder builder = KnowledgeBuilderFactory.newKnowledgeBuilder(base, oneThread(sight));
    CompositeKnowledgeBuilder together = builder.batch();
    add(together, "given-facts", HEADER + "\n" + parsed.givenFacts());
    texts.forEach((path, text) -> add(together, path, text));
    Problems own = new Problems();
    try {
      together.build();
      for (KnowledgeBuilderError each : builder.getErrors()) {
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
    return compiled(base, parsed, stories);
  }

  /** On the thread that asks alone, so that a server goes on sending beside it. */
  private static KnowledgeBuilderConfiguration oneThread(ClassLoader sight) {
    KnowledgeBuilderConfiguration configuration =
        KnowledgeBuilderFactory.newKnowledgeBuilderConfiguration(new Properties(), sight);
    configuration.setOption(ParallelRulesBuildThresholdOption.get(NEVER));
    return configuration;
  }

  private static void add(CompositeKnowledgeBuilder builder, String path, String text) {
    Resource file = ResourceFactory.newByteArrayResource(text.getBytes(StandardCharsets.UTF_8));
    file.setSourcePath(path);
    builder.add(file, ResourceType.DRL);
  }

  /** What a base of the engine has of these rules. */
  static Compiled compiled(
      InternalKnowledgeBase base, RuleCompiler.Parsed parsed, @Nullable StoryProbes stories) {
    return new Compiled(base, classes(base, parsed), parsed, stories);
  }

  /**
   * Something our own checks let pass. The engine's words are no help to who writes rules; its line
   * is near the fault, so the rule that the line belongs to is named.
   */
  private void tell(KnowledgeBuilderError error, Map<String, DrlFile> byPath, Problems own) {
    LOG.debug("pack={} engine={}", name, error.getMessage());
    DrlFile file =
        error.getResource() == null
            ? null
            : byPath.get(String.valueOf(error.getResource().getSourcePath()));
    if (file == null) {
      own.add(Place.of(name), "the rule engine cannot build this pack; " + askSupport());
      return;
    }
    int line = error.getLines().length == 0 ? 1 : Math.max(1, error.getLines()[0]);
    RuleInfo near = null;
    for (RuleInfo rule : file.rules()) {
      if (rule.place().line() <= line) {
        near = rule;
      }
    }
    boolean then = near != null && line == near.place().line();
    own.add(
        near != null && then ? near.then() : new Place(file.file().shown(), line, 1),
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

package org.statecraft.rules;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.drools.core.impl.RuleBaseFactory;
import org.drools.kiesession.rulebase.InternalKnowledgeBase;
import org.drools.kiesession.rulebase.KnowledgeBaseFactory;
import org.kie.api.KieBaseConfiguration;
import org.kie.api.io.ResourceType;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilderError;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.conf.ConstraintJittingThresholdOption;
import org.kie.internal.io.ResourceFactory;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.drl.RuleFile;
import org.statecraft.edfi.DataStandard;
import org.statecraft.packs.PackFile;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;

/**
 * Compiles variants of a pack that differ from it by little, and compiles no more than differs: a
 * changed rule alone, and nothing where no rule changed. A variant decides as if it had been
 * compiled whole. Not thread-safe; every thread has its own.
 */
public final class RuleVariants {

  /** Decisions of a variant are too few for the engine to make classes of its conditions. */
  private static final int NEVER = -1;

  private final ResourceSchemas schemas;
  private final RuleCompiler.Parsed parsed;
  private final Compiled compiled;
  private final Map<PackFile, DrlFile> files = new HashMap<>();
  private final Map<String, String> texts;

  /**
   * Compiles the pack itself.
   *
   * @throws org.statecraft.config.InvalidFiles with every problem found
   */
  public RuleVariants(RulePack pack, ResourceSchemas schemas) {
    this.schemas = schemas;
    Problems problems = new Problems();
    RuleCompiler compiler = new RuleCompiler(problems);
    this.parsed = compiler.parse(pack, Map.of());
    this.texts = texts(parsed);
    parsed.files().forEach(file -> files.put(file.file(), file));
    this.compiled = compiler.compile(pack, parsed);
  }

  /**
   * Compiles a variant.
   *
   * @throws org.statecraft.config.InvalidFiles when it is refused
   */
  public RuleSet compile(RulePack variant, DataStandard standard) {
    Problems problems = new Problems();
    return RuleSet.of(variant, schemas, standard, compiled(variant, problems), problems);
  }

  private Compiled compiled(RulePack variant, Problems problems) {
    RuleCompiler compiler = new RuleCompiler(problems);
    RuleCompiler.Parsed other = compiler.parse(variant, files);
    if (!sameTypes(other)) {
      return compiler.compile(variant, other);
    }
    Map<String, String> changed = texts(other);
    changed.entrySet().removeIf(rule -> rule.getValue().equals(texts.get(rule.getKey())));
    Set<String> gone = new LinkedHashSet<>(changed.keySet());
    texts.keySet().stream().filter(rule -> !other.rules().containsKey(rule)).forEach(gone::add);
    gone.retainAll(texts.keySet());
    return changed.isEmpty() && gone.isEmpty()
        ? new Compiled(compiled.base(), compiled.types(), other, null)
        : with(other, changed, gone, problems);
  }

  private boolean sameTypes(RuleCompiler.Parsed other) {
    return parsed.givenFacts().equals(other.givenFacts())
        && declared(parsed).equals(declared(other));
  }

  private static Map<String, Map<String, String>> declared(RuleCompiler.Parsed of) {
    Map<String, Map<String, String>> all = new HashMap<>();
    of.files().forEach(file -> all.putAll(file.declares()));
    return all;
  }

  /** The text of every rule as the engine gets it, by name. */
  private static Map<String, String> texts(RuleCompiler.Parsed of) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (DrlFile file : of.files()) {
      for (RuleFile.Rule rule : file.source().rules()) {
        texts.put(rule.name(), EngineBuild.ordered(rule, file.file().text(), of.strata()));
      }
    }
    return texts;
  }

  private Compiled with(
      RuleCompiler.Parsed other, Map<String, String> changed, Set<String> gone, Problems problems) {
    ClassLoader types = compiled.base().getRootClassLoader();
    KieBaseConfiguration configuration =
        RuleBaseFactory.newKnowledgeBaseConfiguration(new Properties(), types);
    configuration.setOption(ConstraintJittingThresholdOption.get(NEVER));
    InternalKnowledgeBase base = KnowledgeBaseFactory.newKnowledgeBase(configuration);
    base.addPackages(compiled.base().getKiePackages());
    gone.forEach(rule -> base.removeRule(EngineBuild.PACKAGE, rule));
    KnowledgeBuilder builder = KnowledgeBuilderFactory.newKnowledgeBuilder(base);
    changed.forEach(
        (rule, text) -> {
          byte[] drl = (EngineBuild.HEADER + text).getBytes(StandardCharsets.UTF_8);
          builder.add(ResourceFactory.newByteArrayResource(drl), ResourceType.DRL);
          RuleInfo info = other.rules().get(rule);
          Place place = info == null ? Place.of(rule) : info.place();
          for (KnowledgeBuilderError error : builder.getErrors()) {
            problems.add(place, error.getMessage().strip().replaceAll("\\s*\\n\\s*", " "));
          }
        });
    problems.throwIfAny();
    base.addPackages(builder.getKnowledgePackages());
    return EngineBuild.compiled(base, other, null);
  }
}

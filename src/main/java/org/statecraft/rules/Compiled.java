package org.statecraft.rules;

import java.util.List;
import java.util.Map;
import org.drools.kiesession.rulebase.InternalKnowledgeBase;
import org.jspecify.annotations.Nullable;

/**
 * A pack's rules as the engine runs them. They do not depend on a data standard.
 *
 * @param types the class of every fact type, by name
 * @param parsed what was compiled
 * @param stories the probes among the rules that tell how far each of them comes; null for none
 */
record Compiled(
    InternalKnowledgeBase base,
    Map<String, Class<?>> types,
    RuleCompiler.Parsed parsed,
    @Nullable StoryProbes stories) {

  /** The probe that a rule of the engine is; null if it is none. */
  StoryProbes.@Nullable Probe probe(String engineRule) {
    return stories == null ? null : stories.probe(engineRule);
  }

  /** The rules by name. */
  Map<String, RuleInfo> rules() {
    return parsed.rules();
  }

  List<DrlFile> files() {
    return parsed.files();
  }
}

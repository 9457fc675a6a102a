package org.statecraft.rules;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.runtime.KieContainer;

/**
 * A pack's rules as the engine runs them. They do not depend on a data standard.
 *
 * @param container makes more bases of the same rules
 * @param types the class of every fact type, by name
 * @param parsed what was compiled
 * @param stories the probes among the rules that tell how far each of them comes; null for none
 */
record Compiled(
    KieContainer container,
    KieBase base,
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

package org.statecraft.rules;

import java.util.List;
import java.util.Map;
import org.kie.api.KieBase;
import org.kie.api.runtime.KieContainer;

/**
 * A pack's rules as the engine runs them. They do not depend on a data standard.
 *
 * @param types the class of every fact type, by name
 * @param parsed what was compiled
 */
record Compiled(
    KieContainer container, KieBase base, Map<String, Class<?>> types, RuleCompiler.Parsed parsed) {

  /** The rules by name. */
  Map<String, RuleInfo> rules() {
    return parsed.rules();
  }

  List<DrlFile> files() {
    return parsed.files();
  }
}

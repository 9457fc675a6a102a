package org.statecraft.rules;

import java.util.List;
import java.util.Map;
import org.kie.api.KieBase;

/**
 * A pack's rules as the engine runs them.
 *
 * @param types the class of every fact type, by name
 * @param rules by name
 */
record Compiled(
    KieBase base, Map<String, Class<?>> types, Map<String, RuleInfo> rules, List<DrlFile> files) {}

package org.statecraft.rules;

import java.util.List;
import java.util.Map;
import org.kie.api.KieBase;
import org.kie.api.runtime.KieContainer;

/**
 * A pack's rules as the engine runs them.
 *
 * @param container makes more bases of the same rules
 * @param types the class of every fact type, by name
 * @param rules by name
 */
record Compiled(
    KieContainer container,
    KieBase base,
    Map<String, Class<?>> types,
    Map<String, RuleInfo> rules,
    List<DrlFile> files) {}

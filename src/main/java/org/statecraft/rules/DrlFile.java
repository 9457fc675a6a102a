package org.statecraft.rules;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statecraft.packs.PackFile;

/**
 * One rule file, parsed but not compiled.
 *
 * @param declares the fact types it declares: name to field to type
 * @param uses the fields its patterns name
 * @param nestedWords the names behind a dot in its conditions, such as the date of an enrollment
 *     held by another fact
 * @param getters the fields its {@code then} sides read, whatever fact they are of
 */
record DrlFile(
    PackFile file,
    List<RuleInfo> rules,
    Map<String, Map<String, String>> declares,
    List<FieldUse> uses,
    Set<String> nestedWords,
    Set<String> getters) {}

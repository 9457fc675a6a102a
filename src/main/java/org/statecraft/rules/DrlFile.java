package org.statecraft.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statecraft.drl.RuleFile;
import org.statecraft.packs.PackFile;

/**
 * One rule file, read but not compiled.
 *
 * @param named every name its rules read, whatever fact it is of
 */
record DrlFile(PackFile file, RuleFile source, List<RuleInfo> rules, Set<String> named) {

  /** The fact types it declares: name to field to type. */
  Map<String, Map<String, String>> declares() {
    Map<String, Map<String, String>> declares = new LinkedHashMap<>();
    for (RuleFile.Declaration each : source.declarations()) {
      Map<String, String> fields = new LinkedHashMap<>();
      each.fields().forEach(field -> fields.put(field.name(), field.type()));
      declares.put(each.name(), fields);
    }
    return declares;
  }
}

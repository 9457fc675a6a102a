package org.statecraft.packs;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;

/**
 * A state's rules, read and merged with the packs it extends.
 *
 * @param lineage the pack itself and what it extends, nearest first
 * @param revision hash of everything the pack is made of; changes if and only if a file does
 * @param files the files that count, by relative path
 * @param resources by name, in the order of their names
 * @param tables the descriptor tables, by preference
 */
public record RulePack(
    String name,
    String title,
    List<String> lineage,
    DataStandard dataStandard,
    String revision,
    FactCatalogue catalogue,
    SortedMap<String, PackFile> files,
    SortedMap<ResourceName, ResourceDefinition> resources,
    List<Parameter> parameters,
    Map<String, MappingTable> tables,
    Map<String, String> notApplicable) {

  /** The DRL files, by relative path. */
  public List<PackFile> ruleFiles() {
    return files.values().stream().filter(PackFile::isRules).toList();
  }

  /** Every preference of every resource. */
  public List<Preference> preferences() {
    return resources.values().stream().flatMap(each -> each.preferences().stream()).toList();
  }
}

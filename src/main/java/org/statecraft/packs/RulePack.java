package org.statecraft.packs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.statecraft.config.Problem;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;

/**
 * A state's rules, read and merged with the packs it extends.
 *
 * @param lineage the pack itself and what it extends, nearest first
 * @param revision hash of everything that decides, the tables of codes and the schemas of its
 *     resources included; changes if and only if one of these files does
 * @param files the files that count, by relative path
 * @param resources by name, in the order of their names
 * @param tables the default mappings, by preference
 * @param codes the tables of codes, by descriptor
 * @param fixedAfterSent what may not change after data was sent
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
    Map<String, CodeTable> codes,
    Map<String, String> notApplicable,
    List<FixedValue> fixedAfterSent) {

  /** The DRL files, by relative path. */
  public List<PackFile> ruleFiles() {
    return files.values().stream().filter(PackFile::isRules).toList();
  }

  /** The preference of a name; the pack's preferences share one name space. */
  public Optional<Preference> preference(String name) {
    return preferences().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** What should be known of its codes but stops nothing. */
  public List<Problem> warnings() {
    return CodeUse.warnings(this);
  }

  /** Every preference of every resource. */
  public List<Preference> preferences() {
    return resources.values().stream().flatMap(each -> each.preferences().stream()).toList();
  }
}

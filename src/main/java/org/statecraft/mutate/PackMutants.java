package org.statecraft.mutate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.Element;
import org.statecraft.packs.PackFile;
import org.statecraft.packs.Preference;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.packs.RulePack;
import org.statecraft.rules.RuleInsight;
import org.statecraft.rules.RuleSet;

/** The faults in all files that a pack has itself; those of the packs below are their own. */
final class PackMutants {

  private final RulePack pack;
  private final RuleSet rules;
  private final Optional<RulePack> below;

  /**
   * @param rules the pack compiled for its own data standard
   * @param below the pack it extends
   */
  PackMutants(RulePack pack, RuleSet rules, Optional<RulePack> below) {
    this.pack = pack;
    this.rules = rules;
    this.below = below;
  }

  /** The faults, file by file. */
  List<Mutant> list() {
    List<Mutant> all = new ArrayList<>();
    pack.files()
        .forEach(
            (path, file) -> {
              if (file.pack().equals(pack.name()) && !path.contains("tests/")) {
                all.addAll(file.isRules() ? RuleMutants.of(file) : others(path, file));
              }
            });
    return all;
  }

  private List<Mutant> others(String path, PackFile file) {
    if (path.matches("descriptors/[^/]+")) {
      MutantList mutants = new MutantList(file, path, "");
      TableMutants.add(mutants);
      return mutants.list();
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    YamlNode node = YamlFile.parse(file.shown(), file.text(), new Problems());
    MutantList mutants = new MutantList(file, path, file.folder());
    switch (name) {
      case "elements.yaml" -> elements(mutants, file, node);
      case "resource.yaml" -> {
        return switches(file, node);
      }
      case "parameters.yaml" -> ParameterMutants.add(mutants, node);
      case "facts.yaml" -> CatalogueMutants.add(mutants, node);
      case "pack.yaml" -> {
        leavesOut(mutants, node);
        fixedAfterSent(mutants, node);
      }
      default -> {}
    }
    return mutants.list();
  }

  private Paths paths(PackFile file) {
    return new Paths(new RuleInsight(rules).pathsOf(new ResourceName(file.folder())));
  }

  private void elements(MutantList mutants, PackFile file, YamlNode node) {
    Map<String, Element> parent = below.map(each -> elementsOf(each, file)).orElse(Map.of());
    new ElementMutants(mutants, paths(file), pack.preferences(), elementsOf(pack, file), parent)
        .add(node);
  }

  private static Map<String, Element> elementsOf(RulePack pack, PackFile file) {
    ResourceDefinition resource = pack.resources().get(new ResourceName(file.folder()));
    return resource == null ? Map.of() : resource.elements();
  }

  private List<Mutant> switches(PackFile file, YamlNode node) {
    MutantList own = new MutantList(file, file.path(), file.folder());
    boolean first = below.filter(each -> each.files().containsKey(file.path())).isEmpty();
    new SwitchMutants(own, node).add(first, paths(file));
    MutantList preferences = new MutantList(file, file.path(), "");
    new SwitchMutants(preferences, node).addPreferences(seen());
    List<Mutant> all = new ArrayList<>(own.list());
    all.addAll(preferences.list());
    return all;
  }

  /** The preferences whose mapped values some rule looks at. */
  private Set<String> seen() {
    Set<String> seen = new TreeSet<>();
    for (Preference each : pack.preferences()) {
      String fact = each.name() + "Mapping";
      if (pack.ruleFiles().stream().anyMatch(file -> file.text().contains(fact))) {
        seen.add(each.name());
      }
    }
    return seen;
  }

  private static void fixedAfterSent(MutantList mutants, YamlNode node) {
    YamlText text = new YamlText(mutants.text());
    node.get("fixed-after-sent")
        .map()
        .forEach(
            (name, value) ->
                mutants.add(
                    Operator.DROP_ENTRY,
                    text.member(value),
                    "",
                    "fixed-after-sent: " + name + " => (left out)"));
  }

  private static void leavesOut(MutantList mutants, YamlNode node) {
    YamlText text = new YamlText(mutants.text());
    List<YamlNode> paths = node.get("leaves-out").list();
    for (YamlNode path : paths) {
      mutants.add(
          Operator.DROP_ENTRY,
          paths.size() == 1 ? text.member(node.get("leaves-out")) : text.item(path),
          "",
          "leaves-out: " + path.text() + " => (not left out)");
    }
  }
}

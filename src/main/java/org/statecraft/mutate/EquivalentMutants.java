package org.statecraft.mutate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;
import org.statecraft.packs.PackFile;
import org.statecraft.packs.RulePack;

/**
 * The mutants of a pack that no case can notice, with the reason: {@code mutants.yaml} of the pack.
 */
record EquivalentMutants(Map<Mutant.Identity, Entry> entries) {

  /** The file's name. */
  static final String FILE = "mutants.yaml";

  /** A mutant that is accepted. */
  record Entry(String reason, Place place) {}

  static EquivalentMutants read(RulePack pack, Problems problems) {
    Map<Mutant.Identity, Entry> entries = new LinkedHashMap<>();
    PackFile file = pack.files().get(FILE);
    if (file != null && file.pack().equals(pack.name())) {
      YamlNode node = YamlFile.parse(file.shown(), file.text(), problems);
      node.only("about", "equivalent");
      for (YamlNode each : node.get("equivalent").list()) {
        each.only("where", "operator", "change", "reason");
        Mutant.Identity identity =
            new Mutant.Identity(
                each.require("where").text(),
                operator(each.require("operator")),
                MutantList.oneLine(each.require("change").text()));
        String reason = each.require("reason").text();
        if (entries.put(identity, new Entry(reason, each.place())) != null) {
          each.problem("this mutant stands here twice");
        }
      }
    }
    return new EquivalentMutants(entries);
  }

  private static String operator(YamlNode node) {
    if (!node.isEmpty() && Operator.of(node.text()).isEmpty()) {
      node.problem(
          "there is no operator '"
              + node.text()
              + "'"
              + DidYouMean.hint(node.text(), Operator.words()));
    }
    return node.text();
  }

  /** Tells the entries that name no mutant, or one that is noticed. */
  void check(List<Mutant> all, List<Outcome> outcomes, Problems problems) {
    List<Mutant.Identity> known = all.stream().map(Mutant::identity).toList();
    Map<Mutant.Identity, Outcome> tried = new LinkedHashMap<>();
    outcomes.forEach(each -> tried.put(each.mutant().identity(), each));
    entries.forEach(
        (identity, entry) -> {
          Outcome outcome = tried.get(identity);
          if (!known.contains(identity)) {
            problems.add(
                entry.place(),
                "no mutant is '" + identity.change() + "' of " + identity.scope() + "; remove it");
          } else if (outcome != null && outcome.verdict() != Outcome.Verdict.EQUIVALENT) {
            problems.add(
                entry.place(),
                "the mutant '"
                    + identity.change()
                    + "' of "
                    + identity.scope()
                    + " is noticed by "
                    + outcome.by()
                    + "; remove it");
          }
        });
  }
}

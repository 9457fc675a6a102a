package org.statecraft.cases;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;
import org.statecraft.packs.PackFile;
import org.statecraft.packs.RulePack;
import org.statecraft.plan.Verb;

/**
 * Reads the cases of a pack: every {@code <folder>/tests/*.yaml}, its own and those it inherits. A
 * file is one case, or {@code cases:} with several. They start from {@code base:} (a file of the
 * pack's {@code tests/}), then {@code given:} of their own file.
 */
public final class CaseReader {

  private static final List<String> CASE_KEYS =
      List.of("name", "proves", "refutes", "before", "answer", "expect");

  private static final List<String> FILE_KEYS = List.of("about", "base", "given", "cases");

  private final RulePack pack;
  private final Problems problems;
  private final SituationReader situations;
  private final ExpectationReader expectations;

  private CaseReader(RulePack pack, Problems problems) {
    this.pack = pack;
    this.problems = problems;
    this.situations = new SituationReader(pack);
    this.expectations = new ExpectationReader(pack);
  }

  /**
   * The cases that apply to a pack, in the order of their files. What is wrong in a file is told in
   * {@code problems} with its place.
   */
  public static List<RuleCase> read(RulePack pack, Problems problems) {
    CaseReader reader = new CaseReader(pack, problems);
    List<RuleCase> all = new ArrayList<>();
    for (PackFile file : pack.files().values()) {
      if (isCaseFile(file) && applies(pack, file)) {
        all.addAll(reader.file(file));
      }
    }
    reader.checkNotApplicable(all);
    reader.checkNames(all);
    return all.stream().filter(each -> !pack.notApplicable().containsKey(each.name())).toList();
  }

  private static boolean applies(RulePack pack, PackFile file) {
    return !pack.notApplicable().containsKey(file.path());
  }

  private static boolean isCaseFile(PackFile file) {
    return file.path().contains("/tests/") && file.path().endsWith(".yaml");
  }

  /** A file that is nothing but a situation, laid over its {@code base:} if it names one. */
  static Situation situation(RulePack pack, YamlNode file, Problems problems) {
    CaseReader reader = new CaseReader(pack, problems);
    List<String> keys = new ArrayList<>(SituationReader.KEYS);
    keys.addAll(List.of("about", "base"));
    return reader.situations.over(reader.base(file.get("base")), file.only(keys));
  }

  private List<RuleCase> file(PackFile file) {
    YamlNode node = YamlFile.parse(file.shown(), file.text(), problems);
    if (node.isEmpty()) {
      return List.of();
    }
    Situation given =
        situations.over(base(node.get("base")), node.get("given").only(SituationReader.KEYS));
    if (node.get("cases").isEmpty()) {
      return List.of(one(file, node, given, FILE_KEYS));
    }
    node.only(FILE_KEYS);
    return node.get("cases").list().stream()
        .map(each -> one(file, each, given, List.of()))
        .toList();
  }

  private Situation base(YamlNode node) {
    if (node.isEmpty()) {
      return SituationReader.NOTHING;
    }
    PackFile file = pack.files().get("tests/" + node.text());
    if (file == null) {
      List<String> known =
          pack.files().keySet().stream()
              .filter(path -> path.startsWith("tests/"))
              .map(path -> path.substring("tests/".length()))
              .toList();
      node.problem(
          "no pack of the lineage has tests/" + node.text() + DidYouMean.hint(node.text(), known));
      return SituationReader.NOTHING;
    }
    YamlNode situation = YamlFile.parse(file.shown(), file.text(), problems);
    List<String> keys = new ArrayList<>(SituationReader.KEYS);
    keys.addAll(List.of("about", "base"));
    return situations.over(base(situation.get("base")), situation.only(keys));
  }

  private RuleCase one(PackFile file, YamlNode node, Situation given, List<String> alsoKnown) {
    List<String> keys = new ArrayList<>(CASE_KEYS);
    keys.addAll(SituationReader.KEYS);
    keys.addAll(alsoKnown);
    node.only(keys);
    Optional<Situation> before =
        node.isMap() && node.map().containsKey("before")
            ? Optional.of(situations.over(given, node.get("before").only(SituationReader.KEYS)))
            : Optional.empty();
    return new RuleCase(
        node.require("name").text(),
        file.path(),
        file.pack(),
        node.place(),
        node.get("proves").texts(),
        node.get("refutes").texts(),
        before,
        situations.over(given, node),
        answer(node.get("answer")),
        expectations.read(node.require("expect")));
  }

  private static Optional<RuleCase.Answer> answer(YamlNode node) {
    if (node.isEmpty()) {
      return Optional.empty();
    }
    node.only("verb", "status", "body", "attempt");
    return Optional.of(
        new RuleCase.Answer(
            ExpectationReader.verb(node.require("verb").text(), node.get("verb")).orElse(Verb.POST),
            (int) node.require("status").number(0),
            node.get("body").text(),
            (int) node.get("attempt").number(1)));
  }

  private void checkNotApplicable(List<RuleCase> all) {
    pack.notApplicable()
        .keySet()
        .forEach(
            name -> {
              boolean known =
                  pack.files().containsKey(name)
                      || all.stream().anyMatch(each -> each.name().equals(name));
              if (!known) {
                problems.add(
                    org.statecraft.config.Place.of(pack.name() + "/pack.yaml"),
                    "not-applicable: there is no inherited case or file '" + name + "'");
              }
            });
  }

  private void checkNames(List<RuleCase> all) {
    Set<String> names = new HashSet<>();
    for (RuleCase each : all) {
      if (!names.add(each.name())) {
        problems.add(each.place(), "there is a case named '" + each.name() + "' already");
      }
    }
  }
}

package org.statecraft.cases;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.Problem;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.edfi.DataStandard;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;
import org.statecraft.rules.RuleSet;

/** Finds everything that is wrong with a pack short of running its cases. */
public final class PackCheck {

  private static final String CATALOGUE = "facts.yaml";

  private final PackReader reader;
  private final ResourceSchemas schemas;

  public PackCheck(PackReader reader, ResourceSchemas schemas) {
    this.reader = reader;
    this.schemas = schemas;
  }

  /**
   * A pack that was checked.
   *
   * @param rules compiled for the pack's own data standard; empty if something is wrong
   * @param cases those that apply to it
   */
  public record Checked(RulePack pack, Optional<RuleSet> rules, List<RuleCase> cases) {}

  /**
   * Reads, checks and compiles a pack. Blocking; takes up to seconds.
   *
   * @param problems told of everything that is wrong
   * @return empty if the pack cannot be read at all
   */
  public Optional<Checked> check(String name, Problems problems) {
    Problems reading = new Problems();
    RulePack pack;
    try {
      pack = reader.read(name, reading);
    } catch (InvalidFiles e) {
      problems.take(reading);
      problems.addAll(e.problems());
      return Optional.empty();
    }
    problems.take(reading);
    if (reading.list().stream().anyMatch(PackCheck::wouldMakeAllSeemWrong)) {
      return Optional.of(new Checked(pack, Optional.empty(), List.of()));
    }
    Set<String> faulty =
        reading.list().stream().map(each -> each.place().file()).collect(Collectors.toSet());
    Problems compiling = new Problems();
    Optional<RuleSet> rules = RuleSet.check(pack, schemas, compiling);
    // What follows from a file that was told to be faulty says nothing new.
    compiling.list().stream()
        .filter(each -> !faulty.contains(each.place().file()))
        .forEach(each -> problems.add(each.place(), each.message()));
    // A pack may make nothing of a rule it inherits.
    compiling.warnings().stream()
        .filter(each -> isOwn(pack, each))
        .forEach(each -> problems.warn(each.place(), each.message()));
    if (!reading.isEmpty()) {
      return Optional.of(new Checked(pack, Optional.empty(), List.of()));
    }
    List<RuleCase> cases = CaseReader.read(pack, reading);
    rules.ifPresent(each -> checkRuleNames(each, cases, reading));
    problems.take(reading);
    return Optional.of(new Checked(pack, rules.filter(each -> reading.isEmpty()), cases));
  }

  private static boolean isOwn(RulePack pack, Problem problem) {
    return pack.files().values().stream()
        .anyMatch(
            file -> file.shown().equals(problem.place().file()) && file.pack().equals(pack.name()));
  }

  /** The rules that cases say must fire or be silent. */
  private static void checkRuleNames(RuleSet rules, List<RuleCase> cases, Problems problems) {
    List<String> ids = rules.ruleIds();
    for (RuleCase each : cases) {
      Stream.concat(each.expect().fired().stream(), each.expect().silent().stream())
          .filter(id -> !ids.contains(id))
          .forEach(
              id ->
                  problems.add(
                      each.place(), "there is no rule '" + id + "'" + DidYouMean.hint(id, ids)));
    }
  }

  /** Of the file nothing is known, or every rule that looks at a table would seem wrong too. */
  private static boolean wouldMakeAllSeemWrong(Problem problem) {
    return problem.message().startsWith(YamlFile.NOT_YAML)
        || problem.message().startsWith(PackReader.UNREADABLE)
        || problem.message().startsWith(DataStandard.UNKNOWN)
        || problem.place().file().endsWith(CATALOGUE);
  }
}

package org.statecraft.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.statecraft.config.Problems;
import org.statecraft.drl.RuleChecks;
import org.statecraft.packs.PackFile;
import org.statecraft.packs.RulePack;

/**
 * Compiles the rule files of a pack. Blocking, and takes a second the first time; called on a
 * worker.
 */
final class RuleCompiler {

  private final Problems problems;

  RuleCompiler(Problems problems) {
    this.problems = problems;
  }

  /**
   * A pack's rules, read and checked but not compiled.
   *
   * @param rules by name
   * @param strata in which order the rules run, by name
   * @param typesAreWell whether the facts can be compiled, if not the rules
   */
  record Parsed(
      List<DrlFile> files,
      FactTypes types,
      Map<String, RuleInfo> rules,
      Map<String, Integer> strata,
      boolean typesAreWell) {

    /** The declarations of the facts that are given to the rules. */
    String givenFacts() {
      return types.declarations(rules.values());
    }
  }

  /**
   * Compiles a pack. If something is wrong with its rules, that is told, and only the fact types
   * are compiled, so that what is made of them can be checked all the same.
   *
   * @throws org.statecraft.config.InvalidFiles if not even that can be done
   */
  Compiled compile(RulePack pack) {
    Problems own = new Problems();
    return compileIfWell(pack, parse(pack, own), own);
  }

  /** The same, and what the rules come to together must be well too. */
  Compiled compileCritically(RulePack pack) {
    Problems own = new Problems();
    Parsed parsed = parse(pack, own);
    RuleChecks.checkTogether(
        parsed.files().stream().map(DrlFile::source).toList(), parsed.types(), own.isEmpty(), own);
    return compileIfWell(pack, parsed, own);
  }

  private Compiled compileIfWell(RulePack pack, Parsed parsed, Problems own) {
    problems.take(own);
    if (!parsed.typesAreWell()) {
      problems.throwIfAny();
    }
    return own.isEmpty() ? compile(pack, parsed) : build(pack, parsed).factsOnly();
  }

  /**
   * Reads and checks the rules of a pack.
   *
   * @param known files that were read before
   * @throws org.statecraft.config.InvalidFiles with every problem found
   */
  Parsed parse(RulePack pack, Map<PackFile, DrlFile> known) {
    Parsed parsed = parse(pack, known, problems);
    problems.throwIfAny();
    return parsed;
  }

  /** Reads and checks the rules of a pack, whatever is wrong with them. */
  static Parsed parse(RulePack pack, Problems problems) {
    return parse(pack, Map.of(), problems);
  }

  private static Parsed parse(RulePack pack, Map<PackFile, DrlFile> known, Problems problems) {
    DrlReader reader = new DrlReader(problems);
    List<DrlFile> files = new ArrayList<>();
    for (PackFile file : pack.ruleFiles()) {
      DrlFile read = known.get(file);
      files.add(read == null ? reader.read(file) : read);
    }
    Problems ofTypes = new Problems();
    FactTypes types = new FactTypes(pack, files, ofTypes);
    problems.take(ofTypes);
    RuleChecks.checkEach(files.stream().map(DrlFile::source).toList(), types, problems);
    Map<String, RuleInfo> rules = rules(files, problems);
    // A rule that may not derive what it does was told so; its place in the order means nothing.
    List<RuleInfo> deriving =
        rules.values().stream().filter(each -> types.mayBeDerived(each.derives())).toList();
    return new Parsed(files, types, rules, Strata.of(deriving, problems), ofTypes.isEmpty());
  }

  /**
   * Compiles rules that were read and are well.
   *
   * @throws org.statecraft.config.InvalidFiles if the engine does not take them
   */
  Compiled compile(RulePack pack, Parsed parsed) {
    return build(pack, parsed).whole(false);
  }

  /** The same with probes. */
  Compiled compileProbing(RulePack pack) {
    Parsed parsed = parse(pack, problems);
    problems.throwIfAny();
    return build(pack, parsed).whole(true);
  }

  /** The same with probes of the rules a resource depends on. */
  Compiled compileTelling(RulePack pack, Function<Parsed, Set<String>> wanted) {
    Parsed parsed = parse(pack, problems);
    problems.throwIfAny();
    return build(pack, parsed).telling(wanted.apply(parsed));
  }

  private EngineBuild build(RulePack pack, Parsed parsed) {
    return new EngineBuild(pack.name(), parsed, problems);
  }

  private static Map<String, RuleInfo> rules(List<DrlFile> files, Problems problems) {
    Map<String, RuleInfo> byName = new LinkedHashMap<>();
    Map<String, RuleInfo> byId = new HashMap<>();
    for (DrlFile file : files) {
      for (RuleInfo rule : file.rules()) {
        RuleInfo sameName = byName.putIfAbsent(rule.name(), rule);
        if (sameName != null) {
          problems.add(
              rule.place(),
              "there is a rule \"" + rule.name() + "\" already, at " + sameName.place());
        }
        RuleInfo sameId = rule.id().isEmpty() ? null : byId.putIfAbsent(rule.id(), rule);
        if (sameId != null) {
          problems.add(
              rule.place(), "the id " + rule.id() + " is taken already, at " + sameId.place());
        }
      }
    }
    return byName;
  }
}

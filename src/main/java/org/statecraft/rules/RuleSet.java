package org.statecraft.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionsPool;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.Problems;
import org.statecraft.drl.RuleFile;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.FactTable;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;

/**
 * A pack compiled for one data standard: immutable, shared by all threads, and carrying the
 * revision of the files it was made from.
 */
public final class RuleSet {

  /** Sessions are reused; more are made when more threads decide at once. */
  private static final int POOLED_SESSIONS = 2;

  private final RulePack pack;
  private final DataStandard standard;
  private final Compiled compiled;
  private final KieSessionsPool pool;
  private final Map<Class<?>, RecordType> records;
  private final Map<String, FactMaker> makers;
  private final FactLabels labels;
  private final ResultFacts results;
  private final Set<String> usedTypes;
  private final Reach reach;
  private final Map<String, Set<String>> watched = new TreeMap<>();

  private RuleSet(
      RulePack pack, DataStandard standard, Compiled compiled, Map<Class<?>, RecordType> records) {
    this.pack = pack;
    this.standard = standard;
    this.compiled = compiled;
    this.records = Map.copyOf(records);
    this.pool = compiled.base().newKieSessionsPool(POOLED_SESSIONS);
    this.labels = new FactLabels(pack, compiled.types());
    this.results = ResultFacts.of(pack, compiled);
    this.reach = new Reach(pack, compiled.rules().values());
    this.makers = new HashMap<>();
    this.usedTypes = new TreeSet<>();
    compiled.rules().values().forEach(rule -> usedTypes.addAll(rule.reads()));
    // Once: every transaction of the webhook asks.
    for (FactTable table : pack.catalogue().tables().values()) {
      watched.put(table.name().value(), WatchedFields.of(table, pack, compiled.files(), usedTypes));
    }
    for (FactTable table : pack.catalogue().tables().values()) {
      addMaker(table.name().value(), table.fields().size());
    }
    addMaker(FactTypes.CONFIGURED_YEAR, 3);
    addMaker(FactTypes.PARAMETER, 4);
    pack.preferences().forEach(each -> addMaker(FactTypes.mappingType(each), 2));
    pack.preferences().forEach(each -> addMaker(FactTypes.blankType(each), 1));
  }

  private void addMaker(String type, int fields) {
    Class<?> known = compiled.types().get(type);
    if (known != null) {
      makers.put(type, new FactMaker(known, fields));
    }
  }

  /**
   * Compiles a pack for a data standard. Blocking; takes up to seconds.
   *
   * @throws InvalidFiles with every problem found, each with its place
   */
  public static RuleSet compile(RulePack pack, ResourceSchemas all, DataStandard standard) {
    Problems problems = new Problems();
    return of(pack, all, standard, new RuleCompiler(problems).compile(pack), problems);
  }

  /**
   * Compiles a pack for its own data standard, and looks for what the engine would run all the
   * same: rules that say the same, that can never fire or that choose two where one is meant, and
   * conditions that fail when they are evaluated. Blocking.
   *
   * @return empty if {@code problems} have any
   */
  public static Optional<RuleSet> check(RulePack pack, ResourceSchemas schemas, Problems problems) {
    Problems own = new Problems();
    try {
      Compiled compiled = new RuleCompiler(own).compileCritically(pack);
      RuleSet rules = of(pack, schemas, pack.dataStandard(), compiled, own);
      new Tryout(rules, compiled.parsed().types()).run(own);
      problems.take(own);
      return own.isEmpty() ? Optional.of(rules) : Optional.empty();
    } catch (InvalidFiles e) {
      problems.take(own);
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  /** A rule set of rules that are compiled already; they do not depend on the data standard. */
  static RuleSet of(
      RulePack pack,
      ResourceSchemas all,
      DataStandard standard,
      Compiled compiled,
      Problems problems) {
    Map<Class<?>, RecordType> records =
        new RecordTypes(pack, all.in(standard), standard, compiled, problems).all();
    problems.throwIfAny();
    return new RuleSet(pack, standard, compiled, records);
  }

  /**
   * Compiles a pack for its own data standard with what tells how far each rule comes, see {@link
   * Decider#conditionsMet}. Takes some times as long to compile and to decide.
   *
   * @throws InvalidFiles with every problem found, each with its place
   */
  public static RuleSet compileProbing(RulePack pack, ResourceSchemas schemas) {
    Problems problems = new Problems();
    Compiled compiled = new RuleCompiler(problems).compileProbing(pack);
    return of(pack, schemas, pack.dataStandard(), compiled, problems);
  }

  /**
   * Compiles a pack with what tells of the rules of resources where each stopped, see {@link
   * Decider#stories}. Takes some times as long to compile and to decide.
   *
   * @throws InvalidFiles with every problem found, each with its place
   */
  public static RuleSet compileTelling(
      RulePack pack,
      ResourceSchemas all,
      DataStandard standard,
      Collection<ResourceName> resources) {
    Problems problems = new Problems();
    Compiled compiled =
        new RuleCompiler(problems)
            .compileTelling(pack, parsed -> Relevance.of(pack, resources, parsed.rules().values()));
    return of(pack, all, standard, compiled, problems);
  }

  /** What each rule asks, in the order of the files. */
  public List<RuleConditions> conditions() {
    List<RuleConditions> all = new ArrayList<>();
    for (DrlFile file : compiled.files()) {
      for (RuleFile.Rule rule : file.source().rules()) {
        all.add(
            new RuleConditions(
                ruleId(rule.name()).orElse(""),
                rule.name(),
                rule.place(),
                rule.when().stream()
                    .map(
                        each ->
                            new RuleConditions.Line(
                                each.span().of(file.file().text()).replaceAll("\\s+", " "),
                                each.place()))
                    .toList()));
      }
    }
    return all;
  }

  /**
   * The same rules with bodies for another data standard; compiles nothing.
   *
   * @throws InvalidFiles when an element does not fit that standard
   */
  public RuleSet forStandard(ResourceSchemas schemas, DataStandard other) {
    return other.equals(standard) ? this : of(pack, schemas, other, compiled, new Problems());
  }

  /** The hash of the files it was made from. */
  public String revision() {
    return pack.revision();
  }

  public RulePack pack() {
    return pack;
  }

  public DataStandard standard() {
    return standard;
  }

  /** The columns, by table, whose change can change a decision; key and ownership come on top. */
  public Map<String, Set<String>> watchedColumns() {
    return watched;
  }

  /** The resource definition of a name. */
  public Optional<ResourceDefinition> resource(ResourceName name) {
    return Optional.ofNullable(pack.resources().get(name));
  }

  /** The place of each resource in the order of sending: what is referred to is lower. */
  public Map<ResourceName, Integer> ranks() {
    Map<ResourceName, Integer> ranks = new TreeMap<>();
    boolean changed = true;
    for (int round = 0; changed && round <= records.size(); round++) {
      changed = false;
      for (RecordType type : records.values()) {
        int rank = 0;
        for (RecordType.Reference each : type.references()) {
          rank = Math.max(rank, 1 + ranks.getOrDefault(each.target(), 0));
        }
        changed |= !Integer.valueOf(rank).equals(ranks.put(type.resource().name(), rank));
      }
    }
    return ranks;
  }

  /** The ids of all rules, in the order of the files. */
  public List<String> ruleIds() {
    return compiled.rules().values().stream().map(RuleInfo::id).toList();
  }

  /** The id of a rule by its name. */
  Optional<String> ruleId(String name) {
    return Optional.ofNullable(compiled.rules().get(name)).map(RuleInfo::id);
  }

  KieSession session() {
    return pool.newKieSession();
  }

  Reach reach() {
    return reach;
  }

  Compiled compiled() {
    return compiled;
  }

  Map<Class<?>, RecordType> records() {
    return records;
  }

  /** How results are read. */
  ResultFacts results() {
    return results;
  }

  FactLabels labels() {
    return labels;
  }

  /** The maker of a fact type that some rule looks at; empty if none does. */
  Optional<FactMaker> makerIfUsed(String type) {
    return usedTypes.contains(type) ? Optional.ofNullable(makers.get(type)) : Optional.empty();
  }

  /** Whether facts of a table are needed at all. */
  boolean uses(String type) {
    return usedTypes.contains(type);
  }
}

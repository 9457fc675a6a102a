package org.statecraft.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.KieSession;
import org.statecraft.edfi.ResourceName;
import org.statecraft.facts.ConnectionFacts;
import org.statecraft.facts.Fact;
import org.statecraft.facts.StudentFacts;
import org.statecraft.packs.Parameter;
import org.statecraft.packs.Preference;

/**
 * Decides about the students of one connection by one rule set. Holds what all students share,
 * turned into facts once; made anew when the rule set, the shared rows or the preferences change.
 * Thread-safe; {@link #decide} blocks for some ten microseconds and belongs on a worker.
 */
public final class Decider {

  /** A student with few facts may fire this often; more facts, more often. */
  private static final int LEAST_FIRINGS = 1_000;

  private static final int FIRINGS_PER_FACT = 50;

  /** Each match of each condition is a firing. */
  private static final int MOST_PROBED = 1_000_000;

  private final RuleSet rules;
  private final Mappings mappings;
  private final List<Object> given = new ArrayList<>();
  private final Map<Fact, Object> shared = new IdentityHashMap<>();
  private final List<MappedColumn> mappedColumns = new ArrayList<>();
  private final DecisionMaker maker;

  /** A column of whose values rules see as facts which are mapped, or which are left blank. */
  private record MappedColumn(
      String table,
      String field,
      Map<String, Object> facts,
      BiFunction<Object, Mappings, Optional<Object>> maker) {}

  /** Decides by the pack's own parameters. */
  public Decider(RuleSet rules, ConnectionFacts connection, Mappings mappings) {
    this(rules, connection, mappings, Map.of());
  }

  /**
   * Decides by the pack's parameters and other values for some of them.
   *
   * @param chosen parameter name to text, number or flag
   */
  public Decider(
      RuleSet rules, ConnectionFacts connection, Mappings mappings, Map<String, Object> chosen) {
    this.rules = rules;
    this.mappings = mappings;
    this.maker = new DecisionMaker(rules, mappings);
    give(
        FactTypes.CONFIGURED_YEAR,
        (long) connection.schoolYear().endYear(),
        connection.yearStart(),
        connection.yearEnd());
    for (Parameter parameter : rules.pack().parameters()) {
      Object value =
          chosen.getOrDefault(parameter.name(), parameter.in(connection.schoolYear().endYear()));
      give(
          FactTypes.PARAMETER,
          parameter.name(),
          value instanceof String text ? text : null,
          Parameter.number(value),
          value instanceof Boolean flag ? flag : null);
    }
    rules.pack().preferences().forEach(this::prepare);
    connection
        .shared()
        .values()
        .forEach(
            byKey ->
                byKey
                    .values()
                    .forEach(fact -> make(fact).ifPresent(made -> shared.put(fact, made))));
  }

  private void give(String type, @Nullable Object... values) {
    rules.makerIfUsed(type).ifPresent(each -> given.add(each.make(values)));
  }

  private void prepare(Preference preference) {
    rules
        .makerIfUsed(FactTypes.mappingType(preference))
        .ifPresent(
            maker ->
                prepare(
                    preference,
                    (value, codes) ->
                        codes
                            .code(preference, value.toString())
                            .map(code -> maker.make(value, code))));
    rules
        .makerIfUsed(FactTypes.blankType(preference))
        .ifPresent(
            maker ->
                prepare(
                    preference,
                    (value, codes) ->
                        codes.outcome(preference, value.toString()) == Mappings.Outcome.BLANK
                            ? Optional.of(maker.make(value))
                            : Optional.empty()));
  }

  private void prepare(
      Preference preference, BiFunction<Object, Mappings, Optional<Object>> maker) {
    if (preference.column().isPresent()) {
      Preference.Column column = preference.column().get();
      mappedColumns.add(
          new MappedColumn(
              column.table().value(), column.name(), new ConcurrentHashMap<>(), maker));
    } else {
      preference.values().forEach(value -> maker.apply(value, mappings).ifPresent(given::add));
    }
  }

  private Optional<Object> make(Fact fact) {
    return rules.makerIfUsed(fact.table().name().value()).map(each -> each.make(fact.values()));
  }

  /** The rule set it decides by. */
  public RuleSet ruleSet() {
    return rules;
  }

  /**
   * Decides about one student. Rules that fail or do not end give a decision with nothing but the
   * finding that says so; the student is then left as it was.
   *
   * <p>For a student of whom no rule can report, exclude or remark anything the rules run only when
   * somebody asks for the trace.
   *
   * @param enabled the resources that are switched on; others are not decided
   */
  public Decision decide(StudentFacts facts, Set<ResourceName> enabled) {
    return rules.reach().isWithin(facts)
        ? run(facts, enabled)
        : new Decision(
            facts.student(),
            rules.revision(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            RuleTrace.later(() -> run(facts, enabled).trace()));
  }

  /** Decides by the rules whatever the facts are. */
  Decision run(StudentFacts facts, Set<ResourceName> enabled) {
    Trace trace = new Trace(rules);
    KieSession session = rules.session();
    try {
      session.addEventListener(trace.agenda());
      session.addEventListener(trace.insertions());
      int inserted = insert(session, facts);
      trace.start();
      int most = Math.max(LEAST_FIRINGS, FIRINGS_PER_FACT * inserted);
      if (session.fireAllRules(most) >= most || trace.isOverTime()) {
        return failed(facts, "the rules do not come to an end; last: " + trace.lastRule());
      }
    } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
      RuleFailure failure = RuleFailure.of(e);
      String rule = failure.rule().flatMap(rules::ruleId).orElse(trace.lastRule());
      return failed(facts, "rule " + rule + " failed: " + failure.error().getSimpleName());
    } finally {
      session.dispose();
    }
    return maker.decision(facts.student(), trace, enabled);
  }

  /**
   * Which conditions of the rules are met, each together with all before it in its rule. The rule
   * set must be one that was compiled for it; nothing is decided.
   */
  public Set<RuleConditions.Met> conditionsMet(StudentFacts facts) {
    Trace trace = new Trace(rules);
    KieSession session = rules.session();
    try {
      session.addEventListener(trace.agenda());
      insert(session, facts);
      session.fireAllRules(MOST_PROBED);
    } finally {
      session.dispose();
    }
    Set<RuleConditions.Met> met = new HashSet<>();
    for (Probes.Probe each : trace.probed()) {
      rules.ruleId(each.rule()).ifPresent(id -> met.add(new RuleConditions.Met(id, each.index())));
    }
    return met;
  }

  /**
   * What became of each rule that has a say in a resource. The rule set must be one that was
   * compiled for it.
   *
   * @throws IllegalStateException when a rule fails, naming none of the student's values
   */
  public List<RuleStory> stories(StudentFacts facts, ResourceName resource) {
    Trace trace = new Trace(rules);
    StoryTeller teller = new StoryTeller(rules);
    KieSession session = rules.session();
    try {
      session.addEventListener(trace.agenda());
      session.addEventListener(trace.insertions());
      session.addEventListener(teller.agenda());
      insert(session, facts);
      trace.start();
      session.fireAllRules(MOST_PROBED);
      return teller.stories(
          new RuleTrace(trace.packSteps(), rules.labels()),
          Relevance.of(rules.pack(), resource, rules.compiled().rules().values()));
    } catch (RuntimeException e) {
      RuleFailure failure = RuleFailure.of(e);
      throw new IllegalStateException(
          "rule " + failure.rule().orElse(trace.lastRule()) + " failed: " + failure.error());
    } finally {
      session.dispose();
    }
  }

  private int insert(KieSession session, StudentFacts facts) {
    given.forEach(session::insert);
    int count = given.size();
    Set<Object> mapped = mappedColumns.isEmpty() ? Set.of() : new HashSet<>();
    for (Fact fact : facts.own()) {
      Optional<Object> made = make(fact);
      if (made.isPresent()) {
        session.insert(made.get());
        count++;
      }
      insertMapped(session, fact, mapped);
    }
    for (Fact fact : facts.shared()) {
      // A pasted fact file has shared facts of its own.
      Object known = shared.get(fact);
      Optional<Object> made = known == null ? make(fact) : Optional.of(known);
      if (made.isPresent()) {
        session.insert(made.get());
        count++;
      }
      insertMapped(session, fact, mapped);
    }
    return count + mapped.size();
  }

  private void insertMapped(KieSession session, Fact fact, Set<Object> mapped) {
    for (MappedColumn column : mappedColumns) {
      if (!column.table().equals(fact.table().name().value())) {
        continue;
      }
      Object value = fact.value(column.field());
      if (value == null) {
        continue;
      }
      Object known = column.facts().get(value.toString());
      if (known == null) {
        Optional<Object> made = column.maker().apply(value, mappings);
        if (made.isEmpty()) {
          continue;
        }
        known = made.get();
        column.facts().put(value.toString(), known);
      }
      if (mapped.add(known)) {
        session.insert(known);
      }
    }
  }

  private Decision failed(StudentFacts facts, String detail) {
    return new Decision(
        facts.student(),
        rules.revision(),
        List.of(),
        List.of(),
        List.of(
            new Decision.Finding(
                Decision.Finding.Kind.RULE_FAILURE,
                Optional.empty(),
                "",
                "rules " + rules.pack().name() + " " + rules.revision(),
                detail)),
        List.of(),
        RuleTrace.NONE);
  }
}

package org.statecraft.cases;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statecraft.connections.MappingChoice;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceName;
import org.statecraft.facts.Fact;
import org.statecraft.facts.StudentFacts;
import org.statecraft.identity.IdentityMapping;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.packs.RulePack;
import org.statecraft.plan.Action;
import org.statecraft.plan.Planner;
import org.statecraft.plan.Verb;
import org.statecraft.rules.Decider;
import org.statecraft.rules.Decision;
import org.statecraft.rules.Mappings;
import org.statecraft.rules.RuleConditions;
import org.statecraft.rules.RuleSet;
import org.statecraft.rules.Unchanging;

/**
 * Runs cases by a pack compiled for each data standard they name. Every case is decided several
 * times with its facts in other orders, and once with the watched columns only; the decisions must
 * be equal, or else a change that matters would be dropped. Thread-safe if the source of rule sets
 * is.
 */
public final class CaseRunner {

  private static final int MIXED_ORDERS = 4;

  private final RulePack pack;
  private final Function<DataStandard, RuleSet> ruleSets;
  private final @Nullable AnswerReader answers;

  /**
   * @param ruleSets the pack compiled for a data standard; asked often, so it should remember
   * @param answers null if cases about delivery cannot be run
   */
  public CaseRunner(
      RulePack pack, Function<DataStandard, RuleSet> ruleSets, @Nullable AnswerReader answers) {
    this.pack = pack;
    this.ruleSets = ruleSets;
    this.answers = answers;
  }

  /** Whether the case can be run; those about delivery need an {@link AnswerReader}. */
  public boolean canRun(RuleCase each) {
    return !each.isAboutDelivery() || answers != null;
  }

  /** Runs one case. */
  public CaseResult run(RuleCase each) {
    CaseCheck check = new CaseCheck(each.expect());
    Optional<RuleCase.Answer> answer = each.answer();
    if (answer.isPresent()) {
      if (answers == null) {
        throw new IllegalStateException("no reader of answers for '" + each.name() + "'");
      }
      RuleCase.Answer given = answer.get();
      check.meaning(answers.read(given.verb(), given.status(), given.body(), given.attempt()));
      return new CaseResult(each, check.failures(), Set.of(), List.of());
    }
    Set<String> fired = new TreeSet<>();
    List<IdentityMapping> sent = List.of();
    Map<String, String> sentUnder = Map.of();
    if (each.before().isPresent()) {
      Situation before = each.before().get();
      Decision first = decide(before, check);
      first.trace().fired().forEach(one -> fired.add(one.rule()));
      sent = mappings(plan(before, first, List.of()));
      sentUnder = sent.isEmpty() ? Map.of() : first.fixed();
    }
    Decision decision = Unchanging.held(decide(each.now(), check), sentUnder);
    Set<String> firedNow = new TreeSet<>();
    decision.trace().fired().forEach(one -> firedNow.add(one.rule()));
    fired.addAll(firedNow);
    check.decision(decision, firedNow);
    List<Action> actions = plan(each.now(), decision, sent);
    check.actions(actions);
    check.codes(pack.tables());
    return new CaseResult(each, check.failures(), fired, actions);
  }

  /**
   * Which conditions of the rules a case meets, before or now.
   *
   * @param probing the pack compiled for that
   */
  public Set<RuleConditions.Met> conditionsMet(RuleCase each, RuleSet probing) {
    if (each.isAboutDelivery()) {
      return Set.of();
    }
    Set<RuleConditions.Met> met = new HashSet<>(conditionsMet(each.now(), probing));
    each.before().ifPresent(situation -> met.addAll(conditionsMet(situation, probing)));
    return met;
  }

  private Set<RuleConditions.Met> conditionsMet(Situation situation, RuleSet probing) {
    StudentRows rows = StudentRows.of(pack.catalogue(), situation);
    Mappings codes = codes(probing, situation);
    return new Decider(probing, rows.connection(), codes, situation.parameters())
        .conditionsMet(rows.student());
  }

  private Decision decide(Situation situation, CaseCheck check) {
    StudentRows rows = StudentRows.of(pack.catalogue(), situation);
    RuleSet rules = ruleSets.apply(situation.standard().orElse(pack.dataStandard()));
    Decider decider =
        new Decider(rules, rows.connection(), codes(rules, situation), situation.parameters());
    Set<ResourceName> enabled = enabled(situation);
    Decision decision = decider.decide(rows.student(), enabled);
    for (StudentFacts other : otherOrders(rows.student())) {
      check.sameDecision(decision, decider.decide(other, enabled));
    }
    StudentRows watched =
        StudentRows.of(pack.catalogue(), situation.withOnly(rules.watchedColumns()));
    check.sameWithWatchedColumns(
        decision,
        new Decider(rules, watched.connection(), codes(rules, situation), situation.parameters())
            .decide(watched.student(), enabled));
    return decision;
  }

  /** The other way round, in which each fact comes before all it came after, and mixed ones. */
  private static List<StudentFacts> otherOrders(StudentFacts facts) {
    List<StudentFacts> orders = new ArrayList<>();
    orders.add(ordered(facts, Collections::reverse));
    Random random = new Random(1);
    for (int i = 0; i < MIXED_ORDERS; i++) {
      orders.add(ordered(facts, list -> Collections.shuffle(list, random)));
    }
    return orders;
  }

  private static StudentFacts ordered(StudentFacts facts, Consumer<List<Fact>> order) {
    List<Fact> own = new ArrayList<>(facts.own());
    List<Fact> shared = new ArrayList<>(facts.shared());
    order.accept(own);
    order.accept(shared);
    return new StudentFacts(facts.student(), own, shared);
  }

  static Mappings codes(RuleSet rules, Situation situation) {
    List<MappingChoice> choices = new ArrayList<>();
    situation
        .mappings()
        .forEach(
            (name, chosen) ->
                chosen.forEach(
                    (value, code) ->
                        choices.add(new MappingChoice(name, value, code.orElse(null)))));
    return Mappings.of(rules.pack(), choices);
  }

  private Set<ResourceName> enabled(Situation situation) {
    return enabled(pack, situation);
  }

  static Set<ResourceName> enabled(RulePack pack, Situation situation) {
    Set<ResourceName> enabled = new LinkedHashSet<>(pack.resources().keySet());
    enabled.removeAll(situation.off());
    return enabled;
  }

  private List<Action> plan(Situation situation, Decision decision, List<IdentityMapping> sent) {
    SortedMap<ResourceName, ResourceDefinition> resources = new TreeMap<>(pack.resources());
    situation
        .keeping()
        .forEach(
            (name, keep) -> resources.computeIfPresent(name, (key, each) -> each.keeping(keep)));
    RuleSet rules = ruleSets.apply(situation.standard().orElse(pack.dataStandard()));
    return new Planner(resources, rules.ranks()).plan(decision, sent, enabled(situation));
  }

  /** What is known to be at the API once actions on an empty one were carried out. */
  private static List<IdentityMapping> mappings(List<Action> actions) {
    List<IdentityMapping> mappings = new ArrayList<>();
    for (Action each : actions) {
      if (each.verb() != Verb.DELETE) {
        mappings.add(
            new IdentityMapping(
                each.record(),
                each.sources(),
                each.body(),
                each.body(),
                new OdsId("id-" + mappings.size()),
                false));
      }
    }
    return mappings;
  }
}

package org.statecraft.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kie.api.event.rule.AfterMatchFiredEvent;
import org.kie.api.event.rule.AgendaEventListener;
import org.kie.api.event.rule.BeforeMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.event.rule.DefaultRuleRuntimeEventListener;
import org.kie.api.event.rule.ObjectInsertedEvent;
import org.kie.api.event.rule.RuleRuntimeEventListener;

/** What happens in one session: which rule derived which fact from which. */
final class Trace {

  /** One firing. */
  record Step(RuleInfo rule, List<Object> matched, Object derived) {}

  private static final RuleInfo NONE =
      new RuleInfo(
          "none",
          "none",
          "",
          "",
          org.statecraft.config.Place.of(""),
          Set.of(),
          Set.of(),
          "",
          org.statecraft.config.Place.of(""),
          false);

  /** No student needs a thousandth of it; rules that do are stopped between two firings. */
  private static final long MOST_NANOS = 5_000_000_000L;

  private final Map<String, RuleInfo> rules;
  private final List<Step> steps = new ArrayList<>();
  private final Set<Probes.Probe> probed = new HashSet<>();
  private final long begun = System.nanoTime();
  private boolean started;
  private boolean overTime;
  private RuleInfo last = NONE;
  private @Nullable Object derived;

  Trace(RuleSet ruleSet) {
    this.rules = ruleSet.compiled().rules();
  }

  /** From here on, what is inserted was derived by a rule. */
  void start() {
    started = true;
  }

  /** The conditions that probes found to be met. */
  Set<Probes.Probe> probed() {
    return probed;
  }

  /** Whether the rules were stopped because they took too long. */
  boolean isOverTime() {
    return overTime;
  }

  List<Step> steps() {
    return steps;
  }

  /** What rules of the pack derived, without probes. */
  List<Step> packSteps() {
    return steps.stream().filter(step -> step.rule() != NONE).toList();
  }

  /** The id of the rule that ran last. */
  String lastRule() {
    return last.id();
  }

  AgendaEventListener agenda() {
    return new DefaultAgendaEventListener() {
      @Override
      public void beforeMatchFired(BeforeMatchFiredEvent event) {
        String name = event.getMatch().getRule().getName();
        last = rules.getOrDefault(name, NONE);
        if (last == NONE) {
          Probes.probe(name).ifPresent(probed::add);
        }
        derived = null;
        if (System.nanoTime() - begun > MOST_NANOS) {
          overTime = true;
          event.getKieRuntime().halt();
        }
      }

      @Override
      public void afterMatchFired(AfterMatchFiredEvent event) {
        Object fact = derived;
        if (fact != null) {
          steps.add(new Step(last, event.getMatch().getObjects(), fact));
        }
      }
    };
  }

  RuleRuntimeEventListener insertions() {
    return new DefaultRuleRuntimeEventListener() {
      @Override
      public void objectInserted(ObjectInsertedEvent event) {
        if (started) {
          derived = event.getObject();
        }
      }
    };
  }
}

package org.statecraft.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which rules spoke in a decision. Written down only when somebody asks, because most decisions are
 * never looked at; kept in an order that does not depend on the order of the facts.
 */
public final class RuleTrace {

  /** No rule spoke. */
  static final RuleTrace NONE = new RuleTrace(List.of(), null);

  private final List<Trace.Step> steps;
  private final @Nullable FactLabels labels;
  private final @Nullable Supplier<RuleTrace> later;

  RuleTrace(List<Trace.Step> steps, @Nullable FactLabels labels) {
    this(steps, labels, null);
  }

  private RuleTrace(
      List<Trace.Step> steps, @Nullable FactLabels labels, @Nullable Supplier<RuleTrace> later) {
    this.steps = steps;
    this.labels = labels;
    this.later = later;
  }

  /** A trace that is made each time somebody asks. */
  static RuleTrace later(Supplier<RuleTrace> trace) {
    return new RuleTrace(List.of(), null, trace);
  }

  /**
   * A rule that fired.
   *
   * @param matched the facts it matched, as {@code Type/key}
   * @param derived the fact it derived
   */
  public record Fired(String rule, List<String> matched, String derived) {}

  /** The rules that fired, by id. */
  public List<Fired> fired() {
    if (later != null) {
      return later.get().fired();
    }
    FactLabels names = labels;
    if (names == null) {
      return List.of();
    }
    record Sortable(String key, Fired fired) {}
    List<Sortable> all = new ArrayList<>(steps.size());
    for (Trace.Step step : steps) {
      List<String> matched = new ArrayList<>(step.matched().size());
      step.matched().forEach(fact -> matched.add(names.of(fact)));
      Fired fired = new Fired(step.rule().id(), List.copyOf(matched), names.of(step.derived()));
      String key = fired.rule() + '\0' + String.join(" ", matched) + '\0' + fired.derived();
      all.add(new Sortable(key, fired));
    }
    all.sort(Comparator.comparing(Sortable::key));
    return all.stream().map(Sortable::fired).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RuleTrace trace && fired().equals(trace.fired());
  }

  @Override
  public int hashCode() {
    return fired().hashCode();
  }

  @Override
  public String toString() {
    return fired().toString();
  }
}

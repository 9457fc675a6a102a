package org.statecraft.rules;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kie.api.event.rule.AgendaEventListener;
import org.kie.api.event.rule.BeforeMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.runtime.rule.Match;
import org.statecraft.config.Place;
import org.statecraft.drl.Condition;
import org.statecraft.drl.Expression;
import org.statecraft.drl.Paths;
import org.statecraft.drl.RuleFile;
import org.statecraft.rules.RuleStory.Kind;
import org.statecraft.rules.RuleStory.Sighting;
import org.statecraft.rules.RuleStory.Stopped;

/** Tells of each rule that a session ran whether it fired and, if not, where it stopped. */
final class StoryTeller {

  private static final int MOST_SIGHTINGS = 5;

  private final RuleSet rules;
  private final Map<String, Map<Integer, Map<Integer, List<Match>>>> probed = new HashMap<>();

  StoryTeller(RuleSet rules) {
    this.rules = rules;
  }

  AgendaEventListener agenda() {
    return new DefaultAgendaEventListener() {
      @Override
      public void beforeMatchFired(BeforeMatchFiredEvent event) {
        Match match = event.getMatch();
        StoryProbes.Probe probe = rules.compiled().probe(match.getRule().getName());
        if (probe != null) {
          probed
              .computeIfAbsent(probe.rule(), name -> new HashMap<>())
              .computeIfAbsent(probe.condition(), index -> new HashMap<>())
              .computeIfAbsent(probe.parts(), parts -> new ArrayList<>())
              .add(match);
        }
      }
    };
  }

  /**
   * The stories, in the order the rules run; rules of one stratum in the order of the files.
   *
   * @param wanted names of rules
   */
  List<RuleStory> stories(RuleTrace trace, Set<String> wanted) {
    Map<String, List<RuleTrace.Fired>> fired = new HashMap<>();
    trace
        .fired()
        .forEach(each -> fired.computeIfAbsent(each.rule(), id -> new ArrayList<>()).add(each));
    List<RuleStory> stories = new ArrayList<>();
    for (DrlFile file : rules.compiled().files()) {
      for (RuleFile.Rule rule : file.source().rules()) {
        RuleInfo info = rules.compiled().rules().get(rule.name());
        if (info != null && wanted.contains(rule.name())) {
          List<RuleTrace.Fired> times = fired.getOrDefault(info.id(), List.of());
          stories.add(
              new RuleStory(
                  info.id(),
                  info.name(),
                  info.page(),
                  info.place(),
                  times,
                  times.isEmpty()
                      ? Optional.of(stopped(file.file().text(), rule))
                      : Optional.empty()));
        }
      }
    }
    Map<String, Integer> strata = rules.compiled().parsed().strata();
    stories.sort(Comparator.comparingInt(each -> strata.getOrDefault(each.name(), 0)));
    return stories;
  }

  private Stopped stopped(String source, RuleFile.Rule rule) {
    Map<Integer, Map<Integer, List<Match>>> ofRule = probed.getOrDefault(rule.name(), Map.of());
    int last = 0;
    for (int i = 0; i < rule.when().size(); i++) {
      last = i;
      if (!isMet(rule.when().get(i), ofRule.getOrDefault(i, Map.of()), reachedAfter(ofRule, i))) {
        break;
      }
    }
    Condition condition = rule.when().get(last);
    return stopped(source, condition, ofRule.getOrDefault(last, Map.of()));
  }

  /** Whether some condition after this one was come to, so that this one must have been met. */
  private static boolean reachedAfter(Map<Integer, Map<Integer, List<Match>>> ofRule, int index) {
    return ofRule.keySet().stream().anyMatch(each -> each > index);
  }

  private static boolean isMet(
      Condition condition, Map<Integer, List<Match>> parts, boolean reachedAfter) {
    if (reachedAfter) {
      return true;
    }
    Condition.Pattern pattern = StoryProbes.pattern(condition);
    if (pattern == null) {
      return !parts.isEmpty();
    }
    return parts.containsKey(
        condition instanceof Condition.Not ? StoryProbes.ABSENT : pattern.constraints().size());
  }

  private Stopped stopped(String source, Condition condition, Map<Integer, List<Match>> parts) {
    String whole = StoryProbes.oneLine(condition.span().of(source));
    Condition.Pattern pattern = StoryProbes.pattern(condition);
    if (pattern == null) {
      return new Stopped(whole, condition.place(), Kind.WHOLE, "", List.of(), 0);
    }
    int most = parts.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
    List<Match> matches = parts.getOrDefault(most, List.of());
    if (condition instanceof Condition.Not) {
      Set<String> names = new LinkedHashSet<>();
      pattern.constraints().forEach(each -> names.addAll(names(each)));
      return seen(whole, condition.place(), Kind.FACT_THERE, pattern, matches, names);
    }
    if (most < 0) {
      return new Stopped(whole, condition.place(), Kind.NO_FACT, pattern.type(), List.of(), 0);
    }
    int to = Math.min(most, pattern.constraints().size() - 1);
    if (to < 0) {
      return new Stopped(whole, condition.place(), Kind.WHOLE, pattern.type(), List.of(), 0);
    }
    Condition.Constraint constraint = pattern.constraints().get(to);
    return seen(
        StoryProbes.part(source, pattern, to),
        constraint.place(),
        Kind.VALUE,
        pattern,
        matches,
        names(constraint));
  }

  private static Set<String> names(Condition.Constraint constraint) {
    Set<String> names = new LinkedHashSet<>();
    Paths.of(constraint.expression()).forEach(path -> names.add(text(path)));
    return names;
  }

  private static String text(Expression.Path path) {
    return String.join(".", path.steps().stream().map(Expression.Path.Step::name).toList());
  }

  private Stopped seen(
      String condition,
      Place place,
      Kind kind,
      Condition.Pattern pattern,
      List<Match> matches,
      Set<String> names) {
    Set<Sighting> all = new LinkedHashSet<>();
    for (Match match : matches) {
      Object fact = match.getDeclarationValue(StoryProbes.binding(pattern));
      Map<String, String> values = new LinkedHashMap<>();
      names.forEach(name -> values.put(name, shown(value(name, fact, match))));
      all.add(new Sighting(rules.labels().of(fact), values));
    }
    List<Sighting> first = all.stream().limit(MOST_SIGHTINGS).toList();
    return new Stopped(condition, place, kind, pattern.type(), first, all.size() - first.size());
  }

  private static @Nullable Object value(String name, Object fact, Match match) {
    List<String> steps = List.of(name.split("\\."));
    if (name.startsWith("$")) {
      Object bound =
          match.getDeclarationIds().contains(steps.get(0))
              ? match.getDeclarationValue(steps.get(0))
              : null;
      return bound == null || steps.size() == 1
          ? bound
          : read(bound, steps.subList(1, steps.size()));
    }
    return read(fact, steps);
  }

  private static @Nullable Object read(Object fact, List<String> steps) {
    return FactPath.of(fact.getClass(), steps).map(path -> path.read(fact)).orElse(null);
  }

  private String shown(@Nullable Object value) {
    if (value == null) {
      return "nothing";
    }
    if (value instanceof String text) {
      return '"' + text + '"';
    }
    if (value instanceof LocalDate date && date.equals(LocalDate.MIN)) {
      return "before all dates";
    }
    return value.getClass().getPackageName().startsWith("java.")
        ? value.toString()
        : rules.labels().of(value);
  }
}

package org.statecraft.drl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.statecraft.config.Problems;

/**
 * Where rules choose one of several: that the choice always ends with one, and that no two rules
 * choose for the same.
 */
final class Picks {

  private final Facts facts;
  private final Identities identities;
  private final Problems problems;

  Picks(Facts facts, Identities identities, Problems problems) {
    this.facts = facts;
    this.identities = identities;
    this.problems = problems;
  }

  void check(Collection<Outline> rules) {
    List<Outline> all = List.copyOf(rules);
    List<List<Contest>> picking = new ArrayList<>();
    for (Outline rule : all) {
      List<Contest> picks = Contest.of(rule, true);
      picks.forEach(this::total);
      Contest.of(rule, false).forEach(this::total);
      picking.add(picks);
    }
    for (int i = 0; i < all.size(); i++) {
      for (int j = i + 1; j < all.size(); j++) {
        pair(all.get(i), picking.get(i), all.get(j), picking.get(j));
      }
    }
  }

  private void total(Contest contest) {
    Set<String> strict =
        contest.steps().stream()
            .map(step -> String.join(".", step.field()))
            .collect(Collectors.toSet());
    for (Contest.Step step : contest.steps()) {
      String field = String.join(".", step.field());
      if (!step.field().equals(step.with())) {
        problems.add(
            step.place(),
            field
                + " is compared with "
                + (step.with().isEmpty() ? "a fact" : String.join(".", step.with()))
                + " of the other one; compare a field with the same field of the other");
        return;
      }
      if (!step.strict()) {
        problems.add(
            step.place(),
            "of two with the same "
                + field
                + " each is better than the other, so none is chosen; write < or > and a last tie-break");
        return;
      }
    }
    Optional<Contest.Step> last =
        contest.steps().stream().filter(step -> ends(contest, step)).findFirst();
    if (last.isEmpty()) {
      if (!givesOnlyWhatIsCompared(contest, strict)) {
        notTotal(contest, strict);
      }
      return;
    }
    Set<String> others = new TreeSet<>(strict);
    others.remove(String.join(".", last.get().field()));
    others.removeAll(last.get().same());
    if (!others.isEmpty()) {
      String other = others.iterator().next();
      problems.add(
          last.get().place(),
          "the tie-break also counts when "
              + other
              + " differs, so that each can be better than the other; write ( "
              + other
              + " == ... && "
              + String.join(".", last.get().field())
              + " ... )");
    }
  }

  /** Of two with the same latest date, say, the same date comes: it matters not which it is of. */
  private static boolean givesOnlyWhatIsCompared(Contest contest, Set<String> strict) {
    Set<String> compared = new TreeSet<>(strict);
    contest.steps().forEach(step -> compared.addAll(step.same()));
    return contest.rule().rule().then().stream()
        .flatMap(then -> then.values().stream())
        .allMatch(value -> isOfOthersOr(compared, contest, value));
  }

  private static boolean isOfOthersOr(Set<String> compared, Contest contest, Expression value) {
    if (!(value instanceof Expression.Path path)) {
      return !(value instanceof Expression.Call);
    }
    return !path.startsWithBinding()
        || contest
            .rule()
            .path(contest.chosen(), path)
            .filter(source -> source.pattern() == contest.chosen())
            .map(source -> compared.contains(String.join(".", source.path())))
            .orElse(true);
  }

  private boolean ends(Contest contest, Contest.Step step) {
    String type = contest.chosen().type();
    if (identities.tells(type, step.field())) {
      return true;
    }
    return identities
        .restOfKey(type, step.field())
        .filter(
            rest ->
                rest.stream()
                    .allMatch(
                        field ->
                            step.same().contains(field)
                                || step.same().stream()
                                    .anyMatch(each -> each.endsWith("." + field))))
        .isPresent();
  }

  private void notTotal(Contest contest, Set<String> strict) {
    String type = contest.chosen().type();
    Contest.Step last = contest.steps().get(contest.steps().size() - 1);
    String field = String.join(".", last.field());
    problems.add(
        last.place(),
        "two facts "
            + type
            + " with the same "
            + String.join(" and ", new TreeSet<>(strict))
            + " would both be chosen; the last tie-break must be a key"
            + identities
                .suggestion(type)
                .map(
                    key ->
                        ", such as "
                            + field
                            + " > $x || ( "
                            + field
                            + " == $x && "
                            + key
                            + " > $id )")
                .orElse(
                    ", so let the fact have one, such as the id of the Campus row it is made from"));
  }

  private void pair(Outline one, List<Contest> picks, Outline two, List<Contest> otherPicks) {
    Optional<RuleFile.Then> then = one.rule().then();
    Optional<RuleFile.Then> other = two.rule().then();
    if (then.isEmpty()
        || other.isEmpty()
        || !then.get().type().equals(other.get().type())
        || !facts.isDeclared(then.get().type())
        || (picks.isEmpty() && otherPicks.isEmpty())) {
      return;
    }
    boolean bothPick =
        picks.stream()
            .anyMatch(
                each ->
                    otherPicks.stream()
                        .anyMatch(it -> it.chosen().type().equals(each.chosen().type())));
    List<String> literals = literals(then.get());
    boolean sameFlag = !literals.isEmpty() && literals.equals(literals(other.get()));
    if (literals.equals(literals(other.get()))
        && (bothPick || sameFlag)
        && !new Exclusive(facts, one, picks, two, otherPicks).holds()) {
      problems.add(
          two.rule().place(),
          two.rule().title()
              + " and rule \""
              + one.rule().name()
              + "\" can both pick a "
              + then.get().type()
              + ", so that there are two; let one of them ask for what the other refuses");
    }
  }

  /** The values that are written out, with their place; others come from facts. */
  private static List<String> literals(RuleFile.Then then) {
    List<String> literals = new ArrayList<>();
    for (int i = 0; i < then.values().size(); i++) {
      Expression value = then.values().get(i);
      if (!(value instanceof Expression.Path) && !(value instanceof Expression.Call)) {
        literals.add(i + " " + Words.of(value));
      }
    }
    return literals;
  }
}

package org.statecraft.cases;

import java.util.Optional;
import org.statecraft.rules.Decider;
import org.statecraft.rules.Decision;
import org.statecraft.rules.RuleSet;

/**
 * Which cases can be played end to end: as changes of Campus rows that lead to requests at an Ed-Fi
 * API. What a case says decides, not its name.
 */
final class Playable {

  private Playable() {}

  /** Why a case cannot be played; empty if it can. */
  static Optional<String> obstacle(String pack, RuleCase each) {
    if (each.isAboutDelivery()) {
      return Optional.of("it begins with an answer of the API");
    }
    Situation now = each.now();
    if (!now.parameters().isEmpty() || !now.keeping().isEmpty()) {
      return Optional.of("it is about a pack that says something else");
    }
    if (standard(pack, now).startsWith("2.")) {
      return Optional.of("delivery to API v2 is not there yet");
    }
    Expectation expect = each.expect();
    if (expect.records().isEmpty()
        && expect.actions().isEmpty()
        && expect.excluded().isEmpty()
        && expect.findings().isEmpty()
        && (expect.fired().isEmpty() || isSilent(decide(pack, now)))) {
      return Optional.of("it expects nothing that is seen outside of the rules");
    }
    return each.before().flatMap(before -> obstacle(pack, before, now));
  }

  private static Optional<String> obstacle(String pack, Situation before, Situation now) {
    if (!before.parameters().equals(now.parameters())
        || !before.keeping().equals(now.keeping())
        || !before.uniqueId().equals(now.uniqueId())
        || !before.schoolYear().equals(now.schoolYear())
        || !standard(pack, before).equals(standard(pack, now))) {
      return Optional.of("what changes are no rows");
    }
    return before.mappings().equals(now.mappings())
            || isSame(decide(pack, before), decide(pack, mappedAs(now, before)))
        ? Optional.empty()
        : Optional.of("a mapping changes, which comes into force by a resync with All Schools");
  }

  /** Whether nothing is kept of a decision. */
  private static boolean isSilent(Decision decision) {
    return decision.desired().isEmpty()
        && decision.exclusions().isEmpty()
        && decision.findings().isEmpty();
  }

  private static boolean isSame(Decision one, Decision other) {
    return one.desired().equals(other.desired()) && one.exclusions().equals(other.exclusions());
  }

  /** The situation if its connection had been mapped as another's from the beginning. */
  private static Situation mappedAs(Situation other, Situation of) {
    return new Situation(
        of.schoolYear(),
        of.uniqueId(),
        of.standard(),
        of.off(),
        other.mappings(),
        of.parameters(),
        of.keeping(),
        of.rows());
  }

  static String standard(String pack, Situation situation) {
    return situation.standard().orElse(PacksUnderTest.pack(pack).dataStandard()).toString();
  }

  /** What the rules say of a situation, all resources switched on or not. */
  static Decision decide(String pack, Situation situation) {
    RuleSet rules =
        PacksUnderTest.ruleSet(
            pack, situation.standard().orElse(PacksUnderTest.pack(pack).dataStandard()));
    StudentRows rows = StudentRows.of(rules.pack().catalogue(), situation);
    return new Decider(
            rules, rows.connection(), CaseRunner.codes(rules, situation), situation.parameters())
        .decide(rows.student(), CaseRunner.enabled(rules.pack(), situation));
  }
}

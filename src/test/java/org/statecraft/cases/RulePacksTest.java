package org.statecraft.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs every case of every pack, and checks that the cases leave no rule untried. */
class RulePacksTest {

  @TestFactory
  Stream<DynamicContainer> everyCaseOfEveryPackHolds() {
    return PacksUnderTest.names().stream()
        .map(
            pack ->
                DynamicContainer.dynamicContainer(
                    pack,
                    PacksUnderTest.cases(pack).stream()
                        .map(
                            each ->
                                DynamicTest.dynamicTest(
                                    each.file() + ": " + each.name(), () -> holds(pack, each)))));
  }

  private static void holds(String pack, RuleCase each) {
    CaseResult result = PacksUnderTest.result(pack, each);
    assertTrue(result.holds(), result::report);
  }

  @TestFactory
  Stream<DynamicTest> everyRuleFiresInACaseAndIsSilentInAnother() {
    return PacksUnderTest.names().stream()
        .map(pack -> DynamicTest.dynamicTest(pack, () -> everyRuleIsTried(pack)));
  }

  private static void everyRuleIsTried(String pack) {
    List<String> rules =
        PacksUnderTest.ruleSet(pack, PacksUnderTest.pack(pack).dataStandard()).ruleIds();
    assertFalse(rules.isEmpty());
    Set<String> neverFired = new HashSet<>(rules);
    Set<String> neverSilent = new HashSet<>(rules);
    for (RuleCase each : PacksUnderTest.cases(pack)) {
      if (!each.isAboutDelivery()) {
        Set<String> fired = PacksUnderTest.result(pack, each).fired();
        neverFired.removeAll(fired);
        neverSilent.retainAll(fired);
      }
    }
    List<String> untried = new ArrayList<>();
    neverFired.forEach(rule -> untried.add(rule + " fires in no case"));
    neverSilent.forEach(rule -> untried.add(rule + " is silent in no case"));
    assertEquals(List.of(), untried.stream().sorted().toList());
  }

  /** The cases of all packs take seconds because rules are compiled once, for all standards. */
  @Test
  void everyPackIsCompiledOnce_whateverDataStandardsItsCasesName() {
    Set<String> standards = new HashSet<>();
    for (String pack : PacksUnderTest.names()) {
      for (RuleCase each : PacksUnderTest.cases(pack)) {
        PacksUnderTest.result(pack, each);
        each.now().standard().ifPresent(standard -> standards.add(pack + " " + standard));
      }
    }
    assertTrue(standards.size() > PacksUnderTest.names().size(), standards::toString);
    assertEquals(PacksUnderTest.names().size(), PacksUnderTest.compilations());
  }
}

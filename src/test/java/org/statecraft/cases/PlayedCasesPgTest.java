package org.statecraft.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every case that can be played by rows holds end to end, from the webhook to a sandbox. */
class PlayedCasesPgTest {

  @TestFactory
  Stream<DynamicContainer> everyCaseHoldsEndToEnd() {
    List<String> packs = PacksUnderTest.names();
    CasePlayer player = new CasePlayer(packs);
    return packs.stream()
        .map(pack -> DynamicContainer.dynamicContainer(pack, tests(player, pack)))
        .onClose(player::close);
  }

  private static List<DynamicTest> tests(CasePlayer player, String pack) {
    Map<String, String> failures = player.play(pack);
    return CasePlayer.playable(pack).stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.file() + ": " + each.name(),
                    () ->
                        assertEquals(
                            "",
                            failures.get(each.name()),
                            () -> each.name() + " at " + each.place())))
        .toList();
  }

  /** The page of coverage names them. */
  @Test
  void fewCasesCannotBePlayed() {
    int all = 0;
    int played = 0;
    for (String pack : PacksUnderTest.names()) {
      all += PacksUnderTest.cases(pack).stream().filter(each -> each.pack().equals(pack)).count();
      played += CasePlayer.playable(pack).size();
    }
    assertTrue(played > 0.9 * all, played + " of " + all);
  }
}

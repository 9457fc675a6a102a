package org.statecraft.drl;

import java.util.Collection;
import java.util.List;
import org.statecraft.config.Problems;

/** The checks of the rules of a pack that need no engine. */
public final class RuleChecks {

  private RuleChecks() {}

  /** Checks each rule by itself: without this the engine could not run it, or not safely. */
  public static void checkEach(Collection<RuleFile> files, Facts facts, Problems problems) {
    for (RuleFile file : files) {
      file.rules().forEach(each -> new RuleCheck(each, facts, problems).check());
    }
    Growth.check(files, facts, problems);
  }

  /**
   * Checks what the rules come to together: whether one says the same as another, whether each can
   * fire, and whether choices end with one. The engine would run them all the same.
   *
   * @param well whether each rule by itself is well; of faulty ones too much would seem wrong
   */
  public static void checkTogether(
      Collection<RuleFile> files, Facts facts, boolean well, Problems problems) {
    List<Outline> outlines =
        files.stream().flatMap(file -> file.rules().stream()).map(Outline::of).toList();
    Duplicates.check(outlines, problems);
    if (well) {
      new Picks(facts, new Identities(facts, outlines), problems).check(outlines);
      new Reachability(facts, outlines, problems).check();
    }
  }
}

package org.statecraft.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.statecraft.identity.Tombstones;
import org.statecraft.rules.Decision;

/** Leaves out of decisions what a person deleted and does not want sent again. */
final class Buried {

  static final String REASON = "Deleted by a person, who does not want it sent again";
  static final String BELOW = "Refers to a record that a person does not want sent again";
  private static final String RULE = "tombstone";

  private Buried() {}

  /** The decision without such records and those that refer to one; both become exclusions. */
  static Decision left(Decision decision, Tombstones tombstones) {
    List<Decision.Desired> desired = new ArrayList<>();
    List<Decision.Excluded> exclusions = new ArrayList<>(decision.exclusions());
    for (Decision.Desired each : decision.desired()) {
      boolean self = tombstones.has(each.record());
      if (!self && each.refersTo().stream().noneMatch(tombstones::has)) {
        desired.add(each);
        continue;
      }
      for (String source : each.sources()) {
        exclusions.add(
            new Decision.Excluded(
                Optional.of(each.record().resource()), source, self ? REASON : BELOW, RULE));
      }
    }
    return new Decision(
        decision.student(),
        decision.revision(),
        desired,
        exclusions,
        decision.findings(),
        decision.held(),
        decision.trace());
  }
}

package org.statecraft.history;

import java.util.List;
import java.util.Optional;
import org.statecraft.history.Violation.Kind;

/**
 * Follows what was done to a record through the course it should have taken. Each request must fit
 * a state that is not before the one the request before it fits; states may be left out, for
 * changes that come together are sent as one.
 */
final class CourseWalk {

  private final List<String> record;
  private final List<List<Optional<String>>> contents;

  CourseWalk(List<String> record, Wanted.Course course) {
    this.record = record;
    this.contents = course.contents();
  }

  Optional<Violation> walk(List<HistoryEntry> effective) {
    int owns = contents.size();
    int shareds = contents.get(0).size();
    boolean[][] reachable = new boolean[owns][shareds];
    reachable[0][0] = true;
    HistoryEntry before = null;
    for (HistoryEntry each : effective) {
      Optional<String> content = each.isDelete() ? Optional.empty() : Optional.of(each.content());
      boolean[][] next = new boolean[owns][shareds];
      boolean any = false;
      boolean ever = false;
      for (int own = 0; own < owns; own++) {
        for (int shared = 0; shared < shareds; shared++) {
          // What can be reached can be reached from any state before it.
          reachable[own][shared] |=
              own > 0 && reachable[own - 1][shared] || shared > 0 && reachable[own][shared - 1];
          if (contents.get(own).get(shared).equals(content)) {
            ever = true;
            next[own][shared] = reachable[own][shared];
            any |= reachable[own][shared];
          }
        }
      }
      if (!any) {
        return Optional.of(violation(before, each, ever));
      }
      reachable = next;
      before = each;
    }
    return Optional.empty();
  }

  private Violation violation(HistoryEntry before, HistoryEntry each, boolean ever) {
    List<HistoryEntry> requests = before == null ? List.of(each) : List.of(before, each);
    if (!ever) {
      return new Violation(Kind.NEVER_WANTED, record, requests, "nothing wanted this content");
    }
    return before != null && before.isDelete() && each.effect().equals("created")
        ? new Violation(Kind.RECREATED, record, requests, "made anew after a newer delete")
        : new Violation(Kind.ORDER, record, requests, "what is older came after what is newer");
  }
}

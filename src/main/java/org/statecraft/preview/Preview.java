package org.statecraft.preview;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.statecraft.edfi.ConnectionName;

/**
 * What edited rules would do to a connection beyond what the rules in force do.
 *
 * @param students how many were decided
 * @param waiting how many actions the rules in force would take as well
 * @param changes in the order of the students
 */
public record Preview(
    ConnectionName connection,
    String inForce,
    String edited,
    long students,
    long waiting,
    List<Change> changes) {

  public Preview {
    changes = List.copyOf(changes);
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** How many changes of each kind there are, by something they have. */
  public Map<String, Map<Change.Kind, Long>> counts(Function<Change, List<String>> by) {
    Map<String, Map<Change.Kind, Long>> counts = new TreeMap<>();
    for (Change each : changes) {
      for (String key : by.apply(each)) {
        counts.computeIfAbsent(key, name -> new TreeMap<>()).merge(each.kind(), 1L, Long::sum);
      }
    }
    return counts;
  }
}

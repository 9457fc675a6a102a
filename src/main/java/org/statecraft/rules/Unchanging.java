package org.statecraft.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.statecraft.rules.Decision.Finding;

/** Keeps back what would be sent under another district number, say, than data was sent before. */
public final class Unchanging {

  private Unchanging() {}

  /**
   * The decision, or one that leaves all as it is and says why.
   *
   * @param sent what may not change, as it was sent
   */
  public static Decision held(Decision decision, Map<String, String> sent) {
    if (decision.desired().isEmpty()) {
      return decision;
    }
    for (Map.Entry<String, String> each : new TreeMap<>(decision.fixed()).entrySet()) {
      String before = sent.getOrDefault(each.getKey(), each.getValue());
      if (!before.equals(each.getValue())) {
        return new Decision(
            decision.student(),
            decision.revision(),
            List.of(),
            List.of(),
            List.of(finding(each.getKey(), before, each.getValue())),
            List.of(),
            decision.trace());
      }
    }
    return decision;
  }

  private static Finding finding(String name, String before, String now) {
    return new Finding(
        Finding.Kind.FIXED,
        Optional.empty(),
        "",
        name + " changed after data was sent",
        name
            + " was "
            + before
            + " when data was sent and is "
            + now
            + " now. That is not supported: nothing is sent under the new one, and what was sent"
            + " stays. Put it back in Campus");
  }

  /** What a decision shows of values that nobody has noted yet. */
  public static Map<String, String> unnoted(
      Iterable<Decision> decisions, Map<String, String> sent) {
    Map<String, String> unnoted = new TreeMap<>();
    for (Decision each : decisions) {
      each.fixed().forEach(unnoted::putIfAbsent);
    }
    unnoted.keySet().removeAll(sent.keySet());
    return unnoted;
  }
}

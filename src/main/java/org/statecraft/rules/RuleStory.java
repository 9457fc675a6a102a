package org.statecraft.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.config.Place;

/**
 * What became of one rule in a decision: it fired, or it did not, because of one condition.
 *
 * @param rule its id
 * @param name the business sentence
 * @param page the section of the state's page it carries out
 * @param fired each time it fired; empty if it did not
 * @param stopped why it did not fire; empty if it did
 */
public record RuleStory(
    String rule,
    String name,
    String page,
    Place place,
    List<RuleTrace.Fired> fired,
    Optional<Stopped> stopped) {

  public RuleStory {
    fired = List.copyOf(fired);
  }

  /**
   * The condition a rule came to and not past. Of several facts that were tried, those that came
   * farthest count.
   *
   * @param condition as it stands in the file, in one line; a part of a pattern where one part is
   *     to blame
   * @param kind what stopped it
   * @param fact the type of the facts that were looked at
   * @param saw what it saw, at most some
   * @param more how many others it saw
   */
  public record Stopped(
      String condition, Place place, Kind kind, String fact, List<Sighting> saw, int more) {

    public Stopped {
      saw = List.copyOf(saw);
    }
  }

  /** What stopped a rule. */
  public enum Kind {
    /** There is no fact of the type. */
    NO_FACT,
    /** No fact has such a value. */
    VALUE,
    /** There is a fact that must not be there. */
    FACT_THERE,
    /** A condition of more than one fact, which is told as a whole. */
    WHOLE
  }

  /**
   * A fact and the values that a condition compared.
   *
   * @param fact as {@code Type/key}
   * @param values by the name in the condition, in its order; "nothing" where there is none
   */
  public record Sighting(String fact, Map<String, String> values) {}
}

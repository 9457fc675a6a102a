package org.statecraft.rules;

import java.util.List;
import org.statecraft.config.Place;

/**
 * What a rule asks, condition by condition, as it stands in the file.
 *
 * @param rule its id
 */
public record RuleConditions(String rule, String name, Place place, List<Line> conditions) {

  public RuleConditions {
    conditions = List.copyOf(conditions);
  }

  /**
   * One condition.
   *
   * @param text in one line
   */
  public record Line(String text, Place place) {}

  /**
   * A condition that was met together with all before it.
   *
   * @param rule the id of its rule
   * @param index from 0
   */
  public record Met(String rule, int index) {}
}

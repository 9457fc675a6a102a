package org.statecraft.cases;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;

/**
 * One reading of what the pages leave open, from {@code rules/readings.yaml}: the question, and
 * what pins the answer.
 *
 * @param id such as {@code A7}
 * @param question what the pages leave open, in our words
 * @param rows the rows of pages that say the answer; their cases pin it
 * @param turnedBy what turns the reading: a parameter, a preference, {@code excluded-after-sent},
 *     {@code off} or {@code data-standard}; empty where nothing does
 * @param tests tests that pin what no rule decides, as {@code package.Class#method}
 */
public record Reading(
    String id,
    String question,
    List<String> rows,
    String turnedBy,
    List<String> tests,
    Place place) {

  public Reading {
    rows = List.copyOf(rows);
    tests = List.copyOf(tests);
  }

  /** The readings of a file, in its order; they must be numbered without a gap. */
  public static List<Reading> read(Path file, Problems problems) {
    YamlNode node = YamlFile.read(file, problems).only("about", "readings");
    List<Reading> readings = new ArrayList<>();
    node.require("readings")
        .map()
        .forEach(
            (id, each) -> {
              String due = "A" + (readings.size() + 1);
              if (!id.equals(due)) {
                each.problem("after the reading before comes " + due + ", not " + id);
              }
              readings.add(reading(id, each.only("question", "rows", "turned-by", "tests")));
            });
    return readings;
  }

  private static Reading reading(String id, YamlNode node) {
    if (node.get("rows").isEmpty() == node.get("tests").isEmpty()) {
      node.problem("a reading has either 'rows', which cases prove and refute, or 'tests'");
    }
    return new Reading(
        id,
        node.require("question").text(),
        node.get("rows").texts(),
        node.get("turned-by").text(),
        node.get("tests").texts(),
        node.place());
  }

  /** Whether a case turns the reading, or tries what happens when it is turned. */
  boolean isTurnedIn(RuleCase each) {
    return turns(each.now()) || each.before().filter(this::turns).isPresent();
  }

  private boolean turns(Situation situation) {
    return switch (turnedBy) {
      case "excluded-after-sent" -> !situation.keeping().isEmpty();
      case "off" -> !situation.off().isEmpty();
      case "data-standard" -> situation.standard().isPresent();
      default ->
          situation.parameters().containsKey(turnedBy)
              || situation.mappings().containsKey(turnedBy);
    };
  }
}

package org.statecraft.preferences;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ResyncDue;
import org.statecraft.packs.Preference;

/** Shows the Campus values that no mapping covers. */
public final class UnmappedReport implements Report {

  /**
   * What was found of one preference.
   *
   * @param covered how many of its values have a code
   */
  record Found(Preference preference, int covered, List<Unmapped> unmapped) {}

  /**
   * A value without a code.
   *
   * @param deliberate somebody has said that it has none
   */
  record Unmapped(ValueCount count, boolean deliberate) {}

  private final Connection connection;
  private final List<Found> found;
  private final boolean onlyInYear;
  private final List<ResyncDue> waiting;

  UnmappedReport(
      Connection connection, List<Found> found, boolean onlyInYear, List<ResyncDue> waiting) {
    this.connection = connection;
    this.found = List.copyOf(found);
    this.onlyInYear = onlyInYear;
    this.waiting = List.copyOf(waiting);
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(connection.name()).append(": Campus values that no mapping covers");
    text.append(onlyInYear ? ", of the school year " : ", of all kept rows; school year ");
    text.append(connection.schoolYear().span()).append('\n');
    for (Found each : found) {
      Preference preference = each.preference();
      text.append('\n').append(preference.name()).append(": ").append(preference.label());
      text.append('\n');
      if (each.unmapped().isEmpty()) {
        text.append("  none; ").append(each.covered()).append(" values are covered\n");
        continue;
      }
      text.append(String.format("  %8s %9s %9s  %s%n", "rows", "students", "in year", "value"));
      for (Unmapped one : each.unmapped()) {
        ValueCount count = one.count();
        text.append(
            String.format(
                "  %8s %9s %9s  %s%s\n",
                shown(count.rows()),
                shown(count.students()),
                shown(count.studentsInYear()),
                count.value(),
                one.deliberate() ? "  (deliberately none)" : ""));
      }
      text.append("  ").append(each.covered()).append(" other values are covered\n");
    }
    String line = Waiting.line(waiting);
    return text.append(line.isEmpty() ? "" : "\n" + line + "\n").toString();
  }

  private static String shown(@Nullable Long count) {
    return count == null ? "-" : count.toString();
  }

  @Override
  public JsonNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("connection", connection.name().value());
    json.put("schoolYear", connection.schoolYear().endYear()).put("onlyInYear", onlyInYear);
    ArrayNode preferences = json.putArray("preferences");
    for (Found each : found) {
      ObjectNode one = preferences.addObject();
      one.put("preference", each.preference().name()).put("label", each.preference().label());
      one.put("covered", each.covered());
      ArrayNode unmapped = one.putArray("unmapped");
      for (Unmapped value : each.unmapped()) {
        ValueCount count = value.count();
        unmapped
            .addObject()
            .put("value", count.value())
            .put("rows", count.rows())
            .put("students", count.students())
            .put("studentsInYear", count.studentsInYear())
            .put("deliberate", value.deliberate());
      }
    }
    json.set("waitingForResync", Waiting.json(waiting));
    return json;
  }
}

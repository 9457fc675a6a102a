package org.statecraft.preferences;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.statecraft.connections.ResyncDue;

/** How what waits for a resync is shown. */
final class Waiting {

  private Waiting() {}

  /** One line; empty if nothing waits. */
  static String line(List<ResyncDue> waiting) {
    return waiting.isEmpty()
        ? ""
        : "Waiting for a resync: "
            + waiting.stream()
                .map(each -> each.resource() + " (since " + since(each) + ")")
                .collect(Collectors.joining(", "));
  }

  static ArrayNode json(List<ResyncDue> waiting) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (ResyncDue each : waiting) {
      array.addObject().put("resource", each.resource().value()).put("since", since(each));
    }
    return array;
  }

  private static String since(ResyncDue due) {
    return due.since().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

package org.statecraft.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.statecraft.admin.RunJson;
import org.statecraft.preferences.Report;
import org.statecraft.resync.ResyncRun;

/** Shows the latest runs, a line each. */
final class HistoryReport implements Report {

  private static final int HASH_SHOWN = 12;

  private final List<ResyncRun> runs;

  HistoryReport(List<ResyncRun> runs) {
    this.runs = List.copyOf(runs);
  }

  @Override
  public String text() {
    if (runs.isEmpty()) {
      return "No run is kept.\n";
    }
    TextTable table =
        new TextTable(
            "run", "connection", "kind", "state", "begun", "by", "scope", "plan", "counts");
    for (ResyncRun each : runs) {
      table.row(
          Long.toString(each.id()),
          each.connection().value(),
          each.kind().word(),
          each.state().word(),
          each.createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
          each.requestedBy(),
          each.scope().words(),
          each.planHash().map(hash -> hash.substring(0, HASH_SHOWN)).orElse("-"),
          each.counts().entrySet().stream()
              .map(count -> count.getKey() + " " + count.getValue())
              .collect(Collectors.joining(", ")));
    }
    return table.toString();
  }

  @Override
  public JsonNode json() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    runs.forEach(each -> list.add(RunJson.of(each)));
    return list;
  }
}
